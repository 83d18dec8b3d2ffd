import type { Session } from './generated/types.ts';
import { randomKey } from './random-key.ts';

/** A session as it lies in the storage. */
export interface StoredSession {
  accountId: string;
  accessToken: string;
  /** When the access token expires, by the clock of this machine. */
  expiresAt: number;
  /** Empty: there is none. */
  refreshToken: string;
  /** The idempotency key of the exchange of this refresh token, so that a lost reply can be asked for again. */
  refreshKey: string;
}

/** What is kept of a session that the server has just given. */
export function toStored(session: Session): StoredSession {
  const { account, accessToken, accessTokenExpiresAt, refreshToken } = session;
  const expiresAt = localExpiry(accessToken) ?? accessTokenExpiresAt.getTime();
  return { accountId: account.id, accessToken, expiresAt, refreshToken, refreshKey: randomKey() };
}

/** The session of who has a token that stands by itself. NOTE: the end of one is no part of its secret. */
export function sessionOf(token: string): StoredSession {
  return { accountId: token.slice(-9), accessToken: token, expiresAt: 8.64e15, refreshToken: '', refreshKey: '' };
}

/** NOTE: the clock here may be wrong, so a token lasts from now for as long as the server's own times are apart. */
function localExpiry(accessToken: string): number | null {
  try {
    const [, payload = ''] = accessToken.split('.');
    const { iat, exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return exp > iat ? Date.now() + (exp - iat) * 1000 : null;
  } catch {
    return null;
  }
}

/** Reads what a storage holds; null for anything that is not a session. */
export function parseStored(text: string | null): StoredSession | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isStored(value) ? value : null;
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is StoredSession {
  return typeof value === 'object' && value !== null && 'refreshKey' in value && 'accountId' in value;
}
