import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Link, type ReplyLoss, type Weather } from './link.ts';

/** A way from clients to a server on which things go wrong when told to. Disposing it resets all connections. */
export interface Passage extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Open connections. */
  readonly links: number;
  /** Leads new connections to another port. */
  leadTo(port: number): void;
  /** Resets the connections, or those that are chosen. */
  cut(choose?: () => boolean): void;
  /** Nothing goes through any more, and nobody is told; new connections are taken and fall silent too. */
  stall(): void;
  /** Lets through what waited, and all that follows. */
  resume(): void;
  /** Every byte takes so much longer, both ways. */
  delay(ms: number): void;
  closeHalf(side: 'client' | 'server'): void;
  /** Forwards requests and swallows the answers of those that are chosen, by a reset. Null: all arrive again. */
  loseReplies(losesReply: ReplyLoss | null): void;
}

/** Listens on a free port of 127.0.0.1 and leads to another. */
export async function openProxy(targetPort: number): Promise<Passage> {
  const links = new Set<Link>();
  const weather: Weather = { stalled: false, delayMs: 0, losesReply: null };
  let target = targetPort;
  const accept = (near: Socket): void => {
    const link = new Link(near, target, weather);
    links.add(link);
    near.once('close', () => links.delete(link));
  };
  const server = createServer({ allowHalfOpen: true }, accept).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  const settle = (): void => {
    for (const link of links) link.settle();
  };
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    get links() {
      return links.size;
    },
    leadTo: (to) => {
      target = to;
    },
    cut: (choose = () => true) => {
      for (const link of [...links]) if (choose()) link.cut();
    },
    stall: () => {
      weather.stalled = true;
      settle();
    },
    resume: () => {
      weather.stalled = false;
      settle();
    },
    delay: (ms) => {
      weather.delayMs = ms;
    },
    closeHalf: (side) => {
      for (const link of [...links]) link.closeHalf(side);
    },
    loseReplies: (losesReply) => {
      weather.losesReply = losesReply;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const link of [...links]) link.cut();
      await closed;
    },
  };
}

function portOf(address: unknown): number {
  if (typeof address === 'object' && address !== null && 'port' in address) return Number(address.port);
  throw new Error('The proxy listens on no port');
}
