import { type Caller, createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let t: TestApp;
let planner: Planner;
let ann: string;
beforeAll(async () => {
  t = await createTestApp();
  planner = await createPlanner(t);
  const people = Object.values(await invitePeople(t.app, ...Array.from({ length: 5000 }, (_, n) => `person_${n}`)));
  ann = people[2500] ?? '';
  const { id: quoted } = await t.as(people[0] ?? '').posts.create({ text: 'Answer or quote me' });
  await t.app.sql.raw(fillPosts, []);
  await t.app.sql.raw(fillDrafts, [quoted]);
  await t.app.sql.raw(fillPolls, []);
  await planner.analyze();
});
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});

const fillPosts = `insert into post (id, author_id, text, has_poll)
  select test_id(), id, 'post', true from profile cross join generate_series(1, 4)`;
const fillDrafts = `insert into post_draft (id, author_id, content, scheduled_at)
  select test_id(), id, jsonb_build_object('text', '@person_1 @person_2', 'visibility', 'public', 'replyToId', $1::text, 'quoteOfId', $1::text),
    case when n % 2 = 0 then now() + interval '1 day' end
  from profile cross join generate_series(1, 20) n`;
const fillPolls = `insert into poll (post_id, options, votes, closes_at, closed_at)
  select id, '{a,b}', '{0,0}', now(), now() from post where has_poll`;

const calls: [string, number, (as: Caller) => Promise<unknown>][] = [
  ['posts.drafts.list', 1, (as) => as.posts.drafts.list({ limit: 5 })],
  ['posts.scheduled.list', 3, (as) => as.posts.scheduled.list({ limit: 5 })],
];

const overdue = {
  poll_open_idx: 'select post_id from poll where closed_at is null and closes_at <= $1 order by closes_at limit 1000',
  post_draft_due_idx:
    'select id from post_draft where scheduled_at <= $1 and failure is null order by scheduled_at limit 1000',
};

describe.each(['custom', 'generic'] as const)('a %s plan', (mode) => {
  test.each(calls)('of %s reads by index, and no more than a page, in queries: %i', async (_, queries, call) => {
    const sent = await planner.sentBy(ann, call);
    expect(sent).toHaveLength(queries);
    const plans: string[] = [];
    for (const one of sent) plans.push(await planner.planOf(one, mode));
    expect(plans.join('\n')).toMatch(/post_draft_author_idx/);
    for (const plan of plans) {
      expect(plan).not.toMatch(/Seq Scan on (post|profile|post_draft|poll) /);
      for (const [, rows] of plan.matchAll(/actual rows=([\d.]+)/g)) expect(Number(rows), plan).toBeLessThan(100);
    }
  });

  test.each(Object.entries(overdue))('finds what is overdue by %s', async (index, text) => {
    const plan = await planner.planOf([`/* test.${index} */ ${text}`, [new Date().toISOString()]], mode);
    expect(plan).toMatch(index);
    expect(plan).not.toMatch(/Seq Scan on (post|profile|post_draft|poll) /);
  });
});
