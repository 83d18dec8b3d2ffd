import { defineJob, NoData } from '../../kernel/job.ts';
import { statement } from '../../kernel/sql.ts';
import { sweep } from '../../kernel/sweep.ts';

const dropExpired = statement(
  'developer.drop-expired-tokens',
  'delete from personal_access_token where id in (select id from personal_access_token where expires_at < $1 limit $2)',
);

const dropRevoked = statement(
  'developer.drop-revoked-tokens',
  'delete from personal_access_token where id in (select id from personal_access_token where revoked_at < $1 limit $2)',
);

const rememberedDays = 30;

/** Deletes tokens that ended a month ago. */
export const cleanUpTokens = defineJob({
  name: 'developer.clean-up',
  data: NoData,
  schedule: '27 3 * * *',
  handle: async ({ sql, clock }) => {
    const longAgo = new Date(clock.now().getTime() - rememberedDays * 24 * 3600 * 1000);
    await sweep(sql, dropExpired, [longAgo]);
    await sweep(sql, dropRevoked, [longAgo]);
  },
});
