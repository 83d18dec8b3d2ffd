import { afterEach, expect, test, vi } from 'vitest';
import { listen, live, streamAt } from './fixtures/live.ts';
import { eventOf } from './fixtures/people.ts';
import { Refusal } from './fixtures/refusal.ts';
import type { StreamStatus } from './generated/index.ts';

afterEach(() => vi.restoreAllMocks());

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
