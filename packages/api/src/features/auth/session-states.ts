import type { AccountRole } from '@rookery/contract';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { accountChanged } from '../accounts/index.ts';
import { type Revocation, revocationOf, sessionRevoked } from './revocation.ts';

/** What the database says of the session that a token names. */
export interface SessionState {
  accountId: string;
  role: AccountRole;
  live: boolean;
  suspended: boolean;
}

const keptMs = 60_000;
const kept = 20_000;

const AccountChange = z.object({ accountId: z.string(), suspended: z.boolean() });

const selectState = statement<{ role: AccountRole; live: boolean; suspended: boolean }>(
  'auth.session-state',
  `select a.role, s.revoked_at is null and s.expires_at > $3 as live, a.suspended_at is not null as suspended
   from auth_session s join account a on a.id = s.account_id where s.id = $1 and s.account_id = $2`,
);

interface Loading {
  accountId: string;
  /** Something changed while it was read. */
  stale: boolean;
  state: Promise<SessionState>;
}

/** Remembers the state of sessions, each for a minute at the most, and forgets at once what the journal says has changed. */
export class SessionStates implements Disposable {
  readonly #app: App;
  readonly #states: LRUCache<string, SessionState>;
  readonly #loading = new Map<string, Loading>();
  readonly #listeners = new Set<(revocation: Revocation) => void>();
  readonly #stop: (() => void)[];

  constructor(app: App) {
    this.#app = app;
    this.#states = new LRUCache({
      max: kept,
      ttl: keptMs,
      ttlResolution: 0,
      perf: { now: () => app.clock.now().getTime() },
    });
    this.#stop = [
      app.journal.onRow(sessionRevoked, (row) => this.#forget(revocationOf(row), true)),
      app.journal.onRow(accountChanged, (row) => {
        const { accountId, suspended } = AccountChange.parse(row.ref);
        this.#forget({ accountId, sessionIds: 'all' }, suspended);
      }),
    ];
  }

  /** The state, without a wait when it is known. */
  peek(sessionId: string): SessionState | undefined {
    return this.#states.get(sessionId);
  }

  /** The state as the database has it; calls at once share one query. */
  load(sessionId: string, accountId: string): Promise<SessionState> {
    const known = this.#loading.get(sessionId);
    if (known) return known.state;
    const loading: Loading = { accountId, stale: false, state: this.#read(sessionId, accountId) };
    this.#loading.set(sessionId, loading);
    return loading.state;
  }

  onRevoked(listener: (revocation: Revocation) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stop) stop();
    this.#listeners.clear();
  }

  async #read(sessionId: string, accountId: string): Promise<SessionState> {
    try {
      for (;;) {
        const row = await this.#app.sql.first(selectState, [sessionId, accountId, this.#app.clock.now()]);
        const loading = this.#loading.get(sessionId);
        // NOTE: what changed during the read may be missing from it; its journal row came after its commit.
        if (loading?.stale) {
          loading.stale = false;
          continue;
        }
        const state = row ? { accountId, ...row } : { accountId, role: 'user' as const, live: false, suspended: false };
        this.#states.set(sessionId, state);
        return state;
      }
    } finally {
      this.#loading.delete(sessionId);
    }
  }

  #forget(revocation: Revocation, revoked: boolean): void {
    const { accountId, sessionIds } = revocation;
    for (const loading of this.#loading.values()) if (loading.accountId === accountId) loading.stale = true;
    const ids = sessionIds === 'all' ? this.#idsOf(accountId) : sessionIds;
    for (const id of ids) this.#states.delete(id);
    if (revoked) for (const listener of this.#listeners) listener(revocation);
  }

  #idsOf(accountId: string): string[] {
    return [...this.#states.entries()].flatMap(([id, state]) => (state.accountId === accountId ? [id] : []));
  }
}
