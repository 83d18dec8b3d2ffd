import { defineJob, NoData } from '../../../kernel/job.ts';
import { statement } from '../../../kernel/sql.ts';
import { sweep } from '../../../kernel/sweep.ts';
import { minutes } from './digest-rules.ts';

/** Mails people what they missed, folded into one letter each. */
export const sendDigestsJob = defineJob({
  name: 'notifications.send-digests',
  batch: 1,
  data: NoData,
  schedule: '*/5 * * * *',
  handle: async (app) => (await import('./send-digests.handler.ts')).sendDigests(app),
});

const dropPairs = statement(
  'notifications.drop-digest-pairs',
  `delete from digest_pair where (recipient_id, kind, actor_id) in (
     select recipient_id, kind, actor_id from digest_pair where mailed_at < $1 limit $2) and mailed_at < $1`,
);

const dropDigests = statement(
  'notifications.drop-digests',
  `delete from digest where recipient_id in (select recipient_id from digest where last_mailed_at < $1 limit $2) and last_mailed_at < $1`,
);

/** Forgets who was mailed about whom when it matters no more. NOTE: a message that is not stale yet may have been mailed. */
export const cleanUpDigests = defineJob({
  name: 'notifications.clean-up-digests',
  data: NoData,
  schedule: '29 * * * *',
  handle: async (app) => {
    const before = new Date(app.clock.now().getTime() - (minutes.untilStale + minutes.betweenPairs) * 60_000);
    await sweep(app.sql, dropPairs, [before]);
    await sweep(app.sql, dropDigests, [before]);
  },
});
