import type { App } from '../../kernel/app.ts';
import { DeadProcesses } from './dead-processes.ts';
import { tellChanged } from './presence.news.ts';
import { findHeld, type Gone, mostAtOnce, writePresence } from './presence-rows.ts';

/** For how long changes are gathered. */
const gatherMs = 50;
const retryMs = 1000;
/** How often all is compared with what is written, which also notes that who is online has been seen. */
const reviewMs = 5 * 60_000;

/** Somebody with streams on this process, or written down as if he had. */
interface Stay {
  streams: number;
  /** When the last stream was closed. */
  leftAt: Date;
  /** Until when that does not count, by the machine's monotonic clock. */
  graceUntil: number;
  isWritten: boolean;
}

/**
 * Who has streams on this process, kept in memory and written down some moments later, so that a reload or a storm of
 * reconnects costs few statements. What could not be written is tried again until it is.
 */
export class PresenceRegister implements AsyncDisposable {
  readonly #app: App;
  readonly #stays = new Map<string, Stay>();
  /** Of whom it may not be written what is so. */
  #changed = new Set<string>();
  /** Whose last stream is closed, in order of time. */
  readonly #leaving: { id: string; dueMs: number }[] = [];
  readonly #dead: DeadProcesses;
  #mayHaveLost = false;
  #reviewedMs = performance.now();
  #running: Promise<void> | null = null;
  #isFailing = false;
  #hasEnded = false;
  #writeTimer: NodeJS.Timeout | undefined;
  #graceTimer: NodeJS.Timeout | undefined;

