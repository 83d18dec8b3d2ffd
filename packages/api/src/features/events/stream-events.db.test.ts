import type { StreamEvent } from '@rookery/contract';
import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_SINK, isEventSource, type SharedEvent } from '../../kernel/event-sink.ts';

let t: TestApp;
let alice: string;
let bob: string;
beforeAll(async () => {
  t = await createTestApp();
  ({ alice, bob } = await invitePeople(t.app, 'alice', 'bob'));
});
afterAll(() => t[Symbol.asyncDispose]());

const streamOf = (viewer: string | null, lastEventId?: string) =>
  t.as(viewer).events.stream(lastEventId ? { lastEventId } : undefined);

interface Taken {
  cursor: string;
  event: StreamEvent;
}

/** NOTE: without a transport, events come in tRPC's own envelope: the cursor, then the event. */
function takenOf(value: unknown): Taken {
  const [cursor, event] = value as [string, StreamEvent];
  return { cursor, event };
}

async function take(iterator: AsyncIterator<unknown>, count: number): Promise<Taken[]> {
  const taken: Taken[] = [];
  while (taken.length < count) {
    const { value, done } = await iterator.next();
    if (done) throw new Error('the stream ended');
    taken.push(takenOf(value));
  }
  return taken;
}

async function like(): Promise<string> {
  const { id } = await t.as(alice).posts.create({ text: 'A thing worth a like' });
  await t.as(bob).posts.like({ id });
  return id;
}

test('what happens arrives as tracked events, and a resume after any of them gives the others', async () => {
  const { cursor } = await t.as(alice).events.head();
  const iterator = (await streamOf(alice))[Symbol.asyncIterator]();
  const first = take(iterator, 3);
  const posts = [await like(), await like(), await like()];
  const events = await first;
  expect(events.map(({ event }) => event)).toMatchObject(
    posts.map((id) => ({
      type: 'notification.created',
      at: expect.any(Date),
      data: { notification: { type: 'like', post: { id }, actorCount: 1 } },
    })),
  );
  expect(events.at(-1)?.event).toMatchObject({ data: { unreadCount: 3 } });
  for (const [index, from] of [cursor, ...events.map((event) => event.cursor)].entries()) {
    const resumed = (await streamOf(alice, from))[Symbol.asyncIterator]();
    const rest = await take(resumed, 3 - index);
    expect(rest.map(({ event }) => event.id)).toEqual(events.slice(index).map(({ event }) => event.id));
    await resumed.return?.();
  }
  await iterator.return?.();
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
});

test('a reader who waits is let go when he leaves', async () => {
  const iterator = (await streamOf(alice))[Symbol.asyncIterator]();
  const waiting = iterator.next();
  await iterator.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('nobody hears of what concerns another', async () => {
  const { cursor } = await t.as(bob).events.head();
  await like();
  await t.drain();
  const iterator = (await streamOf(bob, cursor))[Symbol.asyncIterator]();
  const first = take(iterator, 1);
  await t.as(alice).graph.follow({ userId: bob });
  expect((await first).map(({ event }) => event)).toMatchObject([{ data: { notification: { type: 'follow' } } }]);
  await iterator.return?.();
});

test('a foreign cursor gives a reset whose cursor can be resumed from', async () => {
  const iterator = (await streamOf(alice, 'of another place'))[Symbol.asyncIterator]();
  const [reset] = await take(iterator, 1);
  expect(reset?.event).toMatchObject({ type: 'stream.reset', data: { cursor: reset?.cursor } });
  const next = take(iterator, 1);
  const id = await like();
  const [{ event } = { event: null }] = await next;
  expect(event).toMatchObject({ data: { notification: { post: { id } } } });
  const resumed = (await streamOf(alice, reset?.cursor))[Symbol.asyncIterator]();
  expect((await take(resumed, 1)).map((one) => one.event.id)).toEqual([event?.id]);
  for (const one of [iterator, resumed]) await one.return?.();
});

test('a socket is fed without iterating', async () => {
  const source = await streamOf(alice);
  if (!isEventSource(source)) throw new Error('no event source');
  const pushed: SharedEvent[] = [];
  const flow = source[EVENT_SINK]({
    push: (event) => pushed.push(event) > 0,
    fail: expect.unreachable,
    done: expect.unreachable,
    backlog: 0,
  });
  const id = await like();
  await t.drain();
  expect(pushed).toMatchObject([{ id: expect.any(String), data: { data: { notification: { post: { id } } } } }]);
  flow.stop();
  await like();
  await t.drain();
  expect(pushed).toHaveLength(1);
});

test('the stream and its head are for the signed-in', async () => {
  await expect(streamOf(null)).rejects.toEqual(refusal('token_missing'));
  await expect(t.as(null).events.head()).rejects.toEqual(refusal('token_missing'));
  await expect(streamOf(alice, 'x'.repeat(513))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
