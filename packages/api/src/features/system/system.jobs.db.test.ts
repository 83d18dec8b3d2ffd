import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { sweepChunk } from '../../kernel/sweep.ts';
import { forgetRates, keepHouse } from './system.jobs.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const run = (app = t.app) => keepHouse.handle(app, {}, newId());

const fill = statement(
  'test.fill',
  `with days(age) as (values (0), (2), (31), (101)),
     a as (insert into idempotency_key (id, body_hash, created_at) select decode(md5(age::text), 'hex'), '', now() - age * interval '1 day' from days),
     b as (insert into job_effect (key, created_at) select age::text, now() - age * interval '1 day' from days)
   insert into captured_mail (recipient, subject, text, created_at) select 'a', age::text, '', now() - age * interval '1 day' from days`,
);
const counts = statement<{ keys: number; effects: number; mails: number }>(
  'test.kept',
  `select (select count(*)::int from idempotency_key) as keys, (select count(*)::int from job_effect) as effects,
     (select count(*)::int from captured_mail) as mails`,
);
const partitions = statement<{ day: string }>(
  'test.partitions',
  `select substr(c.relname, 9) as day from pg_inherits i join pg_class c on c.oid = i.inhrelid
   where i.inhparent = 'journal'::regclass and c.relname ~ '^journal_[0-9]{8}$' order by 1`,
);

const daysFromNow = (days: number) => new Date(Date.now() + days * 24 * 3600 * 1000);
const nameOf = (date: Date) => date.toISOString().slice(0, 10).replaceAll('-', '');
const journalDays = async () => (await t.app.sql.rows(partitions, [])).map(({ day }) => day);

test('each of the own tables is remembered as long as it is of use', async () => {
  await t.app.sql.run(fill, []);
  await run();
  expect(await t.app.sql.first(counts, [])).toEqual({ keys: 1, effects: 3, mails: 2 });
  await run();
  expect(await t.app.sql.first(counts, [])).toEqual({ keys: 1, effects: 3, mails: 2 });
});

test('what fills several chunks goes in one run', async () => {
  const many = statement(
    'test.many-effects',
    `insert into job_effect (key, created_at) select 'old ' || n, now() - interval '200 days' from generate_series(1, $1) n`,
  );
  await t.app.sql.run(many, [2 * sweepChunk + 1]);
  await run();
  expect(await t.app.sql.first(counts, [])).toMatchObject({ effects: 3 });
});

test('the journal has a partition for each of the next eight days', async () => {
  await t.app.sql.run(statement('test.drop-day', `drop table journal_${nameOf(daysFromNow(8))}`), []);
  await run();
  expect(await journalDays()).toEqual(Array.from({ length: 9 }, (_, n) => nameOf(daysFromNow(n))));
});

test('days beyond the thirtieth go, and readers from before them are told to start anew', async () => {
  const { journal } = t.app;
  const before = journal.head();
  const [old, kept] = [nameOf(daysFromNow(-31)), nameOf(daysFromNow(-30))];
  for (const [day, next] of [
    [old, kept],
    [kept, nameOf(daysFromNow(-29))],
  ]) {
    const open = `create table journal_${day} partition of journal for values from ('${day} 00:00+00') to ('${next} 00:00+00')`;
    await t.app.sql.run(statement(`test.open-${day}`, open), []);
  }
  const write = statement(
    'test.write-journal',
    `insert into journal (topic, type, ref, created_at) values ('user:1', 'test', '{}', now() - $1 * interval '1 day')`,
  );
  await t.app.sql.run(write, [31]);
  await t.app.sql.run(write, [30]);
  await run();
  expect(await journalDays()).not.toContain(old);
  expect(await journalDays()).toContain(kept);
  await journal.settle();
  expect(await journal.read({ topics: new Set(['user:1']), cursor: before, viewerId: null })).toBeNull();
  expect(await journal.read({ topics: new Set(['user:1']), cursor: journal.head(), viewerId: null })).not.toBeNull();
});

test('a day that began while the server was off stays where it is, and goes in its time', async () => {
  const day = nameOf(daysFromNow(8));
  await t.app.sql.run(statement('test.drop-last-day', `drop table journal_${day}`), []);
  const write = statement(
    'test.write-rest',
    `insert into journal (topic, type, ref, created_at) values ('user:1', 'test', '{}', now() + interval '8 days'), ('user:1', 'test', '{}', now() - interval '40 days')`,
  );
  await t.app.sql.run(write, []);
  await run();
  expect(await journalDays()).not.toContain(day);
  const rest = statement<{ count: number }>('test.rest', 'select count(*)::int as count from journal_rest');
  expect(await t.app.sql.first(rest, [])).toEqual({ count: 1 });
});

test('windows of rates that have ended are forgotten, and the others are not', async () => {
  const fillRates = statement(
    'test.fill-rates',
    `insert into rate_limit (key, points, expires_at)
     select decode(md5(n::text), 'hex'), 1, now() + (case when n <= 3 then 1 else -1 end) * interval '1 minute' from generate_series(1, $1) n`,
  );
  const countRates = statement<{ count: number }>('test.count-rates', 'select count(*)::int as count from rate_limit');
  await t.app.sql.run(fillRates, [sweepChunk + 10]);
  await forgetRates.handle(t.app, {}, newId());
  expect(await t.app.sql.first(countRates, [])).toEqual({ count: 3 });
});
