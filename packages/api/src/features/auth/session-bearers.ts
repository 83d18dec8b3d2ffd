import type { AccountRole } from '@rookery/contract';
import { LRUCache } from 'lru-cache';
import type { App } from '../../kernel/app.ts';
import type { Identity } from '../../kernel/context.ts';
import { statement } from '../../kernel/sql.ts';
import { type AccessClaims, verifyAccessToken } from './access-token.ts';
import { CredentialStates } from './credential-states.ts';
import type { Revocation } from './revocation.ts';

/** What the database says of the session that a token names. */
interface SessionState {
  accountId: string;
  role: AccountRole;
  live: boolean;
  suspended: boolean;
}

const selectState = statement<Omit<SessionState, 'accountId'>>(
  'auth.session-state',
  `select a.role, s.revoked_at is null and s.expires_at > $3 as live, a.suspended_at is not null as suspended
   from auth_session s join account a on a.id = s.account_id where s.id = $1 and s.account_id = $2`,
);

const keptTokens = 10_000;

/** Tells who bears an access token of a session. */
export class SessionBearers {
  readonly #app: App;
  readonly #tokens = new LRUCache<string, AccessClaims>({ max: keptTokens });
  readonly #states: CredentialStates<SessionState>;

  constructor(app: App) {
    this.#app = app;
    this.#states = new CredentialStates(app.clock, (sessionId, accountId) => this.#read(sessionId, accountId ?? ''));
  }

  async identify(bearer: string): Promise<Identity> {
    const now = this.#app.clock.now();
    const claims = this.#tokens.get(bearer) ?? verifyAccessToken(this.#app.settings, bearer, now);
    if (typeof claims === 'string') return { kind: 'rejected', reason: claims };
    this.#tokens.set(bearer, claims);
    if (claims.expiresAt <= now) return { kind: 'rejected', reason: 'token_expired' };
    const { sessionId, accountId } = claims;
    return identityOf(claims, this.#states.peek(sessionId) ?? (await this.#states.load(sessionId, accountId)));
  }

  forget({ accountId, sessionIds }: Revocation): void {
    this.#states.forget(accountId, (sessionId) => sessionIds === 'all' || sessionIds.includes(sessionId));
  }

  async #read(sessionId: string, accountId: string): Promise<SessionState> {
    const row = await this.#app.sql.first(selectState, [sessionId, accountId, this.#app.clock.now()]);
    return row ? { accountId, ...row } : { accountId, role: 'user', live: false, suspended: false };
  }
}

function identityOf(claims: AccessClaims, state: SessionState): Identity {
  if (state.suspended) return { kind: 'rejected', reason: 'account_suspended' };
  if (!state.live || state.accountId !== claims.accountId) return { kind: 'rejected', reason: 'session_revoked' };
  const { accountId: id, sessionId, expiresAt } = claims;
  return { kind: 'viewer', viewer: { id, sessionId, tokenId: null, role: state.role, scopes: null, expiresAt } };
}
