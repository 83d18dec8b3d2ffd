import type { Reason, RefreshInput, Session } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { Call, Context, CookieJar } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { transact } from '../../kernel/transaction.ts';
import { keepInCookie, trustedCookies } from './cookie-mode.ts';
import { tokenHash } from './refresh-token.ts';
import { presentSession } from './session.view.ts';
import { spendRefreshToken } from './spend-refresh-token.ts';

/** Exchanges the newest refresh token of a session for its successor and a fresh access token. */
export async function refreshSession({ ctx, input }: Call<RefreshInput>): Promise<Session> {
  if (input.refreshToken !== undefined) return exchange(ctx, input.refreshToken);
  const token = ctx.cookies?.refreshToken;
  if (!token) throw new DomainError('token_missing');
  const cookies = trustedCookies(ctx);
  return keepInCookie(cookies, await exchange(ctx, token).catch(dropRefused(cookies)));
}

async function exchange(ctx: Context, token: string): Promise<Session> {
  // NOTE: who holds the token calls. A cookie is no part of the body, so one key may come from many browsers.
  const holder = { app: ctx.app, call: ctx.call, viewer: { id: `refresh ${tokenHash(token).toString('base64')}` } };
  const outcome = await transact(holder, (tx) => attempt(tx, ctx, token));
  // NOTE: thrown after the commit, since a reuse has ended the session.
  if ('refused' in outcome) throw new DomainError(outcome.refused);
  return outcome.session;
}

async function attempt(
  tx: Transaction,
  ctx: Context,
  token: string,
): Promise<{ session: Session } | { refused: Reason }> {
  const used = await spendRefreshToken(tx, ctx, token);
  return typeof used === 'string' ? { refused: used } : { session: await presentSession(tx, used) };
}

/** A cookie whose token is refused for good is taken away. */
function dropRefused(cookies: CookieJar): (error: unknown) => never {
  return (error) => {
    if (error instanceof DomainError) cookies.clearRefresh();
    throw error;
  };
}
