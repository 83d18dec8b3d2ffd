import type { AccountRole, Scope } from '@rookery/contract';
import type { App } from '../../kernel/app.ts';

/** What a personal access token is good for. */
export interface PersonalTokenState {
  id: string;
  accountId: string;
  role: AccountRole;
  scopes: readonly Scope[];
  suspended: boolean;
  /** Null: it does not expire. */
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

/** What the authenticator asks of those who keep personal access tokens. */
export interface PersonalTokens {
  /** Whether a bearer token means to be one. */
  looksLikeOne(bearer: string): boolean;
  /** Whether it was made here. Told without the database, so that guessing costs it nothing. */
  wasMadeHere(app: App, bearer: string): boolean;
  /** Null for one that is unknown or revoked. */
  find(app: App, bearer: string): Promise<PersonalTokenState | null>;
  /** Keeps that it was used. */
  noteUse(app: App, id: string, at: Date): Promise<void>;
}
