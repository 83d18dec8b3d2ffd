import { defineJob, NoData } from '../../kernel/job.ts';
import { statement } from '../../kernel/sql.ts';
import { sweep } from '../../kernel/sweep.ts';

const dropKeys = statement(
  'system.drop-idempotency-keys',
  'delete from idempotency_key where id in (select id from idempotency_key where created_at < $1 limit $2)',
);

const dropEffects = statement(
  'system.drop-job-effects',
  'delete from job_effect where key in (select key from job_effect where created_at < $1 limit $2)',
);

const dropMail = statement(
  'system.drop-captured-mail',
  'delete from captured_mail where id in (select id from captured_mail where created_at < $1 order by id limit $2)',
);

const openJournalDays = statement('system.open-journal-days', 'select journal_open_days($1)');
const closeJournalDays = statement('system.close-journal-days', 'select journal_close_days($1)');

const day = 24 * 3600 * 1000;

/** How long each table is remembered; effects outlive every job that could repeat them. */
const kept = { keys: day, effects: 100 * day, mail: 30 * day };

const journalDays = { ahead: 8, kept: 30 };

/** Deletes what the kernel's own tables need no more, and moves the window of the journal by a day. */
export const keepHouse = defineJob({
  name: 'system.keep-house',
  data: NoData,
  schedule: '41 2 * * *',
  handle: async ({ sql, clock }) => {
    const before = (ms: number) => new Date(clock.now().getTime() - ms);
    await sql.rows(openJournalDays, [journalDays.ahead]);
    await sql.rows(closeJournalDays, [journalDays.kept]);
    await sweep(sql, dropKeys, [before(kept.keys)]);
    await sweep(sql, dropEffects, [before(kept.effects)]);
    await sweep(sql, dropMail, [before(kept.mail)]);
  },
});

const dropRates = statement(
  'system.drop-rates',
  'delete from rate_limit where key in (select key from rate_limit where expires_at < now() limit $1)',
);

/** Forgets the points of windows that have ended. NOTE: by the clock of the database, which began them. */
export const forgetRates = defineJob({
  name: 'system.forget-rates',
  data: NoData,
  schedule: '17 * * * *',
  handle: async ({ sql }) => void (await sweep(sql, dropRates, [])),
});
