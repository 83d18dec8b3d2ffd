import { RookeryError } from './errors.ts';
import type { Session } from './generated/types.ts';
import { locked, type SessionStorage, watchStorage } from './storage.ts';
import { parseStored, type StoredSession, toStored } from './stored-session.ts';
import { within } from './timing.ts';

/** Who is signed in, and the token that proves it. */
export interface SessionState {
  readonly accountId: string;
  readonly accessToken: string;
  /** When the access token expires, by the clock of this machine. */
  readonly expiresAt: Date;
}

/** The session of a client. */
export interface SessionStore {
  /** When a kept session has been read. */
  readonly ready: Promise<void>;
  accountId(): string | null;
  state(): SessionState | null;
  /** A token that is good for the next seconds, or null when nobody is signed in; rejects while it cannot be renewed. */
  token(): Promise<string | null>;
  /** Replaces the token that was refused; signs out when the server refuses that for good. */
  renew(used: string): Promise<void>;
  adopt(session: Session): Promise<void>;
  clear(): Promise<void>;
  /** Calls back after each change, outside of any lock. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** What a session store stands on. */
export interface SessionPorts {
  /** Null: the session lives as long as the client. */
  storage: SessionStorage | null;
  key: string;
  refresh(refreshToken: string, idempotencyKey: string): Promise<Session>;
  report(error: unknown): void;
}

const renewAheadMs = 60_000;
const mustRenewMs = 10_000;
const renewalMs = 25_000;

/** Keeps the session in a storage and its token fresh, together with the other tabs on the same storage. */
export function createSessionStore({ storage, key, refresh, report }: SessionPorts): SessionStore {
  let current: StoredSession | null = null;
  let state: SessionState | null = null;
  let renewal: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  const set = (next: StoredSession | null): void => {
    if (next?.accessToken === current?.accessToken) return;
    current = next;
    state = next && { accountId: next.accountId, accessToken: next.accessToken, expiresAt: new Date(next.expiresAt) };
    for (const listener of [...listeners]) listener();
  };

  const read = async (): Promise<StoredSession | null> => {
    if (!storage) return current;
    try {
      return parseStored(await storage.getItem(key));
    } catch (error) {
      report(error);
      return current;
    }
  };

  const write = async (next: StoredSession | null): Promise<void> => {
    try {
      await (next ? storage?.setItem(key, JSON.stringify(next)) : storage?.removeItem(key));
    } catch (error) {
      report(error);
    }
  };

  const save = async (next: StoredSession | null): Promise<void> => {
    set(next);
    await write(next);
  };

  /** NOTE: whoever signed in or out meanwhile, here or in another tab, has written another refresh token and wins. */
  const exchange = async (mine: StoredSession): Promise<StoredSession | null> => {
    const kept = await read();
    if (kept?.refreshToken !== mine.refreshToken) return kept;
    const next = await refresh(mine.refreshToken, mine.refreshKey).then(toStored, orSignedOut);
    const now = await read();
    if (now?.refreshToken !== mine.refreshToken) return now;
    await write(next);
    return next;
  };

  const renewNow = async (mine: StoredSession): Promise<void> => {
    const task = (): Promise<StoredSession | null> => exchange(mine);
    const next = await within(renewalMs, undefined, () => (storage ? locked(`${key} ${mine.accountId}`, task) : task()));
    if (current?.refreshToken === mine.refreshToken) set(next);
  };

  const renew = async (used: string): Promise<void> => {
    if (current?.accessToken !== used) return;
    renewal ??= renewNow(current).finally(() => {
      renewal = null;
    });
    await renewal;
  };

  const ready = read().then(set);
  const unwatch = storage ? watchStorage(storage, key, (text) => set(parseStored(text))) : () => undefined;

  return {
    ready,
    accountId: () => current?.accountId ?? null,
    state: () => state,
    token: async () => {
      await ready;
      if (!current) return null;
      const left = current.expiresAt - Date.now();
      if (left < mustRenewMs) await renew(current.accessToken).catch((error) => left > 0 || Promise.reject(error));
      else if (left < renewAheadMs) renew(current.accessToken).catch(() => undefined);
      return current?.accessToken ?? null;
    },
    renew,
    adopt: (session) => save(toStored(session)),
    clear: () => save(null),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: unwatch,
  };
}

/** NOTE: only the server's own word ends a session; trouble on the way leaves it as it is. */
function orSignedOut(error: unknown): null {
  const refused = error instanceof RookeryError && (error.code === 'UNAUTHORIZED' || error.reason === 'account_suspended' || error.reason === 'not_found');
  if (refused) return null;
  throw error;
}
