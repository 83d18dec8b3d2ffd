import { createTRPCClient, createWSClient, type TRPCClientError, wsLink } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { liveRouter } from './testing/live-router.ts';
import { type LiveServer, serveLive, serveOfficially } from './testing/ws-server.ts';

type Router = typeof liveRouter;
type AnyServer = Omit<LiveServer, 'rpc'>;

let servers: Record<'ours' | 'official', AnyServer>;

beforeAll(async () => {
  servers = { ours: await serveLive(), official: await serveOfficially() };
});

afterAll(async () => {
  await servers.ours[Symbol.asyncDispose]();
  await servers.official[Symbol.asyncDispose]();
});

function connect(url: string, connectionParams?: () => Record<string, string>) {
  const opened: WebSocket[] = [];
  class Watched extends WebSocket {
    constructor(address: string) {
      super(address);
      opened.push(this);
    }
  }
  const ws = createWSClient({
    url,
    WebSocket: Watched as never,
    retryDelayMs: () => 0,
    ...(connectionParams && { connectionParams }),
  });
  const rpc = createTRPCClient<Router>({ links: [wsLink({ client: ws, transformer: superjson })] });
  return { rpc, opened, [Symbol.asyncDispose]: () => ws.close() };
}

/** Collects what a subscription tells, until as much has come as is waited for. */
function listen() {
  const seen: string[] = [];
  let changed = Promise.withResolvers<void>();
  const add = (text: string): void => {
    seen.push(text);
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const callbacks = {
    onStarted: () => add('started'),
    onData: (data: unknown) => add(JSON.stringify(data)),
    onError: (error: TRPCClientError<Router>) => add(`error ${error.data?.code}`),
    onStopped: () => add('stopped'),
    onComplete: () => add('complete'),
  };
  const until = async (count: number): Promise<string[]> => {
    while (seen.length < count) await changed.promise;
    return seen;
  };
  return { callbacks, until };
}

describe.each(['ours', 'official'] as const)('the real client, against %s', (name) => {
  test('queries, mutations and errors', async () => {
    await using client = connect(servers[name].url, () => ({ token: 'ann' }));
    const at = new Date(5);
    const [who, stored, failed] = await Promise.all([
      client.rpc.whoami.query(),
      client.rpc.store.mutate({ at }),
      client.rpc.fail.query().catch((error: TRPCClientError<Router>) => error.data),
    ]);
    expect([who, stored]).toStrictEqual(['ann', { at, none: undefined }]);
    expect(failed).toMatchObject({ code: 'CONFLICT', httpStatus: 409, user: 'ann' });
  });

  test('a subscription to its end', async () => {
    await using client = connect(servers[name].url);
    const { callbacks, until } = listen();
    client.rpc.tracked.subscribe(undefined, callbacks);
    const event = (id: number): string => JSON.stringify({ id: String(id), data: { at: new Date(id) } });
    expect(await until(6)).toEqual(['started', event(1), event(2), event(3), 'stopped', 'complete']);
  });

  test('a subscription that fails', async () => {
    await using client = connect(servers[name].url);
    const { callbacks, until } = listen();
    client.rpc.failing.subscribe(undefined, callbacks);
    expect(await until(3)).toEqual(['started', '1', 'error FORBIDDEN']);
  });

  test('leaving a subscription ends it on the server', async () => {
    const { url, ended } = servers[name];
    await using client = connect(url);
    const { callbacks, until } = listen();
    const left = client.rpc.forever.subscribe(undefined, callbacks);
    await until(2);
    left.unsubscribe();
    await client.rpc.whoami.query();
    while (!ended.includes('forever')) await client.rpc.whoami.query();
  });

  test('a live stream goes on after its socket is lost, and misses nothing', async () => {
    const { url, topic } = servers[name];
    await using client = connect(url);
    const { callbacks, until } = listen();
    client.rpc.live.subscribe(undefined, callbacks);
    await until(1);
    topic.publish('a');
    await until(2);
    client.opened[0]?.terminate();
    topic.publish('b');
    await until(4);
    topic.publish('c');
    const seen = await until(5);
    expect(seen.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text).data)).toEqual(['a', 'b', 'c']);
  });
});

test('a client whose token expires moves with a new one, and its subscriber sees nothing of it', async () => {
  let now = 0;
  let token = 'old';
  await using server = await serveLive({
    now: () => now,
    authenticate: (params) => (params?.token === 'old' ? { user: 'old', expiresIn: 100_000 } : { user: 'new' }),
  });
  await using client = connect(server.url, () => ({ token }));
  const { callbacks, until } = listen();
  client.rpc.live.subscribe(undefined, callbacks);
  await until(1);
  server.topic.publish('before');
  await until(2);
  token = 'new';
  now = 70_000;
  while ((await client.rpc.whoami.query()) !== 'new') server.topic.publish('meanwhile');
  while (server.rpc.stats().sockets > 1) await client.rpc.whoami.query();
  server.topic.publish('after');
  const seen = await until(1 + server.topic.events.length);
  expect(seen).toEqual(['started', ...server.topic.events.map((event) => JSON.stringify(event))]);
  expect(client.opened).toHaveLength(2);
});
