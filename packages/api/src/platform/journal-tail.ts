import type { Bus, Logger } from '../kernel/ports.ts';
import type { Sql } from '../kernel/sql.ts';
import { type JournalRead, readJournal } from './journal-read.ts';

const pollMs = 1000;
const batch = 2000;

/** Follows the end of the journal: wake-ups make it fast, the poll makes it sure. */
export class JournalTail {
  readonly #sql: Sql;
  readonly #log: Logger;
  readonly #slackMs: number;
  readonly #handle: (read: JournalRead, from: bigint) => Promise<void>;
  #horizon = 0n;
  #horizonAt = new Date(0);
  /** Rows at or above the horizon that were handled already, with their transaction ids. */
  #seen = new Map<string, bigint>();
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: () => void = () => undefined;

  constructor(sql: Sql, log: Logger, slackMs: number, handle: (read: JournalRead, from: bigint) => Promise<void>) {
    this.#sql = sql;
    this.#log = log;
    this.#slackMs = slackMs;
    this.#handle = handle;
  }

  async start(bus: Bus, channel: string): Promise<void> {
    const now = await readJournal(this.#sql, { from: 0n, since: new Date(8.64e15), seen: [], limit: 0 });
    this.#horizon = now.horizon;
    this.#horizonAt = new Date();
    this.#unsubscribe = bus.subscribe(channel, () => void this.#run());
    this.#schedule();
  }

  /** Returns when everything committed before the call has been handled. */
  async settle(): Promise<void> {
    await this.#running;
    await this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#run().finally(() => this.#schedule()), pollMs * (0.75 + Math.random() / 2));
    this.#timer.unref();
  }

  /** One read at a time; a wake-up during a read leads to one more. */
  #run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#loop().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #loop(): Promise<void> {
    do {
      this.#again = false;
      try {
        if (await this.#step()) this.#again = true;
      } catch (error) {
        // NOTE: the place is kept; the next poll reads the same rows again.
        this.#log.warn({ err: error }, 'journal read failed');
        return;
      }
    } while (this.#again && !this.#stopped);
  }

  async #step(): Promise<boolean> {
    const startedAt = new Date();
    const since = new Date(this.#horizonAt.getTime() - this.#slackMs);
    const from = this.#horizon;
    const read = await readJournal(this.#sql, { from, since, seen: this.#seen.keys(), limit: batch });
    if (read.rows.length > 0) await this.#handle(read, from);
    for (const row of read.rows) this.#seen.set(row.id, row.xid);
    if (!read.full) this.#advance(read.horizon, startedAt);
    return read.full;
  }

  #advance(horizon: bigint, at: Date): void {
    this.#horizon = horizon;
    this.#horizonAt = at;
    for (const [id, xid] of this.#seen) if (xid < horizon) this.#seen.delete(id);
  }
}
