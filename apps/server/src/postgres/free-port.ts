import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export async function findFreePort(): Promise<number> {
  const port = await listen(0);
  return port ?? findFreePort();
}

/** Whether somebody listens on this port of 127.0.0.1. */
export async function isTaken(port: number): Promise<boolean> {
  return (await listen(port)) === null;
}

function listen(port: number): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const server = createServer();
  server.once('error', () => resolve(null));
  server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
  });
  return promise;
}
