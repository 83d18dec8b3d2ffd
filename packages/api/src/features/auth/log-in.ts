import type { LoginInput, Session } from '@rookery/contract';
import type { Call, RequestContext } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { charge } from '../../kernel/rate-limit.ts';
import { rates } from '../../kernel/rates.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { keepInCookie, trustedCookies } from './cookie-mode.ts';
import { startSession } from './start-session.ts';

interface Credentials {
  id: string;
  password_hash: string;
}

const byEmail = statement<Credentials>('auth.by-email', 'select id, password_hash from account where email = $1');

const byUsername = statement<Credentials>(
  'auth.by-username',
  'select a.id, a.password_hash from profile p join account a on a.id = p.id where p.username = $1',
);

// NOTE: held against a reset under way, which would end all sessions but the one that starts here.
const holdAccount = statement<{ suspended: boolean }>(
  'auth.hold-account',
  'select suspended_at is not null as suspended from account where id = $1 and password_hash = $2 for share',
);

/** Signs in by e-mail address or username. Whether there is such an account shows neither in the answer nor in its time. */
export async function logIn({ ctx, input }: Call<LoginInput>): Promise<Session> {
  const cookies = input.cookie ? trustedCookies(ctx) : null;
  const login = input.login.toLowerCase();
  await chargeLogin(ctx, login);
  const account = await ctx.app.sql.first(login.includes('@') ? byEmail : byUsername, [login]);
  const proved = await ctx.app.passwords.verify(input.password, account?.password_hash ?? null);
  if (!account || !proved) throw new DomainError('credentials_invalid');
  const session = await transact(ctx, async (tx) => {
    const held = await tx.sql.first(holdAccount, [account.id, account.password_hash]);
    if (!held) throw new DomainError('credentials_invalid');
    if (held.suspended) throw new DomainError('account_suspended');
    return startSession(tx, ctx, account.id);
  });
  return cookies ? keepInCookie(cookies, session) : session;
}

/** Charges one guess at a password, by what it is a guess for, be there such an account or not. */
export async function chargeLogin(ctx: RequestContext, key: string): Promise<void> {
  await charge(ctx, rates.loginPerAccount, key);
  await charge(ctx, rates.loginPerAccountHour, key);
}
