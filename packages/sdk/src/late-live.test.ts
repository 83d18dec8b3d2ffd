import { afterEach, expect, test, vi } from 'vitest';
import { listen, live } from './fixtures/live.ts';
import { eventOf } from './fixtures/people.ts';
import { startServer } from './fixtures/server.ts';
import type { StreamStatus } from './generated/index.ts';
import { LateStream } from './live/late-stream.ts';
import { LateSubscriptions } from './live/late-subscriptions.ts';
import { loadOnce } from './live/loading.ts';
import * as sockets from './live/sockets.ts';
import { SessionStore } from './session-store.ts';

afterEach(() => vi.restoreAllMocks());

const nobody = (): SessionStore =>
  new SessionStore({ storage: null, key: '', refresh: () => Promise.reject(), report: () => undefined });

/** Code that comes when the test says so, and what was reported of it. */
function late(): { load: () => Promise<typeof sockets>; turns: PromiseWithResolvers<void>[]; reported: unknown[] } {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const turns: PromiseWithResolvers<void>[] = [];
  const reported: unknown[] = [];
  const load = loadOnce(
    async () => {
      const turn = Promise.withResolvers<void>();
      turns.push(turn);
      await turn.promise;
      return sockets;
    },
    (error) => reported.push(error),
  );
  return { load, turns, reported };
}

test('who leaves before the code is there opens no socket', async () => {
  await using t = await live();
  const seen: StreamStatus[] = [];
  t.client.events.onStatus((status) => seen.push(status));
  t.client.events.resume('kept');
  const { off } = listen(t.client);
  t.client.events.ephemeral({ topics: ['feed'] }, () => undefined)();
  expect([t.client.events.status, t.client.events.cursor]).toEqual(['connecting', 'kept']);
  off();
  await vi.waitFor(() => expect(seen).toEqual(['connecting', 'idle']));
  const { numbers } = listen(t.client);
  const stream = await t.stream();
  stream.send(eventOf(1), 'c1');
  await vi.waitFor(() => expect(numbers).toEqual([1]));
  expect(t.server.streams).toHaveLength(1);
});

test('a client that is closed before the code is there opens no socket', async () => {
  await using t = await live();
  listen(t.client);
  t.client.posts.watch({ id: 'a' }, () => undefined);
  t.client.close();
  expect(t.client.events.status).toBe('idle');
  await import('./live/sockets.ts');
  await t.client.system.info();
  expect(t.server.streams).toHaveLength(0);
});

test('somebody else who signs in before the code is there gets his own stream alone', async () => {
  await using t = await live();
  t.client.events.resume('of alice');
  listen(t.client);
  await t.client.auth.login({ login: 'bob', password: 'x' });
  const stream = await t.stream();
  expect([stream.token, stream.after]).toEqual([t.session.current.accessToken, 'head']);
  expect(t.server.streams).toHaveLength(1);
});

test('code that could not be loaded is reported and loaded anew', async () => {
  const { load, turns, reported } = late();
  const statuses: StreamStatus[] = [];
  const stream = new LateStream(load, {
    url: '',
    WebSocket: class {
      addEventListener(): void {}
      send(): void {}
      close(): void {}
    },
    after: 'kept',
    token: () => new Promise(() => undefined),
    renew: async () => undefined,
    head: async () => '',
    deliver: () => undefined,
    onAnchored: () => undefined,
    onStatus: (status) => statuses.push(status),
    report: () => undefined,
  });
  expect([statuses, stream.cursor, stream.isAnchored]).toEqual([['connecting'], 'kept', false]);
  turns[0]?.reject(new Error('no network'));
  await vi.waitFor(() => expect(turns).toHaveLength(2));
  expect([statuses, reported]).toEqual([['connecting', 'waiting', 'connecting'], [new Error('no network')]]);
  turns[1]?.resolve();
  await vi.waitFor(() => expect(statuses).toHaveLength(4));
  expect([turns.length, stream.cursor]).toEqual([2, 'kept']);
  stream.close();
});

test('what is subscribed to before the code is there is asked for in its order, but for what was left', async () => {
  const { load, turns, reported } = late();
  await using server = await startServer();
  const url = `${server.url.replace('http', 'ws')}/trpc`;
  const subscriptions = new LateSubscriptions(load, {
    url,
    socket: () => WebSocket,
    session: nobody(),
    report: () => undefined,
  });
  const watch = (id: string): (() => void) => subscriptions.subscribe('posts.watch', { id }, () => undefined);
  watch('a');
  const leave = watch('b');
  turns[0]?.reject(new Error('no network'));
  await vi.waitFor(() => expect(turns).toHaveLength(2));
  watch('c');
  leave();
  turns[1]?.resolve();
  await vi.waitFor(() => expect(server.streams).toHaveLength(2));
  expect([...(server.streams[0]?.subscriptions.values() ?? [])].map(({ input }) => input)).toEqual([
    { id: 'a' },
    { id: 'c' },
  ]);
  expect(reported).toEqual([new Error('no network')]);
  subscriptions.close();
});

test('nothing is loaded any more when all have left', async () => {
  vi.useFakeTimers();
  const { load, turns } = late();
  const subscriptions = new LateSubscriptions(load, {
    url: '',
    socket: () => WebSocket,
    session: nobody(),
    report: () => undefined,
  });
  const leave = subscriptions.subscribe('posts.watch', {}, () => undefined);
  leave();
  turns[0]?.reject(new Error('no network'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(turns).toHaveLength(1);
  vi.useRealTimers();
});
