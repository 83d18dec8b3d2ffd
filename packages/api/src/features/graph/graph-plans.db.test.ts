import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preparedName, type Sql, type Statement, statement } from '../../kernel/sql.ts';

let t: TestApp;
let planner: pg.Client;
let star: string;
let fan: string;
beforeAll(async () => {
  t = await createTestApp();
  planner = new pg.Client({ connectionString: t.database.url });
  await planner.connect();
  const ids = Object.values(await invitePeople(t.app, ...Array.from({ length: 20_000 }, (_, n) => `person_${n}`)));
  [star = '', fan = ''] = ids;
  await t.app.sql.run(fillFollows, [star]);
  await t.app.sql.run(fillRequests, [star]);
  await planner.query('vacuum analyze');
});
afterAll(async () => {
  await planner.end();
  await t[Symbol.asyncDispose]();
});

const fillFollows = statement(
  'test.fill-follows',
  `with p as (select id, row_number() over (order by id) as n, count(*) over () as total from profile)
   insert into follow (follower_id, followee_id, id)
   select a.id, b.id, uuidv7() from p a cross join generate_series(1, 3) step join p b on b.n = (a.n * 7 + step * step) % a.total + 1 where a.id <> b.id
   union all select id, $1, uuidv7() from profile where id <> $1
   union all select $1, id, uuidv7() from profile where id <> $1
   on conflict do nothing`,
);
const fillRequests = statement(
  'test.fill-requests',
  `with p as (select id, row_number() over (order by id) as n from profile)
   insert into follow_request (follower_id, followee_id, id)
   select a.id, b.id, uuidv7() from p a join p b on b.n = a.n % 4000 + 1 where a.id <> b.id
   union all select id, $1, uuidv7() from p where n > 15000
   on conflict do nothing`,
);

type Caller = ReturnType<TestApp['as']>;
type Sent = [text: string, values: readonly unknown[]];

/** The statements that a call sends. */
async function sentBy(viewerId: string | null, call: (as: Caller) => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = [];
  const { sql } = t.app;
  const note = <Row>(st: Statement<Row>, values: readonly unknown[]): Statement<Row> => {
    sent.push([st.text, values]);
    return st;
  };
  const listening: Sql = {
    ...sql,
    rows: (st, values) => sql.rows(note(st, values), values),
    first: (st, values) => sql.first(note(st, values), values),
  };
  await call(t.as(viewerId, { app: { ...t.app, sql: listening } }));
  return sent;
}

/** How PostgreSQL runs a statement: planned for these values, or, prepared, for any. */
async function planOf([text, values]: Sent, mode: 'custom' | 'generic'): Promise<string> {
  const forced = preparedName(text) === null ? 'custom' : mode;
  await planner.query(`set plan_cache_mode = force_${forced}_plan`);
  await planner.query(`prepare asked as ${text}`);
  const { rows } = await planner.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, timing off, summary off) execute asked (${values.map(literal).join(', ')})`,
  );
  await planner.query('deallocate asked');
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

function literal(value: unknown): string {
  if (value === null || typeof value === 'number') return String(value);
  return pg.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value));
}

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
    const sent = await sentBy(viewer(), call);
    const plans: string[] = [];
    for (const one of sent) plans.push(await planOf(one, mode));
    expect(plans[0]).toMatch(index);
    for (const plan of plans) {
      expect(plan).not.toMatch(/Seq Scan/);
      for (const [, rows] of plan.matchAll(/actual rows=([\d.]+)/g)) expect(Number(rows), plan).toBeLessThan(100);
    }
  });
});

test('reading a profile takes one statement', async () => {
  expect(await sentBy(fan, (as) => as.users.get({ id: star }))).toHaveLength(1);
  expect(await sentBy(null, (as) => as.users.get({ username: 'person_1' }))).toHaveLength(1);
});
