import { type Caller, createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let planner: Planner;
let fan: string;
const levels = Array.from({ length: 1000 }, newId);
let wide: string;
let edited: string;
beforeAll(async () => {
  t = await createTestApp();
  planner = await createPlanner(t);
  const ids = Object.values(await invitePeople(t.app, ...Array.from({ length: 20_000 }, (_, n) => `person_${n}`)));
  const [star = ''] = ids;
  fan = ids.at(-1) ?? '';
  wide = (await t.as(star).posts.create({ text: 'Answer this.' })).id;
  edited = (await t.as(star).posts.create({ text: 'Correct this.' })).id;
  const { sql } = t.app;
  await sql.run(fillGroups, []);
  await sql.run(fillPosts, []);
  await sql.run(fillAnswers, [wide, 1000]);
  await sql.run(fillNested, [wide]);
  await sql.run(fillChain, [levels, star]);
  await sql.run(fillRevisions, [edited]);
  for (const fill of fillTies) await sql.run(fill, []);
  for (const fill of fillDeeds) await sql.run(fill, []);
  await sql.run(fillPolls, [star]);
  await sql.run(fillMedia, []);
  await planner.analyze();
});
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});

const fillGroups = statement(
  'test.fill-groups',
  `with groups as (
     insert into community (id, name) select test_id(), 'group ' || n from generate_series(1, 2000) n returning id
   ), numbered as (
     select id, row_number() over (order by id) as n from groups
   ) insert into community_member (community_id, profile_id, id)
   select g.id, p.id, test_id() from numbered g join (select id, row_number() over (order by id) as n from profile) p on p.n % 2000 = g.n - 1`,
);
const fillPosts = statement(
  'test.fill-posts',
  `insert into post (id, author_id, text) select test_id(), id, 'post' from profile`,
);
const fillAnswers = statement(
  'test.fill-answers',
  `insert into post (id, author_id, text, reply_to_id, root_id)
   select test_id(), id, 'answer', $1::uuid, $1::uuid from (select id from profile order by id limit $2) p`,
);
const fillNested = statement(
  'test.fill-nested',
  `insert into post (id, author_id, text, reply_to_id, root_id)
   select test_id(), author_id, 'answer to an answer', id, $1::uuid from post cross join generate_series(1, 5) where reply_to_id = $1`,
);
const fillChain = statement(
  'test.fill-chain',
  `insert into post (id, author_id, text, reply_to_id, root_id)
   select id, $2, 'level', lag(id) over (order by n), case when n > 1 then ($1::uuid[])[1] end
   from unnest($1::uuid[]) with ordinality as level(id, n)`,
);
const fillRevisions = statement(
  'test.fill-revisions',
  `with edited as (update post set version = 1001 where id = $1)
   insert into post_revision (post_id, version, text, facets, created_at)
   select $1::uuid, n, 'before', '[]'::jsonb, now() from generate_series(1, 1000) n
   union all select id, 1, 'before', '[]', now() from post where id <> $1`,
);
const fillTies = [
  'follow (follower_id, followee_id',
  'friendship (profile_id, friend_id',
  'block (blocker_id, blocked_id',
].map((columns) =>
  statement(
    `test.fill-${columns.split(' ')[0]}`,
    `with p as (select id, row_number() over (order by id) as n from profile)
       insert into ${columns}, id) select a.id, b.id, test_id() from p a cross join generate_series(1, 1) step join p b on b.n = a.n + step
       where a.n > 2000 and b.n < 19990`,
  ),
);
const fillDeeds = ['post_like', 'repost', 'bookmark'].map((table) =>
  statement(
    `test.fill-${table}`,
    `insert into ${table} (post_id, profile_id, id) select id, author_id, test_id() from post limit 12000`,
  ),
);

const fillPolls = statement(
  'test.fill-polls',
  `with asked as (update post set has_poll = true where id in (select id from post limit 8000) returning id), polls as (
     insert into poll (post_id, options, votes, closes_at) select id, '{a,b}', '{0,0}', now() from asked returning post_id
   ) insert into poll_vote (post_id, profile_id, choices) select post_id, $1, '{0}' from polls`,
);
const fillMedia = statement(
  'test.fill-media',
  `with files as (
     insert into media (id, owner_id, kind, mime, bytes, status) select test_id(), id, 'image', 'image/webp', 1, 'ready' from account returning id, owner_id
   ), held as (
     insert into media_use (holder_id, position, media_id) select owner_id, 0, id from files
   ) update profile set avatar_id = files.id from files where profile.id = owner_id`,
);

const calls: [string, RegExp, (as: Caller) => Promise<unknown>][] = [
  ['a thread of 1,000 answers', /post_reply_idx/, (as) => as.posts.thread({ id: wide })],
  ['the first of 1,000 levels', /post_reply_idx/, (as) => as.posts.thread({ id: levels[0] ?? '' })],
  ['the middle of 1,000 levels', /post_pkey/, (as) => as.posts.thread({ id: levels[500] ?? '' })],
  ['the last of 1,000 levels', /post_pkey/, (as) => as.posts.thread({ id: levels[999] ?? '' })],
  ['a history of 1,000 edits', /post_revision_pkey/, (as) => as.posts.history({ id: edited })],
];

describe.each(['custom', 'generic'] as const)('a %s plan', (mode) => {
  test.each(calls)('of %s reads by index, and no more than a page', async (_, index, call) => {
    for (const viewer of [fan, null]) {
      const sent = await planner.sentBy(viewer, call);
      expect(sent.length).toBeLessThanOrEqual(3);
      const plans: string[] = [];
      for (const one of sent) plans.push(await planner.planOf(one, mode));
      expect(plans.join('\n')).toMatch(index);
      for (const plan of plans) {
        expect(plan).not.toMatch(/Seq Scan/);
        for (const [, rows] of plan.matchAll(/actual rows=([\d.]+)/g)) expect(Number(rows), plan).toBeLessThan(600);
      }
    }
  });
});
