import type { RegisterInput, Session } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { transact } from '../../kernel/transaction.ts';
import { mailToken } from './auth.jobs.ts';
import { keepInCookie, trustedCookies } from './cookie-mode.ts';
import { openAccount, refuseTaken } from './open-account.ts';
import { refuseWeakPassword } from './password-strength.ts';
import { startSession } from './start-session.ts';

/** Opens an account with its profile, signs it in, and mails a link that proves the address. */
export async function register({ ctx, input }: Call<RegisterInput>): Promise<Session> {
  const { email, username, password } = input;
  const cookies = input.cookie ? trustedCookies(ctx) : null;
  refuseWeakPassword(password, [username, email], 'password');
  const passwordHash = await ctx.app.passwords.hash(password);
  const displayName = input.displayName || username;
  const session = await transact(ctx, async (tx) => {
    const id = await openAccount(tx, {
      email,
      username,
      displayName,
      passwordHash,
      role: 'user',
      emailVerifiedAt: null,
    });
    await tx.enqueue(mailToken, { purpose: 'email_verification', email });
    return startSession(tx, ctx, id);
  }).catch(refuseTaken);
  return cookies ? keepInCookie(cookies, session) : session;
}
