import { newId } from '@rookery/api';
import { type Caller, createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let planner: Planner;
let star: string;
let fan: string;
let ids: string[];
const person = (n: number) => ids[n] ?? '';
beforeAll(async () => {
  t = await createTestApp();
  planner = await createPlanner(t);
  ids = Object.values(await invitePeople(t.app, ...Array.from({ length: 20_000 }, (_, n) => `person_${n}`)));
  [star = '', fan = ''] = ids;
  await t.app.sql.run(fillFollows, [star]);
  await t.app.sql.run(fillRequests, [star]);
  await t.app.sql.run(fillBlocks, []);
  await t.app.sql.run(fillMutes, [star]);
  await t.app.sql.run(fillFriends, [star]);
  await t.app.sql.run(fillFriendRequests, [star]);
  await t.app.sql.run(fillMedia, []);
  await planner.analyze();
});
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});

const fillFollows = statement(
  'test.fill-follows',
  `with p as (select id, row_number() over (order by id) as n, count(*) over () as total from profile)
   insert into follow (follower_id, followee_id, id)
   select a.id, b.id, test_id() from p a cross join generate_series(1, 3) step join p b on b.n = (a.n * 7 + step * step) % a.total + 1 where a.id <> b.id
   union all select id, $1, test_id() from profile where id <> $1
   union all select $1, id, test_id() from profile where id <> $1
   on conflict do nothing`,
);
const fillRequests = statement(
  'test.fill-requests',
  `with p as (select id, row_number() over (order by id) as n from profile)
   insert into follow_request (follower_id, followee_id, id)
   select a.id, b.id, test_id() from p a join p b on b.n = a.n % 4000 + 1 where a.id <> b.id
   union all select id, $1, test_id() from p where n > 15000
   on conflict do nothing`,
);

// NOTE: of those whom the star follows, friends and mutes, a tenth has blocked somebody and none is blocked by the star.
const fillBlocks = statement(
  'test.fill-blocks',
  `with p as (select id, row_number() over (order by id) as n, count(*) over () as total from profile)
   insert into block (blocker_id, blocked_id, id)
   select a.id, b.id, test_id() from p a cross join generate_series(1, 20) step join p b on b.n = (a.n * 7 + step * step) % a.total + 1
   where a.id <> b.id and a.n % 10 = 5 and b.n > 100 on conflict do nothing`,
);
const fillMutes = statement(
  'test.fill-mutes',
  `with p as (select id, row_number() over (order by id) as n from profile)
   insert into mute (muter_id, muted_id, id) select $1, id, test_id() from p where id <> $1
   union all select a.id, b.id, test_id() from p a join p b on b.n = a.n % 4000 + 1 where a.id <> b.id and a.id <> $1`,
);
const fillFriends = statement(
  'test.fill-friends',
  `with made as (
     insert into friendship (profile_id, friend_id, id) select $1, id, test_id() from profile where id <> $1 returning profile_id, friend_id
   ) insert into friendship (profile_id, friend_id, id) select friend_id, profile_id, test_id() from made`,
);
const fillFriendRequests = statement(
  'test.fill-friend-requests',
  `with p as (select id, row_number() over (order by id) as n, count(*) over () as total from profile)
   insert into friend_request (sender_id, receiver_id, id, status)
   select a.id, b.id, test_id(), 'accepted' from p a cross join generate_series(1, 5) step join p b on b.n = (a.n * 7 + step * step) % a.total + 1
   where a.id <> b.id
   union all select id, $1, test_id(), case n % 4 when 1 then 'rejected' when 2 then 'cancelled' else 'accepted' end from p where id <> $1 and n < 2000
   union all select $1, id, test_id(), case n % 4 when 1 then 'rejected' when 2 then 'cancelled' else 'accepted' end from p where id <> $1 and n < 2000`,
);
const fillMedia = statement(
  'test.fill-media',
  `insert into media (id, owner_id, kind, mime, bytes) select test_id(), id, 'image', 'image/png', 1 from profile`,
);

