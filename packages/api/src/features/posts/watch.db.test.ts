import type { PostWatchEvent } from '@rookery/contract';
import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { App } from '../../kernel/app.ts';
import { EVENT_SINK, type EventFlow, isEventSource, type SharedEvent } from '../../kernel/event-sink.ts';
import type { Journal, JournalSubscriber } from '../../kernel/journal.ts';
import { statement } from '../../kernel/sql.ts';

const soon = { timeout: 10_000, interval: 5 };
const names = ['alice', 'bob', 'carol', 'dora'] as const;
let t: TestApp;
let people: Record<(typeof names)[number], string>;
let fans: string[];
/** Those who listen to the journal through `app`, and how often it was asked what there is. */
const listening = new Set<JournalSubscriber>();
let app: App;
let reads = 0;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, ...names);
  fans = Object.values(await invitePeople(t.app, ...Array.from({ length: 60 }, (_, n) => `fan_${n}`)));
  const journal: Journal = {
    ...t.app.journal,
    subscribe: (subscriber) => {
      const { close, ...subscription } = t.app.journal.subscribe(subscriber);
      listening.add(subscriber);
      const leave = () => {
        listening.delete(subscriber);
        close();
      };
      return { ...subscription, close: leave };
    },
  };
  const first: App['sql']['first'] = (asked, values) => {
    if (asked.text.includes('posts.watched')) reads += 1;
    return t.app.sql.first(asked, values);
  };
  app = { ...t.app, journal, sql: { ...t.app.sql, first } };
});
afterAll(() => t[Symbol.asyncDispose]());
const opened: Watched[] = [];
afterEach(() => {
  for (const { flow } of opened.splice(0)) flow.stop();
  expect(listening.size).toBe(0);
});

const as = (name: keyof typeof people) => t.as(people[name]);
interface Watched {
  events: PostWatchEvent[];
  shared: SharedEvent[];
  flow: EventFlow;
  /** Events that fit in; none by default where one is slow. */
  room: number;
  done: boolean;
}

async function watch(name: keyof typeof people | null, id: string, room = Number.POSITIVE_INFINITY): Promise<Watched> {
  const source: unknown = await t.as(name && people[name], { app }).posts.watch({ id });
  if (!isEventSource(source)) throw new Error('no event source');
  const flow = source[EVENT_SINK]({
    backlog: 0,
    fail: expect.unreachable,
    done: () => {
      watched.done = true;
      watched.flow.stop();
    },
    push: (event) => {
      if (watched.room === 0) return false;
      watched.room -= 1;
      watched.shared.push(event);
      watched.events.push(event.data as PostWatchEvent);
      return true;
    },
  });
  const watched: Watched = { events: [], shared: [], flow, room, done: false };
  opened.push(watched);
  return watched;
}

const typesOf = ({ events }: Watched) => events.map(({ type }) => type);
const last = ({ events }: Watched) => events.at(-1);
const comes = (assertion: () => void) => vi.waitFor(assertion, soon);

test('begins with the counts of now, then tells of likes, reposts, quotes and answers', async () => {
  const { id } = await as('alice').posts.create({ text: 'watched' });
  await as('bob').posts.like({ id });
  const watched = await watch(null, id);
  const counts = { type: 'counts', postId: id, likeCount: 1, repostCount: 0, quoteCount: 0, replyCount: 0 };
  await comes(() => expect(watched.events).toEqual([counts]));
  expect(watched.shared[0]?.id).toBeNull();
  await as('carol').posts.like({ id });
  await comes(() => expect(last(watched)).toEqual({ ...counts, likeCount: 2 }));
  await as('bob').posts.unlike({ id });
  await comes(() => expect(last(watched)).toEqual({ ...counts, likeCount: 1 }));
  await as('bob').posts.repost({ id });
  await as('bob').posts.create({ text: 'look', quoteOfId: id });
  await comes(() => expect(last(watched)).toEqual({ ...counts, likeCount: 1, repostCount: 1, quoteCount: 1 }));
  const reply = await as('bob').posts.create({ text: 'me too', replyToId: id });
  await comes(() => expect(last(watched)).toMatchObject({ type: 'reply', postId: id, post: { id: reply.id } }));
  expect(watched.events.at(-2)).toMatchObject({ type: 'counts', replyCount: 1 });
  const { length } = watched.events;
  await as('bob').posts.create({ text: 'deeper', replyToId: reply.id });
  await as('bob').posts.delete({ id: reply.id });
  await comes(() => expect(last(watched)).toMatchObject({ type: 'counts', replyCount: 0 }));
  expect(watched.events).toHaveLength(length + 1);
});

