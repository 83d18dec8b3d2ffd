import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transact } from '../../kernel/transaction.ts';
import { dropIdleJob, trimJob } from './feeds.jobs.ts';
import { lockTimelinesNow } from './timeline-lock.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const dayMs = 86_400_000;
const texts = async (userId: string) =>
  (await t.as(userId).feed.home({ limit: 100 })).items.map(({ post }) => post.text);
const entriesOf = async (userId: string) =>
  (await t.app.sql.raw('select post_id from timeline_entry where user_id = $1', [userId])).length;

test('a timeline is kept from the first visit on, dropped after 30 days without one, and there again on return', async () => {
  const { ann, ben, cid } = await invitePeople(t.app, 'ann', 'ben', 'cid');
  for (const fan of [ann, cid]) await t.as(fan).graph.follow({ userId: ben });
  await t.as(ben).posts.create({ text: 'one' });
  expect(await entriesOf(ann)).toBe(0);
  for (const fan of [ann, cid]) expect(await texts(fan)).toEqual(['one']);
  await t.as(ben).posts.create({ text: 'two' });
  expect(await entriesOf(ann)).toBe(2);
  t.clock.advance(29 * dayMs);
  expect(await texts(cid)).toEqual(['two', 'one']);
  t.clock.advance(2 * dayMs);
  await dropIdleJob.handle(t.app, {}, '');
  expect(await entriesOf(ann)).toBe(0);
  expect(await entriesOf(cid)).toBe(2);
  await t.as(ben).posts.create({ text: 'three' });
  expect(await entriesOf(ann)).toBe(0);
  expect(await texts(ann)).toEqual(['three', 'two', 'one']);
});

test('a visit is written down once an hour', async () => {
  const { dan } = await invitePeople(t.app, 'dan');
  const seen = () => t.app.sql.raw('select seen_at from timeline_state where user_id = $1', [dan]);
  await texts(dan);
  const first = await seen();
  await texts(dan);
  expect(await seen()).toEqual(first);
  t.clock.advance(2 * 3_600_000);
  await texts(dan);
  expect(await seen()).not.toEqual(first);
});

test('two first visits at once give the same', async () => {
  const { eve, fay } = await invitePeople(t.app, 'eve', 'fay');
  await t.as(eve).graph.follow({ userId: fay });
  await t.as(fay).posts.create({ text: 'hello' });
  expect(await Promise.all(Array.from({ length: 6 }, () => texts(eve)))).toEqual(Array(6).fill(['hello']));
});

test('a post that is published while the timeline of a follower is made is in it', async () => {
  const { gus, hal } = await invitePeople(t.app, 'gus', 'hal');
  await t.as(gus).graph.follow({ userId: hal });
  const [pushed, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const id = '0199a000-0000-7000-8000-000000000001';
  const publishing = transact({ app: t.app }, async (tx) => {
    await tx.sql.raw(`insert into post (id, author_id, text) values ($1, $2, 'meanwhile')`, [id, hal]);
    await lockTimelinesNow(tx.sql);
    pushed.resolve();
    await commit.promise;
  });
  await pushed.promise;
  const reading = texts(gus);
  const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(() => t.app.sql.raw(waits), { timeout: 10_000 }).not.toEqual([]);
  commit.resolve();
  await publishing;
  expect(await reading).toEqual(['meanwhile']);
});

test('timelines are cut to their newest entries', async () => {
  const { ida } = await invitePeople(t.app, 'ida');
  await texts(ida);
  await t.app.sql.raw(
    `insert into timeline_entry (user_id, sort_id, post_id, author_id)
     select $1, id, id, $1 from (select ('0199a000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id from generate_series(1, 1007) n) p`,
    [ida],
  );
  await trimJob.handle(t.app, {}, '');
  expect(
    await t.app.sql.raw(
      'select count(*)::int as n, min(sort_id::text) as last from timeline_entry where user_id = $1',
      [ida],
    ),
  ).toEqual([{ n: 1000, last: '0199a000-0000-7000-8000-000000000008' }]);
});
