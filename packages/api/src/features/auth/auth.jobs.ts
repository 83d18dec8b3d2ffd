import { z } from 'zod';
import type { App } from '../../kernel/app.ts';
import { defineJob, NoData } from '../../kernel/job.ts';
import { statement } from '../../kernel/sql.ts';
import { sweep } from '../../kernel/sweep.ts';
import { transact } from '../../kernel/transaction.ts';
import { tokenLetter } from './letters.ts';
import { mintMailToken } from './mail-token.ts';

const MailTokenData = z.object({ purpose: z.enum(['password_reset', 'email_verification']), email: z.string() });

/** Mails a token to an address, if an account has it. NOTE: the token is made here, so that no job ever holds one. */
export const mailToken = defineJob({
  name: 'auth.mail-token',
  data: MailTokenData,
  handle: async (app, { purpose, email }, jobId) => {
    const token = await transact({ app }, (tx) => mintMailToken(tx, purpose, email));
    if (token) await app.mailer.send(tokenLetter(purpose, email, { publicUrl: app.settings.publicUrl, token }), jobId);
  },
});

const dropEndedSessions = statement(
  'auth.drop-ended-sessions',
  'delete from auth_session where id in (select id from auth_session where expires_at < $1 limit $2)',
);

const dropRevokedSessions = statement(
  'auth.drop-revoked-sessions',
  'delete from auth_session where id in (select id from auth_session where revoked_at < $1 limit $2)',
);

const dropUsedTokens = statement(
  'auth.drop-used-refresh-tokens',
  'delete from refresh_token where token_hash in (select token_hash from refresh_token where used_at < $1 limit $2)',
);

const dropMailTokens = statement(
  'auth.drop-expired-mail-tokens',
  'delete from mail_token where token_hash in (select token_hash from mail_token where expires_at < $1 limit $2)',
);

const rememberedDays = 30;

/** Deletes sessions and tokens that no call can make anything of. */
export const cleanUpAuth = defineJob({
  name: 'auth.clean-up',
  data: NoData,
  schedule: '17 3 * * *',
  handle: async (app: App) => {
    const now = app.clock.now();
    const longAgo = new Date(now.getTime() - rememberedDays * 24 * 3600 * 1000);
    await sweep(app.sql, dropEndedSessions, [now]);
    await sweep(app.sql, dropRevokedSessions, [longAgo]);
    await sweep(app.sql, dropUsedTokens, [longAgo]);
    await sweep(app.sql, dropMailTokens, [now]);
  },
});
