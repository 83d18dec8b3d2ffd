import type { Session } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { RequestContext } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { newToken, tokenHash } from './refresh-token.ts';
import { presentSession } from './session.view.ts';

const sessionDays = 90;
const longestUserAgent = 512;

const insertSession = statement(
  'auth.insert-session',
  `with session as (
     insert into auth_session (id, account_id, user_agent, ip, created_at, last_used_at, expires_at)
     values ($1, $2, $3, $4, $5, $5, $6) returning id
   )
   insert into refresh_token (token_hash, session_id, created_at) select $7, id, $5 from session`,
);

/** When a session ends that is used now and never again. */
export function sessionEnd(now: Date): Date {
  return new Date(now.getTime() + sessionDays * 24 * 3600 * 1000);
}

/** The name of a device as its session keeps it. */
export function deviceOf(ctx: Pick<RequestContext, 'userAgent'>): string | null {
  return ctx.userAgent?.slice(0, longestUserAgent) ?? null;
}

/** Signs an account in on the device that calls. */
export async function startSession(tx: Transaction, ctx: RequestContext, accountId: string): Promise<Session> {
  const now = tx.app.clock.now();
  const sessionId = newId();
  const refreshToken = newToken();
  const refreshTokenExpiresAt = sessionEnd(now);
  await tx.sql.run(insertSession, [
    sessionId,
    accountId,
    deviceOf(ctx),
    ctx.ip,
    now,
    refreshTokenExpiresAt,
    tokenHash(refreshToken),
  ]);
  return presentSession(tx, { accountId, sessionId, refreshToken, refreshTokenExpiresAt });
}
