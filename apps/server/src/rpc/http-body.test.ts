import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { domainErrorOf } from '@rookery/api';
import { expect, test } from 'vitest';
import { bodyChunks, readBody } from './http-body.ts';

/** A request of which half a body has come, and what cuts it off. */
async function halfRequest() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = once(server, 'request');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf');
  const [req] = (await asked) as [IncomingMessage];
  req.on('error', () => undefined);
  server.close();
  return { req, cut: () => void socket.resetAndDestroy() };
}

test('a body whose sender was gone before anybody read it fails, and nobody waits for it for ever', async () => {
  const { req, cut } = await halfRequest();
  const gone = new Promise((resolve) => req.once('close', resolve));
  cut();
  await gone;
  await expect(readBody(req, 100)).rejects.toMatchObject({ code: 'CLIENT_CLOSED_REQUEST' });
});

test('a client that leaves in the middle of its file is not taken for a database that is away', async () => {
  const { req, cut } = await halfRequest();
  const reading = (async () => {
    for await (const _ of bodyChunks(req, 100)) cut();
  })();
  const error = await reading.catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'CLIENT_CLOSED_REQUEST' });
  expect(domainErrorOf(error)).toBeNull();
});
