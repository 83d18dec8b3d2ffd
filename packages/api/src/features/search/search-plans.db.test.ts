import { type Caller, createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';
import { indexMissingPosts } from './index-missing.handler.ts';

let t: TestApp;
let planner: Planner;
let star: string;
let fan: string;
beforeAll(async () => {
  t = await createTestApp();
  planner = await createPlanner(t);
  const ids = Object.values(await invitePeople(t.app, ...Array.from({ length: 20_000 }, (_, n) => `person_${n}`)));
  [star = '', fan = ''] = ids;
  await t.app.sql.run(fillPosts, [star]);
  await t.app.sql.run(fillFollows, [fan]);
  await t.app.sql.run(fillTags, []);
  for (const fill of fillTies) await t.app.sql.run(fill, []);
  await indexMissingPosts(t.app);
  await planner.analyze();
});
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});

const fillPosts = statement(
  'test.fill-posts',
  `with p as (select id, row_number() over (order by id) as n from profile)
   insert into post (id, author_id, text)
   select test_id(), $1::uuid, 'of the star' from generate_series(1, 10000)
   union all select test_id(), p.id, 'common ' || case when n = 15000 then 'rare ' else 'lately ' end || 'word' || n from p`,
);
const fillFollows = statement(
  'test.fill-follows',
  `insert into follow (follower_id, followee_id, id) select $1, id, test_id() from profile where id <> $1 on conflict do nothing`,
);
const fillTags = statement(
  'test.fill-hashtags',
  `insert into hashtag (tag, post_count, last_used_at) select substr(md5(n::text), 1, 8), n % 100 + 1, now() from generate_series(1, 20000) n`,
);
const tie = (table: string, columns: string) =>
  statement(
    `test.fill-${table}`,
    `insert into ${table} (${columns}, id) select follower_id, followee_id, test_id() from follow
     where followee_id < (select id from profile order by id desc offset 15000 limit 1) and followee_id > (select id from profile order by id offset 50 limit 1)`,
  );
const fillTies = [
  tie('mute', 'muter_id, muted_id'),
  tie('friendship', 'profile_id, friend_id'),
  ...['post_like', 'repost', 'bookmark'].map((table) =>
    statement(
      `test.fill-${table}`,
      `insert into ${table} (post_id, profile_id, id) select id, author_id, test_id() from post`,
    ),
  ),
];

const walk = /post_search_pkey/;
const gin = /post_search_tokens_idx/;
const names = /profile_name_terms_idx/;
const posts = (input: Parameters<Caller['search']['posts']>[0]) => (as: Caller) => as.search.posts(input);
const calls: [string, RegExp, (as: Caller) => Promise<unknown>][] = [
  ['posts with a common word', walk, posts({ query: 'lately' })],
  ['posts with a rare word', gin, posts({ query: 'rare' })],
  ['posts with a word that was common', gin, posts({ query: 'star' })],
  ['posts with a word that nobody wrote', gin, posts({ query: 'zebra' })],
  ['posts with common words that nobody wrote together', gin, posts({ query: 'star lately' })],
  ['posts with a phrase', gin, posts({ query: '"common rare"' })],
  ['posts with a tag that none has', gin, posts({ query: '#zebra' })],
  ['posts of a writer of many', /post_author_idx/, posts({ query: 'from:person_0' })],
  ['posts of a writer of many with a rare word', gin, posts({ query: 'zebra from:person_0' })],
  ['relevant posts with a common word', walk, posts({ query: 'lately', sort: 'relevant' })],
  ['relevant posts with a rare word', gin, posts({ query: 'rare', sort: 'relevant' })],
  ['people by a rare name', names, (as) => as.search.users({ query: '19999' })],
  ['people by a common name', /profile_name_popular_idx/, (as) => as.search.users({ query: 'pers' })],
  ['people by a letter that nobody has', names, (as) => as.search.users({ query: 'ж' })],
  ['people by a name with a slip', names, (as) => as.search.users({ query: '1999 perzon' })],
  ['listed people by a rare name', names, (as) => as.users.list({ query: '19999' })],
  ['listed people by a common name', /profile_name_pkey/, (as) => as.users.list({ query: 'pers' })],
  ['listed people by a letter that nobody has', names, (as) => as.users.list({ query: 'ж' })],
  ['hashtags', /hashtag_(prefix_idx|pkey)/, (as) => as.search.hashtags({ query: 'c4ca4' })],
  ['hashtags with a slip', /hashtag_trgm_idx/, (as) => as.search.hashtags({ query: 'c4xa4238' })],
];

describe.each(['custom', 'generic'] as const)('a %s plan', (mode) => {
  test.each(calls)('of %s reads by index, in three statements at most', async (_, index, call) => {
    const sent = await planner.sentBy(fan, call);
    expect(sent.length).toBeLessThanOrEqual(3);
    const plans: string[] = [];
    for (const one of sent) plans.push(await planner.planOf(one, mode));
    expect(plans.join('\n')).toMatch(index);
    for (const plan of plans)
      expect(plan).not.toMatch(
        /Seq Scan on (post|post_search|profile|profile_name|follow|hashtag|post_like|repost|mute) /,
      );
  });
});

test('a walk reads so many of the newest and no more', async () => {
  const [first] = await planner.sentBy(fan, posts({ query: 'zebra' }));
  const plan = first ? await planner.planOf(first, 'generic') : '';
  expect(plan).toMatch(/Index Scan Backward using post_search_pkey .*actual rows=8000\.00/);
});
