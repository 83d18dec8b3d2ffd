import type { Session } from '@rookery/contract';
import type { CookieJar, RequestContext } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';

/** The cookies of a call that no other site can have made; refuses with `csrf`. */
export function trustedCookies(ctx: RequestContext): CookieJar {
  if (!ctx.cookies?.trusted) throw new DomainError('csrf');
  return ctx.cookies;
}

/** Puts the refresh token into the cookie, and takes it out of the answer. */
export function keepInCookie(cookies: CookieJar, session: Session): Session {
  cookies.setRefresh(session.refreshToken, session.refreshTokenExpiresAt);
  return { ...session, refreshToken: '' };
}
