import type { Reason } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { RequestContext } from '../../kernel/context.ts';
import { epochMs, statement } from '../../kernel/sql.ts';
import { successorOf, tokenHash } from './refresh-token.ts';
import { revokeSessions } from './revocation.ts';
import type { OpenSession } from './session.view.ts';
import { deviceOf, sessionEnd } from './start-session.ts';

const graceMs = 20_000;

interface TokenRow {
  session_id: string;
  account_id: string;
  used_ms: number | null;
  expires_ms: number;
  revoked: boolean;
  suspended: boolean;
}

// NOTE: locked first and read by a later statement, which sees what those before have committed.
const lockSession = statement(
  'auth.lock-session',
  'select 1 from auth_session where id = (select session_id from refresh_token where token_hash = $1) for update',
);

const selectToken = statement<TokenRow>(
  'auth.refresh-token',
  `select t.session_id, s.account_id, ${epochMs('t.used_at')} as used_ms, ${epochMs('s.expires_at')} as expires_ms,
     s.revoked_at is not null as revoked, a.suspended_at is not null as suspended
   from refresh_token t join auth_session s on s.id = t.session_id join account a on a.id = s.account_id
   where t.token_hash = $1`,
);

const selectUnused = statement<{ unused: boolean }>(
  'auth.refresh-token-unused',
  'select used_at is null as unused from refresh_token where token_hash = $1',
);

const rotate = statement(
  'auth.rotate-refresh-token',
  `with used as (
     update refresh_token set used_at = $2 where token_hash = $1 returning session_id
   ), session as (
     update auth_session set last_used_at = $2, expires_at = $3, ip = $4, user_agent = $5 where id = (select session_id from used)
   )
   insert into refresh_token (token_hash, session_id, created_at) select $6, session_id, $2 from used`,
);

/**
 * Spends a refresh token: the session with the token to use next, or why it is refused. A token that was used less than
 * 20 seconds ago gives the newest one again, so that a lost reply or a second tab signs nobody out. One that was used
 * before that is in two hands, and ends its session.
 */
export async function spendRefreshToken(
  tx: Transaction,
  ctx: RequestContext,
  token: string,
): Promise<OpenSession | Reason> {
  await tx.sql.run(lockSession, [tokenHash(token)]);
  const row = await tx.sql.first(selectToken, [tokenHash(token)]);
  if (!row) return 'token_invalid';
  const now = tx.app.clock.now();
  const refusal = refusalOf(row, now);
  if (refusal === 'refresh_reused') await revokeSessions(tx, row.account_id, { only: row.session_id });
  if (refusal) return refusal;
  const ids = { accountId: row.account_id, sessionId: row.session_id };
  if (row.used_ms !== null) {
    const newest = await newestAfter(tx, token);
    return newest ? { ...ids, refreshToken: newest, refreshTokenExpiresAt: new Date(row.expires_ms) } : 'token_invalid';
  }
  const refreshToken = successorOf(tx.app, token);
  const refreshTokenExpiresAt = sessionEnd(now);
  await tx.sql.run(rotate, [
    tokenHash(token),
    now,
    refreshTokenExpiresAt,
    ctx.ip,
    deviceOf(ctx),
    tokenHash(refreshToken),
  ]);
  return { ...ids, refreshToken, refreshTokenExpiresAt };
}

function refusalOf(row: TokenRow, now: Date): Reason | null {
  if (row.suspended) return 'account_suspended';
  if (row.revoked) return 'session_revoked';
  if (row.expires_ms <= now.getTime()) return 'token_expired';
  return row.used_ms !== null && now.getTime() - row.used_ms > graceMs ? 'refresh_reused' : null;
}

/** The one unused token of the session, each leading to the next; null when another secret made them. */
async function newestAfter(tx: Transaction, token: string): Promise<string | null> {
  for (let next = successorOf(tx.app, token); ; next = successorOf(tx.app, next)) {
    const row = await tx.sql.first(selectUnused, [tokenHash(next)]);
    if (!row) return null;
    if (row.unused) return next;
  }
}
