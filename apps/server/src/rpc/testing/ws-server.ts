import { serializeToText } from '@rookery/api/wire';
import type { TRPCError } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer } from 'ws';
import { createWsRpc, type WsRpc } from '../ws-handler.ts';
import type { WsRpcOptions } from '../ws-options.ts';
import { EventTopic } from './event-topic.ts';
import { type LiveContext, liveRouter } from './live-router.ts';
import { query } from './messages.ts';
import { serve, type TestServer } from './raw-http.ts';
import { RawSocket } from './raw-ws.ts';

/** Who is there, in tests. */
export interface TestAuth {
  user: string;
  expiresIn?: number;
}

/** A server of the live router. */
export interface LiveServer extends TestServer {
  url: string;
  rpc: WsRpc<TestAuth>;
  topic: EventTopic;
  ended: string[];
  failures: TRPCError[];
}

/** Serves the live router by our own handler. */
export async function serveLive(changes: Partial<WsRpcOptions<TestAuth>> = {}): Promise<LiveServer> {
  const shared = sharedState();
  const rpc = createWsRpc<TestAuth>({
    router: liveRouter,
    prefix: '/trpc',
    serialize: serializeToText,
    isAllowedOrigin: ({ headers }) => headers.origin === 'https://rookery.example',
    authenticate: (params) => authOf(params),
    createContext: ({ auth }): LiveContext => ({ user: auth.user, topic: shared.topic, ended: shared.ended }),
    accountOf: ({ user }) => (user === 'nobody' ? null : user),
    expiresIn: ({ expiresIn }) => expiresIn ?? null,
    onError: ({ error }) => shared.failures.push(error),
    ...changes,
    limits: { sweepEvery: 10, framesPerMinute: 1e9, callsPerMinute: 1e9, ...changes.limits },
  });
  const server = await serve((_, res) => void res.writeHead(426).end());
  server.server.on('upgrade', (req, socket, head) => rpc.handleUpgrade(req, socket, head));
  const stop = async (): Promise<void> => {
    await rpc.closeAll({ overMs: 0, graceMs: 0 });
    await server[Symbol.asyncDispose]();
  };
  return { ...server, ...shared, rpc, url: `ws://127.0.0.1:${server.port}/trpc`, [Symbol.asyncDispose]: stop };
}

/** Serves the live router by the official handler. */
export async function serveOfficially(): Promise<Omit<LiveServer, 'rpc'>> {
  const shared = sharedState();
  const server = await serve((_, res) => void res.writeHead(426).end());
  const wss = new WebSocketServer({ server: server.server });
  applyWSSHandler({
    wss,
    router: liveRouter,
    maxBatchSize: 64,
    createContext: ({ info }): LiveContext => ({
      ...authOf(info.connectionParams),
      topic: shared.topic,
      ended: shared.ended,
    }),
    onError: ({ error }) => shared.failures.push(error),
  });
  const stop = async (): Promise<void> => {
    for (const client of wss.clients) client.terminate();
    wss.close();
    await server[Symbol.asyncDispose]();
  };
  return { ...server, ...shared, url: `ws://127.0.0.1:${server.port}/trpc`, [Symbol.asyncDispose]: stop };
}

function sharedState() {
  const ended: string[] = [];
  const failures: TRPCError[] = [];
  return { topic: new EventTopic(), ended, failures };
}

function authOf(params: Readonly<Record<string, string | undefined>> | null): TestAuth {
  if (params?.token === 'wrong') throw new Error('wrong token');
  return { user: params?.token ?? 'nobody' };
}

/** Opens a socket as somebody, and waits until it has called. */
export async function openAs(server: LiveServer, user: string): Promise<RawSocket> {
  const socket = await RawSocket.open(`${server.url}?connectionParams=1`);
  socket.send({ method: 'connectionParams', data: { token: user } }, query('hello', 'whoami'));
  await socket.frame(0);
  return socket;
}

/** A clock that is moved by hand. */
export interface HandClock {
  now(): number;
  advance(by: number): void;
}

/** Makes a clock that stands still. */
export function handClock(): HandClock {
  let time = 0;
  const advance = (by: number): void => {
    time += by;
  };
  return { now: () => time, advance };
}
