import { type Caller, createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let planner: Planner;
let star: string;
let fan: string;
let famous: string;
let place: string;
beforeAll(async () => {
  t = await createTestApp();
  planner = await createPlanner(t);
  const ids = Object.values(await invitePeople(t.app, ...Array.from({ length: 20_000 }, (_, n) => `person_${n}`)));
  [star = '', fan = ''] = ids;
  famous = (await t.as(star).posts.create({ text: 'Answer and like this.' })).id;
  place = (await t.as(star).groups.create({ name: 'a place', visibility: 'private' })).id;
  await t.app.sql.run(fillGroups, []);
  for (const fill of fillWaiting) await t.app.sql.run(fill, []);
  await t.app.sql.run(enterPlace, [place, fan]);
  await t.app.sql.run(fillPosts, [star, famous]);
  await t.app.sql.run(fillLikes, [star, famous]);
  await t.app.sql.run(fillFollows, []);
  await t.app.sql.run(fillRequests, []);
  await t.app.sql.run(followEverybody, [fan]);
  await t.app.sql.run(keepTimelines, []);
  await t.app.sql.run(fillTimelines, [fan]);
  for (const fill of fillTies) await t.app.sql.run(fill, []);
  await t.app.sql.run(fillQuotes, [star, famous]);
  await t.app.sql.run(fillReposts, [fan, famous]);
  await t.app.sql.run(fillLarge, [star]);
  await t.app.sql.run(fillTags, [fan]);
  await t.app.sql.run(fillBookmarks, [fan]);
  await t.app.sql.run(fillShown, [star]);
  await t.app.sql.run(writeInPlace, [place]);
  await planner.analyze();
});
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});

