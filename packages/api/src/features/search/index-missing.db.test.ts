import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';
import { indexMissingPosts } from './index-missing.handler.ts';
import { indexMissing } from './search.jobs.ts';

let t: TestApp;
let ada: string;
beforeAll(async () => {
  t = await createTestApp();
  ({ ada } = await invitePeople(t.app, 'ada'));
});
afterAll(() => t[Symbol.asyncDispose]());

const insert = statement(
  'test.fill-posts',
  `insert into post (id, author_id, text) select test_id(), $1, $2::text || ' number' || n from generate_series(1, $3::int) n`,
);
const hits = async (query: string) => (await t.as(null).search.posts({ query, limit: 100 })).items.length;
const indexed = statement<{ count: number }>('test.indexed', 'select count(*)::int as count from post_search');

test('posts that came by the thousand are found after the job', async () => {
  const { id } = await t.as(ada).posts.create({ text: 'published seeded' });
  await t.app.sql.run(insert, [ada, 'seeded', 4500]);
  expect(await hits('seeded')).toBe(1);
  await t.app.jobs.enqueue(t.app.sql, { job: indexMissing, data: {} });
  await t.drain();
  expect(await hits('number4500')).toBe(1);
  expect(await t.app.sql.first(indexed, [])).toEqual({ count: 4501 });
  expect(await indexMissingPosts(t.app)).toBe(0);
  await t.as(ada).posts.delete({ id });
  expect(await indexMissingPosts(t.app)).toBe(0);
});

test('a post that is edited or deleted while the job runs is found as it is in the end', async () => {
  const posts = await Promise.all(Array.from({ length: 12 }, () => t.as(ada).posts.create({ text: 'racing before' })));
  await t.app.sql.run(statement('test.forget', 'delete from post_search'), []);
  await Promise.all([
    indexMissingPosts(t.app),
    ...posts.map(({ id, version }, n) =>
      n % 2 === 0 ? t.as(ada).posts.delete({ id }) : t.as(ada).posts.update({ id, version, text: 'racing after' }),
    ),
    indexMissingPosts(t.app),
  ]);
  expect(await hits('racing after')).toBe(6);
  expect(await hits('before')).toBe(0);
  const stale = statement(
    'test.stale',
    'select 1 from post_search s join post p on p.id = s.post_id where p.deleted_at is not null',
  );
  expect(await t.app.sql.rows(stale, [])).toEqual([]);
});