test('tells of an edit as each may see it, and of the end', async () => {
  const { id } = await as('alice').posts.create({ text: 'first' });
  const [own, other, nobody] = [await watch('alice', id), await watch('bob', id), await watch(null, id)];
  await comes(() => expect([own, other, nobody].map(typesOf)).toEqual([['counts'], ['counts'], ['counts']]));
  await as('alice').posts.update({ id, text: 'second', version: 1 });
  const post = { id, text: 'second', version: 2 };
  await comes(() => {
    expect(last(own)).toMatchObject({ type: 'updated', post: { ...post, viewer: { canEdit: true } } });
    expect(last(other)).toMatchObject({ type: 'updated', post: { ...post, viewer: { canEdit: false } } });
    expect(last(nobody)).toMatchObject({ type: 'updated', post: { ...post, viewer: null } });
  });
  await as('alice').posts.delete({ id });
  await comes(() => {
    for (const watched of [own, other, nobody]) {
      expect(last(watched)).toEqual({ type: 'deleted', postId: id });
      expect(watched.done).toBe(true);
    }
  });
  expect(listening.size).toBe(0);
  await expect(t.as(null).posts.watch({ id })).rejects.toEqual(refusal('not_found'));
});

const block = statement('test.block', 'insert into block (blocker_id, blocked_id, id) values ($1, $2, test_id())');

test('tells nobody of an answer that he may not see, and ends for whom the post is hidden', async () => {
  const { id } = await as('alice').posts.create({ text: 'open' });
  await t.app.sql.run(block, [people.bob, people.carol]);
  const [carol, dora] = [await watch('carol', id), await watch('dora', id)];
  await comes(() => expect([carol, dora].map(typesOf)).toEqual([['counts'], ['counts']]));
  await as('bob').posts.create({ text: 'not for Carol', replyToId: id });
  await comes(() => expect(typesOf(dora)).toEqual(['counts', 'counts', 'reply']));
  expect(typesOf(carol)).toEqual(['counts', 'counts']);
  await t.app.sql.run(block, [people.alice, people.dora]);
  await as('bob').posts.like({ id });
  await comes(() => expect([last(carol)?.type, last(dora)?.type, dora.done]).toEqual(['counts', 'deleted', true]));
  await expect(as('dora').posts.watch({ id })).rejects.toEqual(refusal('not_found'));
});

test('of a hot post is read once for all, and its counts are told together', async () => {
  const { id } = await as('alice').posts.create({ text: 'hot' });
  const crowd = await Promise.all(Array.from({ length: 40 }, () => watch(null, id)));
  await comes(() => expect(new Set(crowd.map(({ events }) => events.length))).toEqual(new Set([1])));
  const before = reads;
  await Promise.all(fans.map((fan) => t.as(fan).posts.like({ id })));
  await comes(() => expect(last(crowd[39] as Watched)).toMatchObject({ likeCount: fans.length }));
  const events = crowd.map(({ shared }) => shared);
  expect(events.every((one) => one.length === events[0]?.length && one.at(-1) === events[0]?.at(-1))).toBe(true);
  expect(reads - before).toBeLessThan(fans.length);
  expect(reads - before).toBe((events[0]?.length ?? 0) - 1);
});

test('keeps the newest for a reader who is slow', async () => {
  const { id } = await as('alice').posts.create({ text: 'busy' });
  const [slow, quick] = [await watch('bob', id, 1), await watch('bob', id)];
  await comes(() => expect(typesOf(slow)).toEqual(['counts']));
  for (const [version, text] of ['two', 'three', 'four'].entries()) {
    await as('alice').posts.update({ id, text, version: version + 1 });
    await comes(() => expect(last(quick)).toMatchObject({ type: 'updated', post: { text } }));
  }
  slow.room = 10;
  slow.flow.resume?.();
  expect(typesOf(slow)).toEqual(['counts', 'counts', 'updated']);
  expect(last(slow)).toMatchObject({ post: { text: 'four' } });
});

test('is iterated where there is no socket, until it is left', async () => {
  const { id } = await as('alice').posts.create({ text: 'pulled' });
  const source = await t.as(null, { app }).posts.watch({ id });
  for await (const event of source) {
    expect(event).toMatchObject({ type: 'counts', likeCount: 0 });
    break;
  }
  expect(listening.size).toBe(0);
});

test('refuses a post that is hidden or none', async () => {
  const { id } = await as('alice').posts.create({ text: 'ours', visibility: 'friends' });
  for (const viewer of [people.bob, null])
    await expect(t.as(viewer).posts.watch({ id })).rejects.toEqual(refusal('not_found'));
  await expect(t.as(null).posts.watch({ id: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
