import { afterEach, expect, test, vi } from 'vitest';
import { listen, live } from './fixtures/live.ts';
import { eventOf, sessionOf } from './fixtures/people.ts';
import { Refusal } from './fixtures/refusal.ts';
import { startServer } from './fixtures/server.ts';
import { createClient } from './generated/index.ts';
import type { StreamEvent } from './generated/types.ts';

afterEach(() => vi.restoreAllMocks());

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

test('what throws in onError does not end the stream', async () => {
  const written = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const onError = vi.fn(() => {
    throw new Error('thrown by onError');
  });
  await using t = await live({ onError });
  const seen: number[] = [];
  t.client.events.on('*', () => {
    throw new Error('thrown by a handler');
  });
  t.client.events.on('notification.deleted', ({ data }) => void seen.push(data.unreadCount));
  t.server.onStream = (stream) => stream.refuse(new Refusal('validation_failed'));
  const refused = await t.stream();
  await refused.closed;
  t.server.onStream = (stream) => stream.start();
  const stream = await t.stream(2);
  stream.send(eventOf(1), 'c1');
  stream.send(eventOf(2), 'c2');
  await vi.waitFor(() => expect(seen).toEqual([1, 2]));
  expect(onError).toHaveBeenCalledTimes(3);
  expect(written).toHaveBeenCalledTimes(3);
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