const fillGroups = statement(
  'test.fill-groups',
  `with groups as (
     insert into community (id, name, terms) select test_id(), 'group ' || n, name_terms('', 'group ' || n) from generate_series(1, 2000) n returning id
   ), numbered as (
     select id, row_number() over (order by id) as n from groups
   ) insert into community_member (community_id, profile_id, id)
   select g.id, p.id, test_id() from numbered g join (select id, row_number() over (order by id) as n from profile) p on p.n % 2000 = g.n - 1`,
);
const fillWaiting = ['community_request', 'community_invite'].map((table) =>
  statement(
    `test.fill-${table}`,
    `insert into ${table} (community_id, profile_id, id${table === 'community_invite' ? ', inviter_id' : ''})
     select g.id, p.id, test_id()${table === 'community_invite' ? ', p.id' : ''} from (select id from community order by id limit 10) g cross join (select id from profile order by id desc limit 500) p`,
  ),
);
const enterPlace = statement(
  'test.enter-place',
  `insert into community_member (community_id, profile_id, id)
   select $1::uuid, id, test_id() from profile where id <= $2 or id > (select id from profile order by id desc offset 3000 limit 1) on conflict do nothing`,
);
const writeInPlace = statement(
  'test.write-in-place',
  `insert into post (id, author_id, text, group_id) select test_id(), profile_id, 'among us', $1 from community_member where community_id = $1`,
);
const fillPosts = statement(
  'test.fill-posts',
  `with p as (select id, row_number() over (order by id) as n from profile)
   insert into post (id, author_id, text, reply_to_id, root_id)
   select test_id(), p.id, 'post', null::uuid, null::uuid from p cross join generate_series(1, 1)
   union all select test_id(), $1::uuid, 'of the star', null::uuid, null::uuid from generate_series(1, 10000)
   union all select test_id(), id, 'answer', $2::uuid, $2::uuid from p where n <= 3000`,
);
const fillFollows = statement(
  'test.fill-follows',
  `with p as (select id, row_number() over (order by id) as n from profile)
   insert into follow (follower_id, followee_id, id)
   select a.id, b.id, test_id() from p a cross join generate_series(1, 3) step join p b on b.n = a.n + step`,
);
const fillRequests = statement(
  'test.fill-requests',
  `insert into follow_request (follower_id, followee_id, id) select followee_id, follower_id, id from follow`,
);
const fillLikes = statement(
  'test.fill-likes',
  `insert into post_like (post_id, profile_id, id)
   select $2::uuid, id, test_id() from profile union all select id, $1::uuid, test_id() from post where id <> $2
   on conflict do nothing`,
);
const followEverybody = statement(
  'test.follow-everybody',
  'insert into follow (follower_id, followee_id, id) select $1::uuid, id, test_id() from profile where id <> $1 on conflict do nothing',
);
const keepTimelines = statement(
  'test.keep-timelines',
  'insert into timeline_state (user_id, seen_at, built_at) select id, now(), now() from profile on conflict do nothing',
);
const fillTimelines = statement(
  'test.fill-timelines',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id)
   select $1::uuid, id, id, author_id from post where reply_to_id is null
   union all select p.id, post.id, post.id, author_id from profile p cross join (select * from post limit 3) post where p.id <> $1 on conflict do nothing`,
);

const tie = (table: string, columns: string) =>
  statement(
    `test.fill-${table}`,
    `insert into ${table} (${columns}, id) select follower_id, followee_id, test_id() from follow
     where least(follower_id, followee_id) > (select id from profile order by id offset 50 limit 1)`,
  );
const fillTies = [
  statement(
    'test.fill-media',
    `with files as (
       insert into media (id, owner_id, kind, mime, bytes, status) select test_id(), id, 'image', 'image/webp', 1, 'ready' from account returning id, owner_id
     ), held as (
       insert into media_use (holder_id, position, media_id) select owner_id, 0, id from files
     ) update profile set avatar_id = files.id from files where profile.id = owner_id`,
  ),
  tie('friendship', 'profile_id, friend_id'),
  tie('friend_request', 'sender_id, receiver_id'),
  tie('block', 'blocker_id, blocked_id'),
  tie('mute', 'muter_id, muted_id'),
  ...['repost', 'bookmark'].map((table) =>
    statement(
      `test.fill-${table}`,
      `insert into ${table} (post_id, profile_id, id) select post_id, profile_id, test_id() from post_like`,
    ),
  ),
];
const fillQuotes = statement(
  'test.fill-quotes',
  `with quoting as (
     update post set quotes = true, quote_of_id = $2, has_poll = true where author_id = $1 and id <> $2 returning id
   ), polls as (
     insert into poll (post_id, options, votes, closes_at) select id, '{a,b}', '{0,0}', now() from quoting returning post_id
   ) insert into poll_vote (post_id, profile_id, choices) select post_id, $1, '{0}' from polls`,
);
const fillBookmarks = statement(
  'test.fill-bookmarks',
  `insert into bookmark (post_id, profile_id, id) select id, $1, test_id() from post on conflict do nothing`,
);
const fillShown = statement(
  'test.fill-shown',
  `with own as (select id, row_number() over (order by id) as n from post where author_id = $1)
   update post set has_media = n % 10 = 0, pinned = n <= 3 from own where own.id = post.id`,
);

// Every other entry of the fan is a repost by the one whom he has heard of before.
const fillReposts = statement(
  'test.fill-reposts',
  `with passed as (
     select post_id, test_id() as id, p.id as by, row_number() over (order by post_id) as n
     from timeline_entry e join profile p on p.id > e.author_id and p.id <> $1 and p.id = (select id from profile where id > e.author_id order by id limit 1)
     where user_id = $1 and post_id <> $2
   ), made as (
     insert into repost (post_id, profile_id, id) select post_id, by, id from passed where n % 2 = 0 on conflict (post_id, profile_id) do update set id = excluded.id
   ) update timeline_entry e set sort_id = passed.id, reposted_by = passed.by from passed where e.user_id = $1 and e.post_id = passed.post_id and n % 2 = 0`,
);
const fillLarge = statement(
  'test.fill-large',
  `with made as (
     insert into large_author (profile_id) select id from profile where id <> $1 order by id desc limit 30 returning profile_id
   ) insert into post (id, author_id, text) select test_id(), profile_id, 'of the other star' from (select * from made limit 1) m cross join generate_series(1, 2000)`,
);
const fillTags = statement(
  'test.fill-tags',
  `with tags as (
     insert into hashtag_follow (profile_id, tag, id) select p.id, 'tag' || n, test_id() from (select id from profile order by id limit 200) p cross join generate_series(1, 3) n union all
     select $1::uuid, 'tag' || n, test_id() from generate_series(4, 6) n returning tag
   ) insert into post_hashtag (tag, post_id, author_id)
   select tag, p.id, p.author_id from (select distinct tag from tags) t cross join (select id, author_id from post order by id desc limit 3000) p on conflict do nothing`,
);

const calls: [string, RegExp, (as: Caller) => Promise<unknown>][] = [
  ['posts.get', /post_pkey/, (as) => as.posts.get({ id: famous })],
  ['posts.list', /post_(public_idx|pkey)/, (as) => as.posts.list({})],
  ['posts.replies', /post_reply_idx/, (as) => as.posts.replies({ id: famous })],
  ['posts.likers', /post_like_post_idx/, (as) => as.posts.likers({ id: famous })],
  ['posts.reposters', /repost_post_idx/, (as) => as.posts.reposters({ id: famous })],
  ['posts.quotes', /post_quote_idx/, (as) => as.posts.quotes({ id: famous })],
  ['posts.bookmarks', /bookmark_profile_idx/, (as) => as.posts.bookmarks({})],
  ['users.posts with media', /post_media_idx/, (as) => as.users.posts({ id: star, with: 'media' })],
  ['users.posts that are pinned', /post_pinned_idx/, (as) => as.users.posts({ id: star, with: 'pinned' })],
  ['users.posts', /post_(every_)?author_idx/, (as) => as.users.posts({ id: star })],
  ['users.posts with replies', /post_(every_)?author_idx/, (as) => as.users.posts({ id: star, with: 'replies' })],
  ['users.posts that were liked', /post_like_profile_idx/, (as) => as.users.posts({ id: star, with: 'likes' })],
  ['feed.group', /post_group(_feed)?_idx/, (as) => as.feed.group({ groupId: place })],
  ['groups.list', /community_public_idx/, (as) => as.groups.list({})],
  ['groups.list of the fan', /community_member_profile_idx/, (as) => as.groups.list({ mine: true })],
  ['groups.list by name', /community_terms_idx/, (as) => as.groups.list({ query: 'place' })],
  ['groups.members', /community_member_list_idx/, (as) => as.groups.members({ id: place })],
  ['groups.members in a role', /community_member_role_idx/, (as) => as.groups.members({ id: place, role: 'owner' })],
  ['feed.home', /timeline_entry_place_idx/, (as) => as.feed.home({})],
];

/** A few pages, since a feed is merged of several sources. */
const mostRows = 200;

describe.each(['custom', 'generic'] as const)('a %s plan', (mode) => {
  test.each(calls)('of %s reads by index, and no more than a page', async (_, index, call) => {
    const sent = await planner.sentBy(fan, call);
    expect(sent.length).toBeLessThanOrEqual(3);
    const plans: string[] = [];
    for (const one of sent) plans.push(await planner.planOf(one, mode));
    expect(plans.join('\n')).toMatch(index);
    for (const plan of plans) {
      expect(plan).not.toMatch(/Seq Scan on (?!large_author)/);
      for (const [, rows] of plan.matchAll(/actual rows=([\d.]+)/g)) expect(Number(rows), plan).toBeLessThan(mostRows);
    }
  });
});
