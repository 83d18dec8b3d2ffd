import type { Reason } from '@rookery/contract';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { ApiSettings, App } from '../../kernel/app.ts';

/** What an access token says. */
export interface AccessClaims {
  accountId: string;
  sessionId: string;
  expiresAt: Date;
}

const algorithm = 'HS256';
const audience = 'rookery';
const lifetimeSeconds = 15 * 60;
const maxLength = 2048;

const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.number() });

/** Signs an access token of 15 minutes with the first of the keys. */
export function signAccessToken(
  { settings, clock }: Pick<App, 'settings' | 'clock'>,
  { accountId, sessionId }: { accountId: string; sessionId: string },
): { token: string; expiresAt: Date } {
  const [key] = settings.jwtKeys;
  if (!key) throw new Error('no key to sign access tokens with');
  const iat = Math.floor(clock.now().getTime() / 1000);
  const exp = iat + lifetimeSeconds;
  const claims = { sub: accountId, sid: sessionId, iss: issuerOf(settings), aud: audience, iat, exp };
  return { token: jwt.sign(claims, key.secret, { algorithm, keyid: key.kid }), expiresAt: new Date(exp * 1000) };
}

/** The claims of a token that one of the keys signed, or why it is refused. */
export function verifyAccessToken(settings: ApiSettings, token: string, now: Date): AccessClaims | Reason {
  const key = settings.jwtKeys.find(({ kid }) => kid === keyIdOf(token));
  if (!key) return 'token_invalid';
  try {
    const clockTimestamp = Math.floor(now.getTime() / 1000);
    const options = {
      algorithms: [algorithm],
      audience,
      issuer: issuerOf(settings),
      clockTimestamp,
    } satisfies jwt.VerifyOptions;
    const { sub, sid, exp } = Claims.parse(jwt.verify(token, key.secret, options));
    return { accountId: sub, sessionId: sid, expiresAt: new Date(exp * 1000) };
  } catch (error) {
    return error instanceof jwt.TokenExpiredError ? 'token_expired' : 'token_invalid';
  }
}

/** NOTE: without the port, since servers on one machine which share a database and keys take each other's tokens. */
function issuerOf({ publicUrl }: ApiSettings): string {
  const { protocol, hostname } = new URL(publicUrl);
  return `${protocol}//${hostname}`;
}

/** The key that a token names in its header; nothing of it is believed yet. */
function keyIdOf(token: string): string | null {
  if (token.length > maxLength) return null;
  try {
    return jwt.decode(token, { complete: true })?.header.kid ?? null;
  } catch {
    return null;
  }
}