  constructor(app: App) {
    this.#app = app;
    this.#dead = new DeadProcesses(app, (ids) => tellChanged(app.bus, ids));
    app.processes.onRestored(() => this.#restored());
    app.processes.onRenewed(() => this.#keep());
  }

  /** Somebody opens a stream; the function that it returns closes it. */
  enter(id: string): () => void {
    const stay = this.#stays.get(id) ?? { streams: 0, leftAt: new Date(0), graceUntil: 0, isWritten: false };
    this.#stays.set(id, stay);
    stay.streams += 1;
    if (!stay.isWritten) this.#touch(id);
    let isOpen = true;
    return () => {
      if (isOpen) this.#close(id, stay);
      isOpen = false;
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true;
    clearTimeout(this.#writeTimer);
    clearTimeout(this.#graceTimer);
    await this.#running;
    await this.#dead.settle();
    if (this.#stays.size > 0) await this.#leaveAll();
  }

  #close(id: string, stay: Stay): void {
    stay.streams -= 1;
    if (stay.streams > 0 || this.#hasEnded) return;
    stay.leftAt = this.#app.clock.now();
    stay.graceUntil = performance.now() + this.#app.settings.presence.graceMs;
    this.#leaving.push({ id, dueMs: stay.graceUntil });
    this.#awaitGrace();
  }

  /** One timer for all who leave. */
  #awaitGrace(): void {
    const [next] = this.#leaving;
    if (this.#graceTimer || !next || this.#hasEnded) return;
    this.#graceTimer = setTimeout(() => this.#endGraces(), Math.max(0, next.dueMs - performance.now()));
    this.#graceTimer.unref();
  }

  #endGraces(): void {
    this.#graceTimer = undefined;
    const now = performance.now();
    const waiting = this.#leaving.findIndex(({ dueMs }) => dueMs > now);
    for (const { id } of this.#leaving.splice(0, waiting < 0 ? this.#leaving.length : waiting)) this.#touch(id);
    this.#awaitGrace();
  }

  #touch(id: string): void {
    this.#changed.add(id);
    this.#writeSoon(gatherMs);
  }

  #writeSoon(ms: number): void {
    if (this.#hasEnded) return;
    this.#writeTimer ??= setTimeout(() => this.#write(), ms).unref();
  }

  #write(): void {
    clearTimeout(this.#writeTimer);
    this.#writeTimer = undefined;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#isFailing || this.#changed.size > 0) this.#writeSoon(this.#isFailing ? retryMs : gatherMs);
    });
  }

  /** NOTE: whoever comes or goes meanwhile is written by the same run. */
  async #run(): Promise<void> {
    try {
      if (this.#mayHaveLost) await this.#compare();
      while (this.#changed.size > 0 && !this.#hasEnded) await this.#step();
      if (this.#isFailing) this.#app.log.info({}, 'who is online is written again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#app.log.warn({ err: error }, 'who is online could not be written');
      this.#isFailing = true;
      this.#mayHaveLost = true;
    }
  }

  async #step(): Promise<void> {
    const ids = [...this.#changed].slice(0, mostAtOnce);
    for (const id of ids) this.#changed.delete(id);
    const stays = ids.flatMap((id) => {
      const stay = this.#stays.get(id);
      if (stay && !stay.isWritten && !isThere(stay)) this.#stays.delete(id);
      return stay && stay.isWritten !== isThere(stay) ? [{ id, stay, isThere: !stay.isWritten }] : [];
    });
    if (stays.length === 0) return;
    const came = stays.filter((one) => one.isThere).map(({ id }) => id);
    const went = stays.filter((one) => !one.isThere).map(({ id, stay }) => ({ id, at: stay.leftAt }));
    await this.#put(came, went);
    for (const one of stays) this.#written(one.id, one.stay, one.isThere);
  }

  #written(id: string, stay: Stay, isWritten: boolean): void {
    stay.isWritten = isWritten;
    if (isThere(stay) !== isWritten) this.#changed.add(id);
    else if (!isWritten) this.#stays.delete(id);
  }

  async #put(came: readonly string[], went: readonly Gone[]): Promise<void> {
    tellChanged(this.#app.bus, await writePresence(this.#app, this.#app.processes.id, { came, went }));
  }

  /** NOTE: who is there is written again even where he seems to be, since another process may be about to take him off this one. */
  async #compare(): Promise<void> {
    const held = new Set(await findHeld(this.#app.sql, this.#app.processes.id));
    this.#mayHaveLost = false;
    for (const id of held) {
      if (!this.#stays.has(id))
        this.#stays.set(id, { streams: 0, leftAt: this.#app.clock.now(), graceUntil: 0, isWritten: true });
    }
    for (const [id, stay] of this.#stays) {
      stay.isWritten = held.has(id) && !isThere(stay);
      this.#changed.add(id);
    }
  }

  /** NOTE: whoever asked while the lease was not held was told that nobody is here. */
  #restored(): void {
    const there = [...this.#stays].flatMap(([id, stay]) => (stay.isWritten && isThere(stay) ? [id] : []));
    tellChanged(this.#app.bus, there);
    this.#review();
  }

  #review(): void {
    this.#reviewedMs = performance.now();
    this.#mayHaveLost = true;
    this.#writeSoon(0);
  }

  /** At each renewal of the lease. */
  #keep(): void {
    if (this.#hasEnded) return;
    if (this.#stays.size > 0 && performance.now() - this.#reviewedMs > reviewMs) this.#review();
    void this.#dead.sweep();
  }

  async #leaveAll(): Promise<void> {
    try {
      const now = this.#app.clock.now();
      const ids = await findHeld(this.#app.sql, this.#app.processes.id);
      while (ids.length > 0) {
        const went = ids.splice(0, mostAtOnce).map((id) => ({ id, at: leftAt(this.#stays.get(id)) ?? now }));
        await this.#put([], went);
      }
    } catch (error) {
      this.#app.log.warn({ err: error }, 'those who were online could not be taken off a process that ends');
    }
  }
}

/** Whether somebody counts as being there: with streams, or as long as it may be a reload. */
function isThere({ streams, graceUntil }: Stay): boolean {
  return streams > 0 || performance.now() < graceUntil;
}

function leftAt(stay: Stay | undefined): Date | null {
  return stay && stay.streams === 0 ? stay.leftAt : null;
}
