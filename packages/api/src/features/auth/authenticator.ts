import type { App } from '../../kernel/app.ts';
import type { Identity } from '../../kernel/context.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import { type Revocation, watchRevocations } from './revocation.ts';
import { SessionBearers } from './session-bearers.ts';
import { TokenBearers } from './token-bearers.ts';

/** Tells from the bearer token of a request who calls. */
export interface Authenticator extends Disposable {
  /** Takes the token without the word `Bearer`, or null where there is none. A call with a known token costs no query. */
  authenticate(bearer: string | null): Promise<Identity>;
  /** Calls a listener when sessions or tokens end, so that their sockets can be closed; returns the way out. */
  onRevoked(listener: (revocation: Revocation) => void): () => void;
}

/** Opens an authenticator, which follows the journal until it is disposed. */
export function openAuthenticator(app: App, tokens: PersonalTokens): Authenticator {
  const ofSessions = new SessionBearers(app);
  const ofTokens = new TokenBearers(app, tokens);
  const listeners = new Set<(revocation: Revocation) => void>();
  const stop = watchRevocations(app.journal, {
    changed: (revocation) => {
      ofSessions.forget(revocation);
      ofTokens.forget(revocation);
    },
    ended: (revocation) => {
      for (const listener of listeners) listener(revocation);
    },
  });
  return {
    authenticate: async (bearer) => {
      if (bearer === null) return { kind: 'anonymous' };
      return tokens.looksLikeOne(bearer) ? ofTokens.identify(bearer) : ofSessions.identify(bearer);
    },
    onRevoked: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    [Symbol.dispose]: () => {
      stop();
      listeners.clear();
    },
  };
}
