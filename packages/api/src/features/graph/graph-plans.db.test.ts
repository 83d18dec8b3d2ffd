import { type Caller, createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let planner: Planner;
let star: string;
let fan: string;
beforeAll(async () => {
  t = await createTestApp();
  planner = await createPlanner(t);
  const ids = Object.values(await invitePeople(t.app, ...Array.from({ length: 20_000 }, (_, n) => `person_${n}`)));
  [star = '', fan = ''] = ids;
  await t.app.sql.run(fillFollows, [star]);
  await t.app.sql.run(fillRequests, [star]);
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

const calls: [string, RegExp, () => string | null, (as: Caller) => Promise<unknown>][] = [
  ['users.get by id', /profile_pkey/, () => fan, (as) => as.users.get({ id: star })],
  ['users.get by username', /profile_username_/, () => star, (as) => as.users.get({ username: 'person_7' })],
  ['users.list', /profile_pkey/, () => star, (as) => as.users.list({})],
  [
    'users.list of a rare name',
    /profile_username_.*profile_display_name_trgm_idx/s,
    () => star,
    (as) => as.users.list({ query: 'person_19999' }),
  ],
  [
    'users.list of a name that nobody has',
    /profile_username_.*profile_display_name_trgm_idx/s,
    () => null,
    (as) => as.users.list({ query: 'zebra' }),
  ],
  ['users.list of a common name', /profile_pkey/, () => null, (as) => as.users.list({ query: 'pers' })],
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
