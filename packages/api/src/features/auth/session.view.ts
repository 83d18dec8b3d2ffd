import type { Session } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { findAccount } from '../accounts/index.ts';
import { ownProfile } from '../profiles/index.ts';
import { signAccessToken } from './access-token.ts';

/** A session with the newest of its refresh tokens. */
export interface OpenSession {
  accountId: string;
  sessionId: string;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

/** The session as its owner gets it, with a fresh access token. */
export async function presentSession(tx: Transaction, open: OpenSession): Promise<Session> {
  const account = found(await findAccount(tx.sql, open.accountId));
  const profile = found(await ownProfile(tx, open.accountId));
  const { token, expiresAt } = signAccessToken(tx.app, open);
  const { refreshToken, refreshTokenExpiresAt } = open;
  return { account, profile, accessToken: token, accessTokenExpiresAt: expiresAt, refreshToken, refreshTokenExpiresAt };
}