const calls: [string, RegExp, () => string | null, (as: Caller) => Promise<unknown>][] = [
  ['users.get by id', /profile_pkey/, () => fan, (as) => as.users.get({ id: star })],
  ['users.get by username', /profile_username_/, () => star, (as) => as.users.get({ username: 'person_7' })],
  ['users.list', /profile_pkey/, () => star, (as) => as.users.list({})],
  [
    'users.followers',
    /Index Only Scan using follow_followee_idx/,
    () => star,
    (as) => as.users.followers({ id: star }),
  ],
  [
    'users.following',
    /Index Only Scan using follow_follower_idx/,
    () => star,
    (as) => as.users.following({ id: star }),
  ],
  [
    'graph.followRequests',
    /Index Only Scan using follow_request_followee_idx/,
    () => star,
    (as) => as.graph.followRequests({}),
  ],
  ['graph.blocks', /block_blocker_idx/, () => person(4), (as) => as.graph.blocks({})],
  ['graph.mutes', /mute_muter_idx/, () => star, (as) => as.graph.mutes({})],
  ['users.friends', /friendship_profile_idx/, () => fan, (as) => as.users.friends({ id: star })],
  ['users.mutuals', /follow_follower_idx.*follow_pkey/s, () => fan, (as) => as.users.mutuals({ id: star })],
  ['friends.list', /friendship_profile_idx/, () => star, (as) => as.friends.list({})],
  ['friends.requests', /friend_request_receiver_idx/, () => star, (as) => as.friends.requests({})],
  [
    'friends.requests of a status',
    /friend_request_receiver_status_idx/,
    () => star,
    (as) => as.friends.requests({ status: 'rejected' }),
  ],
  [
    'friends.requests of a status that none has',
    /friend_request_receiver_status_idx/,
    () => star,
    (as) => as.friends.requests({ status: 'pending' }),
  ],
  [
    'friends.requests sent',
    /friend_request_sender_idx/,
    () => star,
    (as) => as.friends.requests({ direction: 'outgoing' }),
  ],
  [
    'friends.requests sent of a status',
    /friend_request_sender_status_idx/,
    () => star,
    (as) => as.friends.requests({ direction: 'outgoing', status: 'pending' }),
  ],
];

describe.each(['custom', 'generic'] as const)('a %s plan', (mode) => {
  test.each(calls)('of %s reads by index, and no more than a page', async (...[, index, viewer, call]) => {
    const sent = await planner.sentBy(viewer(), call);
    const plans: string[] = [];
    for (const one of sent) plans.push(await planner.planOf(one, mode));
    expect(plans[0]).toMatch(index);
    for (const plan of plans) {
      expect(plan).not.toMatch(/Seq Scan/);
      for (const [, rows] of plan.matchAll(/actual rows=([\d.]+)/g)) expect(Number(rows), plan).toBeLessThan(100);
    }
  });
});

test('reading a profile takes one statement', async () => {
  expect(await planner.sentBy(fan, (as) => as.users.get({ id: star }))).toHaveLength(1);
  expect(await planner.sentBy(null, (as) => as.users.get({ username: 'person_1' }))).toHaveLength(1);
});

test('suggestions read so many rows and no more, however many the caller follows', async () => {
  for (const viewer of [star, fan]) {
    let cursor: string | undefined;
    const sent = await planner.sentBy(viewer, async (as) => {
      cursor = (await as.users.suggestions({ limit: 5 })).nextCursor ?? undefined;
      if (cursor !== undefined) await as.users.suggestions({ limit: 5, cursor });
    });
    for (const [text, values] of sent) {
      const given = values.map((value) => (value instanceof Date ? value.toISOString() : value));
      // NOTE: explaining a statement runs it, and the list that it keeps is there already.
      const fresh = text.includes('graph.suggest */') ? given.with(1, newId()) : given;
      const plan = await planner.planOf([text, fresh], 'generic');
      expect(plan).not.toMatch(/Seq Scan on (?!popular_profile|suggestion_list)/);
      for (const [, rows] of plan.matchAll(/actual rows=([\d.]+)/g))
        expect(Number(rows), plan).toBeLessThanOrEqual(10_000);
    }
  }
});
