import { LRUCache } from 'lru-cache';
import type { App } from '../../kernel/app.ts';
import type { Identity } from '../../kernel/context.ts';
import { type AccessClaims, verifyAccessToken } from './access-token.ts';
import type { Revocation } from './revocation.ts';
import { type SessionState, SessionStates } from './session-states.ts';

/** Tells from the bearer token of a request who calls. */
export interface Authenticator extends Disposable {
  /** Takes the token without the word `Bearer`, or null where there is none. A call with a known token costs no query. */
  authenticate(bearer: string | null): Promise<Identity>;
  /** Calls a listener when sessions end, so that their sockets can be closed; returns the way out. */
  onRevoked(listener: (revocation: Revocation) => void): () => void;
}

const keptTokens = 10_000;

/** Opens the authenticator of a process; it follows the journal until it is disposed. */
export function openAuthenticator(app: App): Authenticator {
  const tokens = new LRUCache<string, AccessClaims>({ max: keptTokens });
  const states = new SessionStates(app);
  return {
    authenticate: async (bearer) => {
      if (bearer === null) return { kind: 'anonymous' };
      const now = app.clock.now();
      const claims = tokens.get(bearer) ?? verifyAccessToken(app.settings, bearer, now);
      if (typeof claims === 'string') return { kind: 'rejected', reason: claims };
      tokens.set(bearer, claims);
      if (claims.expiresAt <= now) return { kind: 'rejected', reason: 'token_expired' };
      const state = states.peek(claims.sessionId) ?? (await states.load(claims.sessionId, claims.accountId));
      return identityOf(claims, state);
    },
    onRevoked: (listener) => states.onRevoked(listener),
    [Symbol.dispose]: () => states[Symbol.dispose](),
  };
}

function identityOf(claims: AccessClaims, state: SessionState): Identity {
  if (state.suspended) return { kind: 'rejected', reason: 'account_suspended' };
  if (!state.live || state.accountId !== claims.accountId) return { kind: 'rejected', reason: 'session_revoked' };
  const { accountId: id, sessionId, expiresAt } = claims;
  return { kind: 'viewer', viewer: { id, sessionId, role: state.role, scopes: null, expiresAt } };
}
