import type { EphemeralEvent } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_SINK, isEventSource, type SharedEvent } from '../../kernel/event-sink.ts';
import { openApp } from '../../open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

let serial = 0;

/** A reader who follows an author, and somebody else. */
async function cast() {
  serial += 1;
  const names = ['reader', 'author', 'other'].map((name) => `${name}_${serial}`);
  const [reader = '', author = '', other = ''] = Object.values(await invitePeople(t.app, ...names));
  await t.as(reader).graph.follow({ userId: author });
  return { reader, author, other };
}

/** What a socket of somebody hears, until it is closed; `room` is what it takes before it refuses. */
async function listen(userId: string, room = { left: Number.POSITIVE_INFINITY }, as = t.as(userId)) {
  const source = await as.events.ephemeral({ topics: ['feed'] });
  if (!isEventSource(source)) throw new Error('no event source');
  const events: EphemeralEvent[] = [];
  const flow = source[EVENT_SINK]({
    push: ({ data }: SharedEvent) => {
      if (room.left <= 0) return false;
      room.left -= 1;
      events.push(data as EphemeralEvent);
      return true;
    },
    fail: expect.unreachable,
    done: expect.unreachable,
    backlog: 0,
  });
  return { flow, ids: () => events.flatMap((event) => (event.type === 'feed.new' ? [event.data.postId] : [])), events };
}

/** Publishes one post more, which is the last one heard of, and returns its id. */
async function settle(author: string, socket: { ids(): string[] }): Promise<string> {
  const { id } = await t.as(author).posts.create({ text: 'the end' });
  await t.drain();
  await expect.poll(socket.ids).toContain(id);
  return id;
}

test('who looks at his feed hears of new posts of those whom he follows, with their author', async () => {
  const { reader, author } = await cast();
  const socket = await listen(reader);
  const { id } = await t.as(author).posts.create({ text: 'new' });
  await t.drain();
  await expect
    .poll(() => socket.events)
    .toEqual([{ type: 'feed.new', data: { postId: id, author: expect.objectContaining({ id: author }) } }]);
  socket.flow.stop();
  await t.as(author).posts.create({ text: 'unheard' });
  await settle(author, await listen(reader));
  expect(socket.ids()).toEqual([id]);
});

test('nobody hears of what his feed does not show', async () => {
  const { reader, author, other } = await cast();
  const socket = await listen(reader);
  const own = await listen(author);
  await t.as(other).graph.follow({ userId: author });
  const ear = await listen(other);
  const foreign = await t.as(other).posts.create({ text: 'of a stranger' });
  await t.as(author).posts.create({ text: 'answer', replyToId: foreign.id });
  await t.as(author).posts.create({ text: 'for friends', visibility: 'friends' });
  await t.as(reader).posts.create({ text: 'own' });
  await t.as(reader).graph.mute({ userId: author });
  await settle(author, ear);
  await t.as(reader).graph.unmute({ userId: author });
  const id = await settle(author, socket);
  expect(socket.ids()).toEqual([id]);
  expect(own.ids()).toEqual([]);
  await t.as(author).graph.block({ userId: reader });
  await t.as(reader).graph.follow({ userId: other });
  await t.as(author).posts.create({ text: 'blocked' });
  const last = await settle(other, socket);
  expect(socket.ids()).toEqual([id, last]);
  for (const { flow } of [socket, own, ear]) flow.stop();
});

test('posts that a job shows to many are told of when it has', async () => {
  const { reader, author } = await cast();
  const fans = Object.values(await invitePeople(t.app, ...Array.from({ length: 501 }, (_, n) => `fan_${serial}_${n}`)));
  const follow =
    'insert into follow (follower_id, followee_id, id) select f, $1, gen_random_uuid() from unnest($2::uuid[]) f';
  await t.app.sql.raw(follow, [author, fans]);
  await t.app.sql.raw('update profile set follower_count = 502 where id = $1', [author]);
  const socket = await listen(reader);
  const { id } = await t.as(author).posts.create({ text: 'to many' });
  await t.app.journal.settle();
  await t.drain();
  await expect.poll(socket.ids).toEqual([id]);
  socket.flow.stop();
});

test('a slow reader gets the newest, and the rest is dropped', async () => {
  const { reader, author } = await cast();
  const room = { left: 0 };
  const socket = await listen(reader, room);
  const check = await listen(reader);
  for (let n = 0; n < 40; n += 1) await t.as(author).posts.create({ text: `post ${n}` });
  const last = await settle(author, check);
  expect(socket.ids()).toEqual([]);
  room.left = 100;
  socket.flow.resume?.();
  expect(socket.ids()).toHaveLength(32);
  expect(socket.ids().at(-1)).toBe(last);
  for (const { flow } of [socket, check]) flow.stop();
});

test('hints cross from one process to another', async () => {
  const { reader, author } = await cast();
  await using second = await openApp(testAppOptions(t.database.url));
  const request = { app: second };
  const socket = await listen(reader, undefined, t.as(reader, request));
  const { id } = await t.as(author).posts.create({ text: 'from the other one' });
  await second.journal.settle();
  await expect.poll(socket.ids).toEqual([id]);
  socket.flow.stop();
});

test('events are iterated over where there is no socket, and end when the reader leaves', async () => {
  const { reader, author } = await cast();
  const iterator = (await t.as(reader).events.ephemeral({ topics: ['feed'] }))[Symbol.asyncIterator]();
  const first = iterator.next();
  const { id } = await t.as(author).posts.create({ text: 'new' });
  await t.drain();
  expect(await first).toMatchObject({ value: { type: 'feed.new', data: { postId: id } } });
  await iterator.return?.();
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
});

test('hints are for the signed-in, and of topics that there are', async () => {
  await expect(t.as(null).events.ephemeral({ topics: ['feed'] })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(t.as((await cast()).reader).events.ephemeral({ topics: [] })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});
