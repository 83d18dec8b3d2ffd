import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/ports.ts';

const keptMs = 60_000;
const kept = 20_000;

interface Loading<State> {
  /** Whose the credential is; null where the read has yet to tell. */
  accountId: string | null;
  /** Something changed while it was read. */
  stale: boolean;
  state: Promise<State>;
}

/** Remembers what the database says of credentials, each for a minute at the most, and forgets at once what has changed. */
export class CredentialStates<State extends { accountId: string | null }> {
  readonly #read: (key: string, accountId: string | null) => Promise<State>;
  readonly #states: LRUCache<string, State>;
  /** The keys of what is remembered of each account, so that forgetting one does not look through all. */
  readonly #keys = new Map<string, Set<string>>();
  readonly #loading = new Map<string, Loading<State>>();

  constructor(clock: Clock, read: (key: string, accountId: string | null) => Promise<State>) {
    this.#read = read;
    this.#states = new LRUCache({
      max: kept,
      ttl: keptMs,
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
      dispose: (state, key) => this.#drop(state, key),
    });
  }

  /** The state, without a wait when it is known. */
  peek(key: string): State | undefined {
    return this.#states.get(key);
  }

  /** The state as the database has it; calls at once share one query. */
  load(key: string, accountId: string | null): Promise<State> {
    const known = this.#loading.get(key);
    if (known) return known.state;
    const loading: Loading<State> = { accountId, stale: false, state: this.#load(key, accountId) };
    this.#loading.set(key, loading);
    return loading.state;
  }

  /** Forgets those of an account that are concerned by a change. */
  forget(accountId: string, isConcerned: (key: string, state: State) => boolean): void {
    for (const loading of this.#loading.values()) loading.stale ||= (loading.accountId ?? accountId) === accountId;
    for (const key of [...(this.#keys.get(accountId) ?? [])]) {
      const state = this.#states.peek(key, { allowStale: true });
      if (state && isConcerned(key, state)) this.#states.delete(key);
    }
  }

  #keep(key: string, state: State): void {
    this.#states.set(key, state);
    const { accountId } = state;
    if (accountId === null) return;
    const keys = this.#keys.get(accountId) ?? new Set();
    this.#keys.set(accountId, keys.add(key));
  }

  #drop({ accountId }: State, key: string): void {
    if (accountId === null) return;
    const keys = this.#keys.get(accountId);
    keys?.delete(key);
    if (keys?.size === 0) this.#keys.delete(accountId);
  }

  async #load(key: string, accountId: string | null): Promise<State> {
    try {
      for (;;) {
        const state = await this.#read(key, accountId);
        const loading = this.#loading.get(key);
        // NOTE: what changed during the read may be missing from it; its journal row came after its commit.
        if (loading?.stale) {
          loading.stale = false;
          continue;
        }
        this.#keep(key, state);
        return state;
      }
    } finally {
      this.#loading.delete(key);
    }
  }
}
