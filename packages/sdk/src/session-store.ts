import { RookeryError } from './errors.ts';
import type { Session } from './generated/types.ts';
import type { SessionStorage } from './session-storage.ts';
import { locked, watchStorage } from './storage.ts';
import { parseStored, type StoredSession, toStored } from './stored-session.ts';
import { within } from './timing.ts';

/** Who is signed in, and the token that proves it. */
export interface SessionState {
  /** Whose it is; of a client that was given a token, the end of that. */
  readonly accountId: string;
  readonly accessToken: string;
  /** When the access token expires, by the clock of this machine. */
  readonly expiresAt: Date;
}

/** What a session store stands on. */
export interface SessionPorts {
  /** Null: the session lives as long as the client. */
  storage: SessionStorage | null;
  /** To begin with, where there is no storage. */
  given?: StoredSession | undefined;
  key: string;
  refresh(refreshToken: string, idempotencyKey: string): Promise<Session>;
  report(error: unknown): void;
}

const renewAheadMs = 60_000;
const mustRenewMs = 10_000;
const renewalMs = 25_000;

/** Keeps the session in a storage and its token fresh, together with the other tabs on the same storage. */
export class SessionStore {
  /** When a kept session has been read. */
  readonly ready: Promise<void>;
  readonly #ports: SessionPorts;
  readonly #listeners = new Set<() => void>();
  readonly #unwatch: () => void;
  #current: StoredSession | null = null;
  #state: SessionState | null = null;
  #renewal: Promise<void> | null = null;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#set(ports.given ?? null);
    this.ready = this.#read().then((kept) => this.#set(kept));
    this.#unwatch = watchStorage(ports.storage, ports.key, (text) => this.#set(parseStored(text)));
  }

  get accountId(): string | null {
    return this.#current?.accountId ?? null;
  }

  get state(): SessionState | null {
    return this.#state;
  }

  /** A token that is good for the next seconds, or null when nobody is signed in; rejects while it cannot be renewed. */
  async token(): Promise<string | null> {
    await this.ready;
    if (!this.#current) return null;
    const { accessToken, expiresAt } = this.#current;
    const left = expiresAt - Date.now();
    if (left < renewAheadMs) {
      const renewal = this.renew(accessToken).catch((error: unknown) => (left > 0 ? undefined : Promise.reject(error)));
      if (left < mustRenewMs) await renewal;
    }
    return this.#current?.accessToken ?? null;
  }

  /** Replaces the token that was used; signs out when the server refuses that for good. */
  async renew(used: string): Promise<void> {
    if (this.#current?.accessToken !== used) return;
    this.#renewal ??= this.#renewNow(this.#current).finally(() => {
      this.#renewal = null;
    });
    await this.#renewal;
  }

  /** Takes a session as its own. */
  adopt(session: Session): Promise<void> {
    return this.#save(toStored(session));
  }

  /** Forgets the session. */
  clear(): Promise<void> {
    return this.#save(null);
  }

  /** Calls back after each change, outside of any lock; returns the way out. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Listens to other tabs no more. */
  close(): void {
    this.#unwatch();
  }

  async #renewNow(mine: StoredSession): Promise<void> {
    const { storage, key } = this.#ports;
    const exchange = (): Promise<StoredSession | null> => this.#exchange(mine);
    const next = await within(renewalMs, undefined, () =>
      storage ? locked(`${key} ${mine.accountId}`, exchange) : exchange(),
    );
    if (this.#current?.refreshToken === mine.refreshToken) this.#set(next);
  }

  /** NOTE: whoever signed in or out meanwhile, here or in another tab, has written another refresh token and wins. */
  async #exchange(mine: StoredSession): Promise<StoredSession | null> {
    const kept = await this.#read();
    if (kept?.refreshToken !== mine.refreshToken) return kept;
    const { refreshToken, refreshKey } = mine;
    const next = refreshToken ? await this.#ports.refresh(refreshToken, refreshKey).then(toStored, orSignedOut) : null;
    const now = await this.#read();
    if (now?.refreshToken !== mine.refreshToken) return now;
    await this.#write(next);
    return next;
  }

  async #save(next: StoredSession | null): Promise<void> {
    this.#set(next);
    await this.#write(next);
  }

  #set(next: StoredSession | null): void {
    if (next?.accessToken === this.#current?.accessToken) return;
    this.#current = next;
    this.#state = next && {
      accountId: next.accountId,
      accessToken: next.accessToken,
      expiresAt: new Date(next.expiresAt),
    };
    for (const listener of [...this.#listeners]) listener();
  }

  async #read(): Promise<StoredSession | null> {
    const { storage, key, report } = this.#ports;
    try {
      return storage ? parseStored(await storage.getItem(key)) : this.#current;
    } catch (error) {
      report(error);
      return this.#current;
    }
  }

  async #write(next: StoredSession | null): Promise<void> {
    const { storage, key, report } = this.#ports;
    try {
      await (next ? storage?.setItem(key, JSON.stringify(next)) : storage?.removeItem(key));
    } catch (error) {
      report(error);
    }
  }
}

/** NOTE: only the server's own word ends a session; trouble on the way leaves it as it is. */
function orSignedOut(error: unknown): null {
  if (error instanceof RookeryError && (error.code === 'UNAUTHORIZED' || lostAccount.has(error.reason))) return null;
  throw error;
}

const lostAccount: ReadonlySet<string> = new Set(['account_suspended', 'not_found']);
