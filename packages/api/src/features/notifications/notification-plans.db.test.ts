import { createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Transaction } from '../../kernel/app.ts';
import { newId } from '../../kernel/id.ts';
import type { Sql } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { takeDue } from './digests/take-due.ts';
import { notify } from './notify.ts';

let t: TestApp;
let planner: Planner;
let people: Record<'ann' | 'ben', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'ann', 'ben');
  const crowd = `insert into account (id, email, password_hash, email_verified_at) select gen_random_uuid(), 'n' || n || '@rookery.test', '!', now() from generate_series(1, 20000) n`;
  const many = [
    crowd,
    `insert into profile (id, username, display_name) select id, split_part(email, '@', 1), '' from account where email like 'n%'`,
    `insert into notification_setting select id, 'like', true, true, true, 'anyone' from profile`,
    `insert into follow (follower_id, followee_id, id) select id, $1, gen_random_uuid() from profile where id <> $1`,
    `insert into digest_item select id, 'follow', gen_random_uuid(), $1, now(), now() + interval '1 hour' from profile where id <> $1`,
    `insert into digest_item select $1, 'follow', gen_random_uuid(), id, now(), now() + interval '1 hour' from profile where id <> $1`,
    `insert into notification (id, recipient_id, type, subject_id, actor_count) select gen_random_uuid(), id, 'follow', id, 1 from profile`,
    `insert into notification_actor (notification_id, actor_id, id) select id, $1, gen_random_uuid() from notification where recipient_id <> $1`,
    `insert into digest_pair select $1, 'follow', id, now() from profile where id <> $1`,
    `insert into digest select id, now() - interval '2 hours' from profile`,
    `insert into digest_item select recipient_id, 'follow', id, $1, now(), now() - interval '1 hour' from notification where recipient_id <> $1 limit 40`,
  ];
  for (const text of many) await t.app.sql.raw(text, text.includes('$1') ? [people.ann] : []);
  planner = await createPlanner(t);
  await planner.analyze();
}, 60_000);
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});

/** The statements that a change sends, which is rolled back. */
async function sentIn(change: (tx: Transaction) => Promise<unknown>): Promise<[string, readonly unknown[]][]> {
  const sent: [string, readonly unknown[]][] = [];
  const undone = new Error('undone');
  const noting = (sql: Sql): Sql => ({
    ...sql,
    rows: (statement, values) => {
      sent.push([statement.text, values]);
      return sql.rows(statement, values);
    },
  });
  await transact({ app: t.app }, async (tx) => {
    await change({ ...tx, sql: noting(tx.sql) });
    throw undone;
  }).catch((error: unknown) => expect(error).toBe(undone));
  return sent;
}

test.each(['like', 'follow', 'mention'] as const)(
  'a %s is told by one statement, which reads by index',
  async (type) => {
    const deed = { type, recipientId: people.ann, actorId: people.ben, subjectId: newId() };
    const sent = await sentIn((tx) => notify(tx, deed));
    expect(sent).toHaveLength(1);
    for (const one of sent) {
      const plan = await planner.planOf(one, 'generic');
      expect(plan).not.toMatch(
        /Seq Scan on (notification_setting|follow|account|digest_item|notification|notification_actor)\b/,
      );
    }
  },
);

test('what is due is found by index, however much waits', async () => {
  const [taken] = await sentIn((tx) => takeDue(tx, new Date()));
  const plan = await planner.planOf(taken ?? ['', []], 'generic');
  expect(plan).toContain('digest_item_due_idx');
  expect(plan).not.toMatch(
    /Seq Scan on (notification|notification_setting|digest|digest_pair|digest_item|profile|account)\b/,
  );
});
