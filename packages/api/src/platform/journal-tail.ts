import type { Bus, Logger } from '../kernel/ports.ts';
import type { Sql } from '../kernel/sql.ts';
import type { Place } from './journal-place.ts';
import { journalEnd, type PlacedRow, readJournal } from './journal-read.ts';

const pollMs = 1000;
const firstRetryMs = 20;
const batch = 2000;

/** What a tail is made of. */
export interface TailOptions {
  sql: Sql;
  log: Logger;
  /** Where to begin. */
  place: Place;
  /** Hands rows on; throws to be given them again. */
  handle(rows: readonly PlacedRow[]): Promise<void>;
  /** Rows that were not read are gone: everybody has to read for himself. */
  lost(): void;
}

/** Follows the end of the journal: wake-ups make it fast, the poll makes it sure. */
export class JournalTail {
  readonly #options: TailOptions;
  #place: Place;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => undefined;
  #rows = 0;
  #readAt = performance.now();

  constructor(options: TailOptions) {
    this.#options = options;
    this.#place = options.place;
  }

  /** Everything before it has been handed on. */
  get place(): Place {
    return this.#place;
  }

  /** How many rows were handed on, and how long ago the end was reached last. */
  stats(): { rows: number; ageMs: number } {
    return { rows: this.#rows, ageMs: performance.now() - this.#readAt };
  }

  start(bus: Bus, channel: string): void {
    this.#unsubscribe = bus.subscribe(channel, () => void this.#run());
    this.#schedule(pollMs);
  }

  /** Returns when everything committed before the call has been handed on. */
  async settle(): Promise<void> {
    await this.#running;
    await this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#run(), ms * (0.75 + Math.random() / 2));
    this.#timer.unref();
  }

  /** One read at a time; a wake-up during a read leads to one more. */
  #run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#loop();
    return this.#running;
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        if (await this.#step()) this.#again = true;
        this.#failures = 0;
      }
      this.#schedule(pollMs);
    } catch (error) {
      this.#failed(error);
    } finally {
      // NOTE: cleared in the same turn as the last look at `again`, so that no wake-up falls in between.
      this.#running = null;
    }
  }

  /** NOTE: the place is kept, so that the next try is given the same rows again. */
  #failed(error: unknown): void {
    this.#options.log.warn({ err: error }, 'the journal could not be followed');
    this.#schedule(Math.min(pollMs, firstRetryMs * 4 ** this.#failures));
    this.#failures += 1;
  }

  async #step(): Promise<boolean> {
    const { sql, handle, lost } = this.#options;
    const read = await readJournal(sql, { place: this.#place, limit: batch });
    if (!read) {
      this.#place = await journalEnd(sql);
      lost();
      return true;
    }
    if (read.rows.length > 0) await handle(read.rows);
    this.#place = read.place;
    this.#rows += read.rows.length;
    if (!read.more) this.#readAt = performance.now();
    return read.more;
  }
}
