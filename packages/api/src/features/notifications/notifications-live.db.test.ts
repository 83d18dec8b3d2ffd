import type { NotificationView, StreamEvent } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_SINK, isEventSource } from '../../kernel/event-sink.ts';

const soon = { timeout: 10_000, interval: 5 };
let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp({ poolSize: 16 });
});
afterAll(() => t[Symbol.asyncDispose]());

interface Snapshot {
  rows: Map<string, NotificationView>;
  unreadCount: number;
}

async function snapshotOf(viewer: string): Promise<Snapshot> {
  const { items } = await t.as(viewer).notifications.list({ limit: 100 });
  const { count } = await t.as(viewer).notifications.unreadCount();
  return { rows: new Map(items.map((item) => [item.id, item])), unreadCount: count };
}

/** What a client does with an event. */
function apply({ rows, unreadCount }: Snapshot, event: StreamEvent): Snapshot {
  if (event.type === 'stream.reset') throw new Error('reset');
  const next = new Map(rows);
  if (event.type === 'notification.created' || event.type === 'notification.updated') {
    next.set(event.data.notification.id, event.data.notification);
  }
  if (event.type === 'notification.deleted') for (const id of event.data.ids) next.delete(id);
  if (event.type === 'notification.read') {
    for (const id of event.data.ids) {
      const row = next.get(id);
      if (row) next.set(id, { ...row, readAt: event.data.readAt });
    }
  }
  return { rows: next, unreadCount: 'unreadCount' in event.data ? event.data.unreadCount : unreadCount };
}

/** Posts have events of their own; a notification tells which post it is about. */
function shown({ rows, unreadCount }: Snapshot) {
  const list = [...rows.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  return { unreadCount, list: list.map(({ post, ...rest }) => ({ ...rest, post: post?.id ?? null })) };
}

interface Following {
  readonly events: StreamEvent[];
  stop(): void;
}

/** Collects what a stream from a cursor brings. */
async function follow(viewer: string, lastEventId: string): Promise<Following> {
  const source = await t.as(viewer).events.stream({ lastEventId });
  if (!isEventSource(source)) throw new Error('no event source');
  const events: StreamEvent[] = [];
  const push = ({ data }: { data: unknown }) => events.push(data as StreamEvent) > 0;
  const flow = source[EVENT_SINK]({ push, fail: expect.unreachable, done: expect.unreachable, backlog: 0 });
  return { events, stop: () => flow.stop() };
}

const fan = fc.nat(2);
const post = fc.nat(1);
const row = fc.nat(4);
const kind = <Kind extends string>(name: Kind) => fc.constant(name);
const deed = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: kind('like'), fan, post: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ kind: kind('unlike'), fan, post }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('follow'), fan }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('unfollow'), fan }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('reply'), fan, post }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('read'), row }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('readAll') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('dismiss'), row }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('dismissAll') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('deletePost'), post: fc.constant(2) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never;

/** One who is told, three who do things, and one whose follow comes last of all. */
async function cast(): Promise<{ author: string; fans: string[]; last: string; posts: string[] }> {
  serial += 1;
  const names = ['author', 'last', 'fan_a', 'fan_b', 'fan_c'].map((name) => `${name}_${serial}`);
  const people = await invitePeople(t.app, ...names);
  const [author = '', last = '', ...fans] = names.map((name) => people[name] ?? '');
  const posts = await Promise.all(
    [1, 2, 3].map(async (n) => (await t.as(author).posts.create({ text: `Number ${n}` })).id),
  );
  return { author, fans, last, posts };
}

type Cast = Awaited<ReturnType<typeof cast>>;

async function act({ author, fans, posts }: Cast, one: Deed): Promise<unknown> {
  const fan = t.as('fan' in one ? (fans[one.fan] ?? '') : author);
  const id = 'post' in one ? (posts[one.post] ?? '') : '';
  const { notifications } = t.as(author);
  const rowAt = async (index: number) => (await notifications.list({})).items[index]?.id;
  if (one.kind === 'like') return fan.posts.like({ id });
  if (one.kind === 'unlike') return fan.posts.unlike({ id });
  if (one.kind === 'follow') return fan.graph.follow({ userId: author });
  if (one.kind === 'unfollow') return fan.graph.unfollow({ userId: author });
  if (one.kind === 'reply') return fan.posts.create({ text: 'Indeed', replyToId: id });
  if (one.kind === 'deletePost') return fan.posts.delete({ id });
  if (one.kind === 'readAll') return notifications.markAllRead({});
  if (one.kind === 'dismissAll') return notifications.deleteAll();
  const picked = await rowAt(one.row);
  if (picked === undefined) return undefined;
  return one.kind === 'read' ? notifications.markRead({ ids: [picked] }) : notifications.delete({ id: picked });
}

const unlessGone = (error: unknown) => expect(error).toMatchObject({ cause: { reason: 'not_found' } });

test('a snapshot with the events from its head applied is a fresh snapshot, whatever happens at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(...[1, 2, 3, 4].map(() => fc.array(deed, { maxLength: 12 }))),
      async ([before = [], ...chains]) => {
        const people = await cast();
        for (const one of before) await act(people, one).catch(unlessGone);
        const { cursor } = await t.as(people.author).events.head();
        const run = async (chain: Deed[]) => {
          for (const one of chain) await act(people, one).catch(unlessGone);
        };
        const [start, following] = await Promise.all([
          snapshotOf(people.author),
          follow(people.author, cursor),
          ...chains.map(run),
        ]);
        const { id: end } = await t.as(people.author).posts.create({ text: 'The end' });
        await t.as(people.last).posts.like({ id: end });
        const isLast = (event: StreamEvent) =>
          event.type === 'notification.created' && event.data.notification.post?.id === end;
        await expect.poll(() => following.events.some(isLast), soon).toBe(true);
        following.stop();
        expect(shown(following.events.reduce(apply, start))).toEqual(shown(await snapshotOf(people.author)));
      },
    ),
    { numRuns: 60 },
  );
});

test('many read or deleted at once come in events of at most 500', async () => {
  const { author, last } = await cast();
  const insert = `insert into notification (id, recipient_id, type, subject_id, actor_count)
    select test_id(), $1, 'follow_request', gen_random_uuid(), 0 from generate_series(1, 1201)`;
  await t.app.sql.run({ text: insert }, [author]);
  const { cursor } = await t.as(author).events.head();
  const following = await follow(author, cursor);
  expect(await t.as(author).notifications.unreadCount()).toEqual({ count: 1000 });
  expect(await t.as(author).notifications.markAllRead({})).toEqual({ count: 0 });
  expect(await t.as(author).notifications.deleteAll()).toEqual({ count: 0 });
  await t.as(last).graph.follow({ userId: author });
  await expect.poll(() => following.events.at(-1)?.type, soon).toBe('notification.created');
  following.stop();
  const sizes = following.events.flatMap(({ type, data }) => ('ids' in data ? [[type, data.ids.length]] : []));
  expect(sizes).toEqual(
    ['notification.read', 'notification.deleted'].flatMap((type) => [
      [type, 500],
      [type, 500],
      [type, 201],
    ]),
  );
});
