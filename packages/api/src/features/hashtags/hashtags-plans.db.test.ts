import { type Caller, createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';
import { addUpChanges } from './count.handler.ts';
import { rankTrendsOf } from './rank-trends.handler.ts';
import { recountTags } from './recount.handler.ts';

let t: TestApp;
let planner: Planner;
let fan: string;
beforeAll(async () => {
  t = await createTestApp();
  planner = await createPlanner(t);
  [fan = ''] = Object.values(await invitePeople(t.app, ...Array.from({ length: 10_000 }, (_, n) => `person_${n}`)));
  await t.app.sql.run(fillPosts, []);
  await t.app.sql.run(fillTags, []);
  await t.app.sql.run(fillUses, [t.clock.now()]);
  await t.app.sql.run(fillFollows, [fan]);
  for (const [table, columns] of ties) await t.app.sql.run(tie(table, columns), []);
  await recountTags(t.app);
  await addUpChanges(t.app);
  for (let n = 0; n < 5; n += 1) await rankTrendsOf(t.app, '24h');
  await planner.analyze();
});
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});

const fillPosts = statement(
  'test.fill-posts',
  `insert into post (id, author_id, text) select test_id(), id, 'post' from profile cross join generate_series(1, 3)`,
);
const fillTags = statement(
  'test.fill-tags',
  `with p as (select id, author_id, row_number() over (order by id) as n from post)
   insert into post_hashtag (tag, post_id, author_id, counted)
   select 'busy', id, author_id, true from p where n % 3 = 0
   union all select 'tag' || n % 5000, id, author_id, true from p union all select 'also' || n % 600, id, author_id, true from p`,
);
const fillUses = statement(
  'test.fill-uses',
  `insert into hashtag_use (seconds, slot, tag, author_id, posts)
   select 7200, floor(extract(epoch from $1::timestamptz) / 7200)::int - 1, tag, author_id, count(*) from post_hashtag group by tag, author_id`,
);
const fillFollows = statement(
  'test.fill-follows',
  `insert into hashtag_follow (profile_id, tag, id) select id, 'tag' || n, test_id() from profile cross join generate_series(1, 40) n where substr(id::text, 36) = 'f' or id = $1`,
);
const ties = [
  ['block', 'blocker_id, blocked_id'],
  ['mute', 'muter_id, muted_id'],
  ['follow', 'follower_id, followee_id'],
  ['friendship', 'profile_id, friend_id'],
] as const;
const tie = (table: string, columns: string) =>
  statement(
    `test.fill-${table}`,
    `with p as (select id, row_number() over (order by id) as n from profile)
     insert into ${table} (${columns}, id) select a.id, b.id, test_id() from p a cross join generate_series(1, 3) step join p b on b.n = a.n + step where a.n > 50`,
  );

/** A scan of a table that holds many rows here. */
const filled =
  /Seq Scan on (post|profile|post_hashtag|hashtag|hashtag_follow|hashtag_trend|block|mute|follow|friendship) /;

const calls: [string, RegExp, (as: Caller) => Promise<unknown>][] = [
  ['feed.hashtag', /post_hashtag_pkey/, (as) => as.feed.hashtag({ tag: 'busy' })],
  ['feed.hashtag of a rare one', /post_hashtag_pkey/, (as) => as.feed.hashtag({ tag: 'tag7' })],
  ['hashtags.trending', /hashtag_trend_pkey/, (as) => as.hashtags.trending({})],
  ['hashtags.followed', /hashtag_follow_(profile_idx|pkey)/, (as) => as.hashtags.followed({})],
];

describe.each(['custom', 'generic'] as const)('a %s plan', (mode) => {
  test.each(calls)('of %s reads by index, and no more than a page', async (_, index, call) => {
    const sent = await planner.sentBy(fan, call);
    expect(sent.length).toBeLessThanOrEqual(3);
    const plans: string[] = [];
    for (const one of sent) plans.push(await planner.planOf(one, mode));
    expect(plans.join('\n')).toMatch(index);
    for (const plan of plans) {
      expect(plan).not.toMatch(filled);
      for (const [, rows] of plan.matchAll(/actual rows=([\d.]+)/g)) expect(Number(rows), plan).toBeLessThan(100);
    }
  });
});
