import type { App } from '../../kernel/app.ts';
import type { Identity } from '../../kernel/context.ts';
import { CredentialStates } from './credential-states.ts';
import type { PersonalTokenState, PersonalTokens } from './personal-tokens.ts';
import type { Revocation } from './revocation.ts';

interface TokenState {
  accountId: string | null;
  /** Null for one that is worth nothing, and will not be. */
  token: PersonalTokenState | null;
}

const usedEveryMs = 5 * 60_000;

/** When tokens expire that do not. */
const never = new Date('9999-12-31T23:59:59.999Z');

/** Tells who bears a personal access token. */
export class TokenBearers {
  readonly #app: App;
  readonly #tokens: PersonalTokens;
  readonly #states: CredentialStates<TokenState>;

  constructor(app: App, tokens: PersonalTokens) {
    this.#app = app;
    this.#tokens = tokens;
    this.#states = new CredentialStates(app.clock, (bearer) => this.#read(bearer));
  }

  async identify(bearer: string): Promise<Identity> {
    const state = this.#states.peek(bearer);
    if (!state && !this.#tokens.wasMadeHere(this.#app, bearer)) return { kind: 'rejected', reason: 'token_invalid' };
    const { token } = state ?? (await this.#states.load(bearer, null));
    const now = this.#app.clock.now();
    const identity = identityOf(token, now);
    if (token && identity.kind === 'viewer') this.#noteUse(token, now);
    return identity;
  }

  forget({ accountId, tokenIds }: Revocation): void {
    this.#states.forget(accountId, (_, { token }) => tokenIds === 'all' || (!!token && tokenIds.includes(token.id)));
  }

  async #read(bearer: string): Promise<TokenState> {
    const token = await this.#tokens.find(this.#app, bearer);
    return { accountId: token?.accountId ?? null, token };
  }

  /** NOTE: nobody waits for it, and once in some minutes is enough. */
  #noteUse(token: PersonalTokenState, now: Date): void {
    if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() < usedEveryMs) return;
    token.lastUsedAt = now;
    this.#tokens
      .noteUse(this.#app, token.id, now)
      .catch((error: unknown) => this.#app.log.warn({ err: error }, 'the use of a token could not be noted'));
  }
}

function identityOf(token: PersonalTokenState | null, now: Date): Identity {
  if (!token) return { kind: 'rejected', reason: 'token_invalid' };
  if (token.expiresAt && token.expiresAt <= now) return { kind: 'rejected', reason: 'token_expired' };
  if (token.suspended) return { kind: 'rejected', reason: 'account_suspended' };
  const { id: tokenId, accountId: id, role, expiresAt } = token;
  const scopes = new Set(token.scopes);
  return { kind: 'viewer', viewer: { id, sessionId: null, tokenId, role, scopes, expiresAt: expiresAt ?? never } };
}
