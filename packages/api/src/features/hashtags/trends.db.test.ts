import { limits, type TrendWindow } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { postCreated } from '../posts/index.ts';
import { rankTrends } from './hashtags.jobs.ts';
import { rankTrendsOf } from './rank-trends.handler.ts';

const minute = 60_000;
const hour = 60 * minute;

let t: TestApp;
let crowd: string[];
beforeEach(async () => {
  t = await createTestApp();
  crowd = Object.values(await invitePeople(t.app, ...Array.from({ length: 8 }, (_, n) => `person_${n}`)));
  // NOTE: from the start of a long slot, so that what a test counts on does not depend on the time of day.
  t.clock.advance(2 * hour - (t.clock.now().getTime() % (2 * hour)));
});
afterEach(() => t[Symbol.asyncDispose]());

const person = (n: number) => crowd[n] ?? '';
const post = (n: number, text: string) => t.as(person(n)).posts.create({ text });
const trends = async (window: TrendWindow = '1h') => {
  await rankTrendsOf(t.app, window);
  return (await t.as(null).hashtags.trending({ window })).items;
};
const tagsOf = async (window: TrendWindow = '1h') => (await trends(window)).map(({ tag }) => tag);

test('nothing trends before anybody has written', async () => {
  expect(await t.as(null).hashtags.trending({})).toEqual({ items: [], nextCursor: null });
  expect(await trends()).toEqual([]);
});

test('what more people use stands higher, and one account alone makes no trend', async () => {
  for (let n = 0; n < 3; n += 1) await post(n, '#wide');
  for (let n = 0; n < 2; n += 1) await post(n, '#narrow');
  for (let n = 0; n < 5; n += 1) await post(0, `${n} #narrow`);
  await t.app.sql.run(
    statement(
      'test.spam',
      `insert into hashtag_use (seconds, slot, tag, author_id, posts)
       select seconds, slot, 'spam', author_id, 1000 from hashtag_use where tag = 'wide' and author_id = $1`,
    ),
    [person(0)],
  );
  const [wide, narrow, ...rest] = await trends();
  expect(rest).toEqual([]);
  expect(wide).toEqual({ tag: 'wide', posts: 3, people: 3, sparkline: [...Array(11).fill(0), 3], following: null });
  expect(narrow).toMatchObject({ tag: 'narrow', posts: 7, people: 2 });
});

test('a thousand posts of one account are no trend', async () => {
  const flood = statement(
    'test.flood',
    `insert into post (id, author_id, text, created_at) select gen_random_uuid(), $1, '#flood', $2 from generate_series(1, 1000) returning id`,
  );
  await t.app.sql.run(flood, [person(0), t.clock.now()]);
  const posts = await t.app.sql.rows(statement<{ id: string }>('test.flooded', 'select id from post'), []);
  await transact({ app: t.app }, async (tx) => {
    for (const { id } of posts) {
      const post = {
        postId: id,
        authorId: person(0),
        groupId: null,
        audience: 0,
        replyTo: null,
        quoteOf: null,
        rootId: null,
      };
      const rest = {
        visibility: 'public' as const,
        tags: ['flood'],
        mentions: [],
        words: null,
        createdAt: t.clock.now(),
      };
      await tx.emit(postCreated, { ...post, ...rest });
    }
  });
  expect(await tagsOf()).toEqual([]);
  await post(1, '#flood');
  expect(await trends()).toMatchObject([{ tag: 'flood', posts: 1001, people: 2 }]);
});

test('recent use weighs more than older use by more people', async () => {
  for (let n = 0; n < 3; n += 1) await post(n, '#older');
  t.clock.advance(45 * minute);
  for (let n = 0; n < 2; n += 1) await post(n, '#newer');
  expect(await tagsOf()).toEqual(['newer', 'older']);
  expect(await tagsOf('24h')).toEqual(['older', 'newer']);
});

test('an author counts by his newest use alone', async () => {
  for (let n = 0; n < 2; n += 1) await post(n, '#again');
  for (let n = 0; n < 3; n += 1) await post(n, '#older');
  t.clock.advance(45 * minute);
  for (let n = 0; n < 2; n += 1) await post(n, '#again');
  expect(await trends()).toMatchObject([{ tag: 'again', posts: 4, people: 2 }, { tag: 'older' }]);
});

test('the sparkline shows each twelfth, and the window ends', async () => {
  for (let n = 0; n < 2; n += 1) await post(n, '#line');
  t.clock.advance(20 * minute);
  await post(2, '#line');
  t.clock.advance(35 * minute);
  await post(2, 'again #line');
  expect(await trends()).toMatchObject([{ posts: 4, people: 3, sparkline: [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1] }]);
  expect(await trends('24h')).toMatchObject([{ sparkline: [...Array(11).fill(0), 4] }]);
  t.clock.advance(5 * minute);
  expect(await trends()).toEqual([]);
  t.clock.advance(14 * hour);
  await post(0, 'later #line');
  expect(await trends('7d')).toMatchObject([{ posts: 5, sparkline: [...Array(10).fill(0), 4, 1] }]);
});

