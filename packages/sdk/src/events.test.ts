import { afterEach, expect, test, vi } from 'vitest';
import { eventOf, sessionOf } from './fixtures/people.ts';
import { Refusal } from './fixtures/refusal.ts';
import type { ServedStream } from './fixtures/served-stream.ts';
import { type ArrivedCall, startServer, type TestServer } from './fixtures/server.ts';
import { type ClientOptions, createClient, type Rookery, type StreamStatus } from './generated/index.ts';
import type { Session, StreamEvent } from './generated/types.ts';

afterEach(() => vi.restoreAllMocks());

interface Live extends AsyncDisposable {
  server: TestServer;
  client: Rookery;
  session: { current: Session };
  /** The newest stream that the client has asked for, once there are as many. */
  stream(count?: number): Promise<ServedStream>;
}

/** A client who is signed in with a server whose head is `head`. */
async function live(options: Partial<ClientOptions> = {}): Promise<Live> {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const session = { current: sessionOf('alice') };
  const answer = ({ path, input }: ArrivedCall): unknown => {
    if (path === 'events.head') return { cursor: 'head' };
    if (path === 'auth.refresh') session.current = sessionOf('alice');
    if (path === 'auth.login') session.current = sessionOf(String(Reflect.get(Object(input), 'login')));
    return path.startsWith('auth.') ? session.current : null;
  };
  const server = await startServer(answer);
  const client = createClient({ url: server.url, ...options });
  await client.auth.login({ login: 'alice', password: 'x' });
  return {
    server,
    client,
    session,
    stream: async (count = 1) => {
      await vi.waitFor(() => expect(server.streams.length).toBeGreaterThanOrEqual(count), {
        timeout: 5000,
        interval: 5,
      });
      return streamAt(server, count - 1);
    },
    [Symbol.asyncDispose]: async () => {
      client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

function streamAt(server: TestServer, index: number): ServedStream {
  const stream = server.streams[index];
  if (!stream) throw new Error(`there is no stream ${index}`);
  return stream;
}

/** The events that a client gets, by their numbers. */
function listen(client: Rookery): { numbers: number[]; off: () => void } {
  const numbers: number[] = [];
  return { numbers, off: client.events.on('notification.deleted', ({ data }) => numbers.push(data.unreadCount)) };
}

test('handlers share one socket, which closes when the last has left', async () => {
  await using t = await live();
  expect(t.client.events.status).toBe('idle');
  const one = listen(t.client);
  const two = listen(t.client);
  const all: StreamEvent[] = [];
  const offAll = t.client.events.on('*', (event) => all.push(event));
  const stream = await t.stream();
  expect([stream.token, stream.after]).toEqual([t.session.current.accessToken, 'head']);
  stream.send(eventOf(1), 'c1');
  await vi.waitFor(() => expect([one.numbers, two.numbers, all.length]).toEqual([[1], [1], 1]));
  expect([all[0]?.at, t.client.events.cursor, t.client.events.status]).toEqual([new Date(0), 'c1', 'open']);
  one.off();
  offAll();
  stream.send(eventOf(2), 'c2');
  await vi.waitFor(() => expect(two.numbers).toEqual([1, 2]));
  expect(one.numbers).toEqual([1]);
  two.off();
  await stream.closed;
  expect([t.client.events.status, t.server.streams.length]).toEqual(['idle', 1]);
});

test('who leaves and comes back in one tick keeps the socket', async () => {
  await using t = await live();
  const first = listen(t.client);
  const stream = await t.stream();
  first.off();
  const second = listen(t.client);
  await new Promise((resolve) => setTimeout(resolve));
  stream.send(eventOf(1), 'c1');
  await vi.waitFor(() => expect(second.numbers).toEqual([1]));
  expect(stream.isOpen).toBe(true);
});

test('after a break the stream goes on from the last event, and what comes twice is handed on once', async () => {
  await using t = await live();
  const seen: StreamStatus[] = [];
  t.client.events.onStatus((status) => seen.push(status));
  const { numbers } = listen(t.client);
  const first = await t.stream();
  first.send(eventOf(1), 'c1');
  first.send(eventOf(2), 'c2');
  await vi.waitFor(() => expect(numbers).toEqual([1, 2]));
  first.cut();
  const second = await t.stream(2);
  expect(second.after).toBe('c2');
  for (const number of [2, 3, 1, 4]) second.send(eventOf(number), `c${number}`);
  await vi.waitFor(() => expect(numbers).toEqual([1, 2, 3, 4]));
  expect(t.client.events.cursor).toBe('c4');
  expect(seen).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
});

test('a break before the first event loses none', async () => {
  await using t = await live();
  listen(t.client);
  (await t.stream()).cut();
  expect((await t.stream(2)).after).toBe('head');
  expect(t.server.calls.filter(({ path }) => path === 'events.head').length).toBe(1);
});

test('when the server asks for another connection, the old one serves until the new one does', async () => {
  await using t = await live();
  const { numbers } = listen(t.client);
  const seen: StreamStatus[] = [];
  const first = await t.stream();
  await vi.waitFor(() => expect(t.client.events.status).toBe('open'));
  t.client.events.onStatus((status) => seen.push(status));
  t.server.onStream = () => undefined;
  first.askToReconnect();
  const second = await t.stream(2);
  first.send(eventOf(1), 'c1');
  await vi.waitFor(() => expect(numbers).toEqual([1]));
  second.start();
  await first.closed;
  second.send(eventOf(1), 'c1');
  second.send(eventOf(2), 'c2');
  await vi.waitFor(() => expect(numbers).toEqual([1, 2]));
  expect(seen).toEqual([]);
});

test('a new connection that fails leaves the old one at work', async () => {
  await using t = await live();
  const { numbers } = listen(t.client);
  const first = await t.stream();
  t.server.onStream = (stream) => stream.cut();
  first.askToReconnect();
  await t.stream(3);
  expect(first.isOpen).toBe(true);
  first.send(eventOf(1), 'c1');
  await vi.waitFor(() => expect(numbers).toEqual([1]));
  t.server.onStream = (stream) => stream.start();
  await first.closed;
  expect(streamAt(t.server, t.server.streams.length - 1).after).toBe('c1');
});

test('a renewed token moves the stream to a connection that carries it', async () => {
  await using t = await live();
  listen(t.client);
  const first = await t.stream();
  await vi.waitFor(() => expect(t.client.events.status).toBe('open'));
  const old = t.session.current.accessToken;
  const { answer } = t.server;
  t.server.answer = (call) => {
    if (call.path === 'me.get' && call.token === old) throw new Refusal('token_expired');
    return answer(call);
  };
  await t.client.me.get();
  const second = await t.stream(2);
  expect(second.token).toBe(t.session.current.accessToken);
  expect(second.token).not.toBe(first.token);
  await first.closed;
});

test('a token that the stream refuses is renewed', async () => {
  await using t = await live();
  t.server.onStream = (stream) =>
    stream.token === t.session.current.accessToken && t.server.streams.length > 1
      ? stream.start()
      : stream.refuse(new Refusal('token_expired'));
  const { numbers } = listen(t.client);
  const second = await t.stream(2);
  expect(t.server.calls.filter(({ path }) => path === 'auth.refresh').length).toBe(1);
  second.send(eventOf(1), 'c1');
  await vi.waitFor(() => expect(numbers).toEqual([1]));
});

test('a refresh token that is refused ends the stream with the session', async () => {
  await using t = await live();
  const { answer } = t.server;
  t.server.answer = (call) => {
    if (call.path === 'auth.refresh') throw new Refusal('session_revoked');
    return answer(call);
  };
  t.server.onStream = (stream) => stream.refuse(new Refusal('session_revoked'));
  listen(t.client);
  await vi.waitFor(() => expect(t.client.session.current).toBeNull());
  expect([t.client.events.status, t.client.events.cursor]).toEqual(['idle', null]);
  t.server.answer = answer;
  t.server.onStream = (stream) => stream.start();
  await t.client.auth.login({ login: 'alice', password: 'x' });
  expect((await t.stream(2)).after).toBe('head');
});

test('who signs in next gets a stream of his own', async () => {
  await using t = await live();
  const { numbers } = listen(t.client);
  const first = await t.stream();
  first.send(eventOf(1), 'c1');
  await vi.waitFor(() => expect(numbers).toEqual([1]));
  await t.client.auth.login({ login: 'bob', password: 'x' });
  await first.closed;
  const second = await t.stream(2);
  expect([second.after, second.token]).toEqual(['head', t.session.current.accessToken]);
});

test('handlers that come before anybody has signed in wait for it', async () => {
  await using server = await startServer(({ path }) =>
    path === 'events.head' ? { cursor: 'head' } : sessionOf('alice'),
  );
  const client = createClient({ url: server.url });
  listen(client);
  expect(client.events.status).toBe('idle');
  await client.auth.login({ login: 'alice', password: 'x' });
  await vi.waitFor(() => expect(client.events.status).toBe('open'));
  client.close();
});

test('what a handler throws is reported and breaks nothing', async () => {
  const errors: unknown[] = [];
  await using t = await live({ onError: (error) => errors.push(error) });
  t.client.events.on('notification.deleted', () => {
    throw new Error('at once');
  });
  t.client.events.on('notification.deleted', async () => {
    throw new Error('later');
  });
  const { numbers } = listen(t.client);
  const stream = await t.stream();
  stream.send(eventOf(1), 'c1');
  stream.send(eventOf(2), 'c2');
  await vi.waitFor(() => expect(numbers).toEqual([1, 2]));
  await vi.waitFor(() => expect(errors.length).toBe(4));
});

test('a reset is handed on, and the stream goes on from the cursor that it brings', async () => {
  await using t = await live();
  const resets: string[] = [];
  t.client.events.on('stream.reset', ({ data }) => resets.push(data.cursor));
  const { numbers } = listen(t.client);
  const first = await t.stream();
  first.send(eventOf(1), 'c1');
  first.send({ id: 'r', at: new Date(), type: 'stream.reset', data: { cursor: 'r' } }, 'r');
  first.send(eventOf(1), 'd1');
  await vi.waitFor(() => expect(numbers).toEqual([1, 1]));
  expect(resets).toEqual(['r']);
  first.cut();
  expect((await t.stream(2)).after).toBe('d1');
});

test('a kept cursor is where the stream goes on', async () => {
  await using t = await live();
  t.client.events.resume('kept');
  expect(t.client.events.cursor).toBe('kept');
  listen(t.client);
  expect((await t.stream()).after).toBe('kept');
  expect(t.server.calls.some(({ path }) => path === 'events.head')).toBe(false);
});

test('a connection that has died in silence is replaced, one that answers is not', async () => {
  await using t = await live();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    listen(t.client);
    await until(() => t.client.events.status === 'open');
    const first = streamAt(t.server, 0);
    first.ping();
    for (let second = 0; second < 120; second += 1) await passSecond();
    expect([t.server.streams.length, first.isOpen]).toEqual([1, true]);
    first.deaf = true;
    for (let second = 0; second < 30; second += 1) await passSecond();
    await until(() => t.server.streams.length === 2);
  } finally {
    vi.useRealTimers();
  }
});

/** Lets a second of the client's timers pass, and what is on the wire arrive. */
async function passSecond(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await passSecond();
}

test('attempts to connect keep their distance', async () => {
  await using t = await live();
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const waits = vi.spyOn(globalThis, 'setTimeout');
  t.server.onStream = (stream) => stream.cut();
  listen(t.client);
  await t.stream(3);
  const pauses = waits.mock.calls.map(([, ms]) => Math.round(ms ?? 0));
  expect(pauses).toEqual(expect.arrayContaining([450, 849]));
});

test('a line that breaks often is taken up again soon each time', async () => {
  await using t = await live();
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const waits = vi.spyOn(globalThis, 'setTimeout');
  t.server.onStream = (stream) => {
    stream.start();
    stream.send(eventOf(t.server.streams.length), 'c');
  };
  const off = t.client.events.on('*', () => streamAt(t.server, t.server.streams.length - 1).cut());
  await t.stream(4);
  off();
  const pauses = waits.mock.calls.map(([, ms]) => Math.round(ms ?? 0)).filter((ms) => ms > 400 && ms < 2000);
  expect(pauses.slice(0, 3)).toEqual([450, 849, 849]);
});

test('a client without a WebSocket says so', async () => {
  await using t = await live();
  vi.stubGlobal('WebSocket', undefined);
  try {
    expect(() => listen(t.client)).toThrow('WebSocket');
  } finally {
    vi.unstubAllGlobals();
  }
});

test('following gives a state and then every event after it, whatever happens while it is read', async () => {
  const errors: unknown[] = [];
  await using t = await live({ onError: (error) => errors.push(error) });
  const steps: unknown[] = [];
  const reads: PromiseWithResolvers<string>[] = [];
  const stop = t.client.events.follow(
    () => {
      const read = Promise.withResolvers<string>();
      reads.push(read);
      return read.promise;
    },
    { snapshot: (state) => steps.push(state), event: ({ id }) => steps.push(id) },
  );
  const stream = await t.stream();
  stream.send(eventOf(1), 'c1');
  await vi.waitFor(() => expect(t.client.events.cursor).toBe('c1'));
  reads[0]?.reject(new Error('not now'));
  await vi.waitFor(() => expect(reads.length).toBe(2));
  reads[1]?.resolve('state');
  await vi.waitFor(() => expect(steps).toEqual(['state', '1']));
  stream.send(eventOf(2), 'c2');
  await vi.waitFor(() => expect(steps).toEqual(['state', '1', '2']));
  stream.send({ id: 'r', at: new Date(), type: 'stream.reset', data: { cursor: 'r' } }, 'r');
  stream.send(eventOf(3), 'c3');
  await vi.waitFor(() => expect(reads.length).toBe(3));
  reads[2]?.resolve('anew');
  await vi.waitFor(() => expect(steps).toEqual(['state', '1', '2', 'anew', '3']));
  stop();
  await stream.closed;
  expect(errors).toEqual([new Error('not now')]);
});
