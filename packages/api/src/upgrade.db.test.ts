import { createEmptyDatabase, createTestApp } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { entities } from './entities.ts';
import { rankTrends } from './features/hashtags/index.ts';
import { newId } from './kernel/id.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './platform/database.ts';
import { closeOrm, openOrm } from './platform/orm.ts';

const author = newId();
const other = newId();

const people = `with accounts as (
  insert into account (id, email, password_hash) values ('${author}', 'ada@rookery.test', '!'), ('${other}', 'bob@rookery.test', '!') returning id
) insert into profile (id, username, display_name, post_count)
  values ('${author}', 'ada', 'Ada', 2), ('${other}', 'bob', 'Bob', 1)`;

const facets = JSON.stringify([
  { kind: 'hashtag', start: 0, end: 4, tag: 'rain' },
  { kind: 'hashtag', start: 5, end: 9, tag: 'rain' },
]);

const posts = `insert into post (id, author_id, text, facets, visibility, created_at, deleted_at) values
  ('${newId()}', '${author}', '#rain #Rain over the harbour', '${facets}', 'public', now(), null),
  ('${newId()}', '${author}', '#rain long ago', '${facets}', 'public', now() - interval '90 days', null),
  ('${newId()}', '${author}', '#rain for followers', '${facets}', 'followers', now(), null),
  ('${newId()}', '${author}', '#rain taken back', '${facets}', 'public', now(), now()),
  ('${newId()}', '${other}', '#rain from another', '${facets}', 'public', now(), null)`;

/** Fills a database as the first release left it. */
async function fillReleased(url: string): Promise<void> {
  const orm = await openOrm({ url, poolSize: 2, entities, patient: true });
  await orm.migrator.up({ to: 'Migration20261121000000_initial' });
  const { sql } = await openDatabase(orm);
  for (const text of [people, posts]) await sql.raw(text, []);
  await closeOrm(orm);
}

test('posts from before an upgrade are found by their words and hashtags once it has started', async () => {
  const database = await createEmptyDatabase();
  await fillReleased(database.url);
  await migrate(database.url);
  await using t = await createTestApp({}, database);
  await t.app.jobs.enqueue(t.app.sql, { job: rankTrends, data: {} });
  await t.drain();
  const anybody = t.as(null);
  const texts = async (page: Promise<{ items: { text: string }[] }>) => (await page).items.map(({ text }) => text);
  expect(await texts(anybody.search.posts({ query: 'harbour' }))).toEqual(['#rain #Rain over the harbour']);
  expect(await texts(anybody.feed.hashtag({ tag: 'rain' }))).toHaveLength(3);
  expect((await anybody.search.hashtags({ query: 'rai' })).items).toEqual([
    { tag: 'rain', postCount: 3, following: null },
  ]);
  const trend = { tag: 'rain', people: 2 };
  expect((await anybody.hashtags.trending({ window: '1h' })).items).toMatchObject([{ ...trend, posts: 2 }]);
  expect((await anybody.hashtags.trending({ window: '7d' })).items).toMatchObject([{ ...trend, posts: 2 }]);
});