test('what is deleted, edited away, not public or of a private profile is out at the next ranking', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.push((await post(n, '#gone')).id);
  await t.as(person(3)).posts.create({ text: '#gone #hidden', visibility: 'followers' });
  await t.as(person(4)).posts.create({ text: '#gone #hidden', visibility: 'friends' });
  expect(await trends()).toMatchObject([{ tag: 'gone', posts: 3, people: 3 }]);
  await t.as(person(0)).posts.delete({ id: ids[0] ?? '' });
  expect(await trends()).toMatchObject([{ posts: 2, people: 2, sparkline: [...Array(11).fill(0), 2] }]);
  await t.as(person(1)).posts.update({ id: ids[1] ?? '', version: 1, text: 'away' });
  expect(await trends()).toEqual([]);
  await post(1, '#gone');
  expect(await trends()).toMatchObject([{ posts: 2, people: 2 }]);
  await t.as(person(2)).me.update({ isPrivate: true });
  expect(await trends()).toEqual([]);
});

test('blocks and mutes of a viewer do not change what trends', async () => {
  for (let n = 0; n < 2; n += 1) await post(n, '#global');
  await t.as(person(5)).graph.block({ userId: person(0) });
  await t.as(person(5)).graph.mute({ userId: person(1) });
  await t.as(person(5)).hashtags.follow({ tag: 'global' });
  await rankTrendsOf(t.app, '1h');
  const ask = async (id: string | null) => (await t.as(id).hashtags.trending({ window: '1h' })).items;
  expect(await ask(person(5))).toMatchObject([{ tag: 'global', people: 2, following: true }]);
  expect(await ask(person(0))).toMatchObject([{ tag: 'global', people: 2, following: false }]);
});

test('a walk stays in its ranking while new ones are made, until that is forgotten', async () => {
  for (let n = 0; n < 6; n += 1) await post(n, ['#a', '#b', '#c', '#d', '#e'].slice(0, 6 - n).join(' '));
  await rankTrendsOf(t.app, '1h');
  const page = (cursor?: string | null) =>
    t.as(null).hashtags.trending({ window: '1h', limit: 2, ...(cursor ? { cursor } : {}) });
  const first = await page();
  t.clock.advance(5 * minute);
  for (let n = 0; n < 8; n += 1) await post(n, '#new #e');
  await rankTrendsOf(t.app, '1h');
  const second = await page(first.nextCursor);
  const third = await page(second.nextCursor);
  expect([first, second, third].flatMap(({ items }) => items.map(({ tag }) => tag))).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(third.nextCursor).toBeNull();
  expect((await page()).items.map(({ tag }) => tag)).toEqual(['e', 'new']);
  await expect(t.as(null).hashtags.trending({ window: '7d', cursor: first.nextCursor ?? '' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  t.clock.advance(11 * minute);
  await rankTrendsOf(t.app, '1h');
  await expect(page(first.nextCursor)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('the job ranks every window, and forgets uses that no window reaches', async () => {
  const run = () => rankTrends.handle(t.app, {}, newId());
  const kept = statement<{ seconds: number }>('test.kept-uses', 'select distinct seconds from hashtag_use order by 1');
  const sizes = async () => (await t.app.sql.rows(kept, [])).map(({ seconds }) => seconds);
  for (let n = 0; n < 2; n += 1) await post(n, '#kept');
  await run();
  for (const window of ['1h', '24h', '7d'] as const) {
    expect((await t.as(null).hashtags.trending({ window })).items).toMatchObject([{ tag: 'kept' }]);
  }
  expect(await sizes()).toEqual([300, 7200]);
  t.clock.advance(6 * 24 * hour);
  await run();
  expect(await sizes()).toEqual([7200]);
  expect((await t.as(null).hashtags.trending({ window: '7d' })).items).toMatchObject([{ tag: 'kept' }]);
  t.clock.advance(2 * 24 * hour);
  await run();
  expect(await sizes()).toEqual([]);
  expect((await t.as(null).hashtags.trending({ window: '7d' })).items).toEqual([]);
});

test('a ranking that took long is not made again at once', async () => {
  const run = () => rankTrends.handle(t.app, {}, newId());
  const rankings = statement<{ count: number }>('test.rankings', 'select count(*)::int as count from hashtag_ranking');
  await run();
  await t.app.sql.run(statement('test.slow', `update hashtag_ranking set took_ms = 10000 where span = '7d'`), []);
  t.clock.advance(4 * minute);
  await run();
  expect(await t.app.sql.first(rankings, [])).toEqual({ count: 5 });
  t.clock.advance(2 * minute);
  await run();
  expect(await t.app.sql.first(rankings, [])).toEqual({ count: 8 });
});

test('pages of trends are as large as pages may be', async () => {
  await expect(t.as(null).hashtags.trending({ limit: limits.pageMax + 1 })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});
