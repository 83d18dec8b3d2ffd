import { newId } from '../kernel/id.ts';
import type { Bus, ExpiredProcess, Logger, Processes, ProcessListener } from '../kernel/ports.ts';
import { epochMs, type Sql, statement } from '../kernel/sql.ts';
import { arrivalChannel } from './postgres-bus.ts';

/** The processes, and the lease of this one, which ends when it is disposed. */
export interface OpenProcesses extends Processes, AsyncDisposable {
  /** Renews the lease now and looks who is there; never throws. */
  renew(): Promise<void>;
}

/** What a process registers with. */
export interface ProcessesOptions {
  sql: Sql;
  bus: Bus;
  log: Logger;
  /** Milliseconds between renewals; the lease is held for three times as long. */
  renewMs?: number | undefined;
}

const usualRenewMs = 5000;

const renewLease = statement<{ is_new: boolean; had_lapsed: boolean }>(
  'process.renew',
  `with before as (select lease_until from process where id = $1)
   insert into process (id, started_at, renewed_at, lease_until) values ($1, now(), now(), now() + $2 * interval '1 millisecond')
   on conflict (id) do update set renewed_at = excluded.renewed_at, lease_until = excluded.lease_until
   returning started_at = now() as is_new, coalesce((select lease_until < now() from before), false) as had_lapsed`,
);

const lookAround = statement<{ others: number; expired: { id: string; renewedMs: number }[] }>(
  'process.look-around',
  `with gone as (delete from process where id in (select id from process where lease_until < now() for update skip locked)
     returning jsonb_build_object('id', id, 'renewedMs', ${epochMs('renewed_at')}) as expired
   ) select (select count(*)::int from process where id <> $1 and lease_until >= now()) as others,
       (select coalesce(jsonb_agg(expired), '[]') from gone) as expired`,
);

const giveUpLease = statement('process.give-up', 'delete from process where id = $1');

/** Registers this process, and keeps it registered until disposed. */
export function openProcesses({ sql, bus, log, renewMs = usualRenewMs }: ProcessesOptions): OpenProcesses {
  const lease = new Lease({ sql, bus, log, renewMs });
  const unsubscribe = bus.subscribe(arrivalChannel, () => lease.lookSoon());
  void lease.renew();
  return {
    id: lease.id,
    get alone() {
      return lease.alone;
    },
    onExpired: (listener) => void lease.onExpired.push(listener),
    onRestored: (listener) => void lease.onRestored.push(listener),
    onRenewed: (listener) => void lease.onRenewed.push(listener),
    renew: () => lease.renew(),
    [Symbol.asyncDispose]: () => {
      unsubscribe();
      return lease.end();
    },
  };
}

type LeaseOptions = ProcessesOptions & { renewMs: number };

class Lease {
  readonly id = newId();
  readonly onExpired: ProcessListener<[expired: readonly ExpiredProcess[]]>[] = [];
  readonly onRestored: ProcessListener[] = [];
  readonly onRenewed: ProcessListener[] = [];
  /** NOTE: until the first look nobody knows; what is shared is then right, and what is not might be wrong. */
  alone = false;
  readonly #options: LeaseOptions;
  #running: Promise<void> | null = null;
  #again = false;
  #hasHeld = false;
  #isFailing = false;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** One renewal at a time; one that is asked for meanwhile follows it. */
  renew(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** NOTE: not at once, since all processes hear of an arrival together. */
  lookSoon(): void {
    this.#schedule(Math.random() * Math.min(50, this.#options.renewMs));
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    await this.#running;
    const { sql, bus } = this.#options;
    await sql.run(giveUpLease, [this.id]).catch(() => undefined);
    bus.publish(arrivalChannel);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#hasEnded) return;
    this.#timer = setTimeout(() => void this.renew(), ms);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    let isSound = true;
    while (this.#again && !this.#hasEnded) {
      this.#again = false;
      isSound = await this.#step();
    }
    this.#running = null;
    this.#schedule((this.#options.renewMs / (isSound ? 1 : 5)) * (0.8 + Math.random() * 0.4));
  }

  async #step(): Promise<boolean> {
    const { log } = this.#options;
    try {
      await this.#renewOnce();
      if (this.#isFailing) log.info({}, 'the lease of this process is held again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing && !this.#hasEnded)
        log.warn({ err: error }, 'the lease of this process could not be renewed');
      this.#isFailing = true;
    }
    return !this.#isFailing;
  }

  async #renewOnce(): Promise<void> {
    const { sql, bus, renewMs } = this.#options;
    const renewed = await sql.first(renewLease, [this.id, renewMs * 3]);
    const isNew = renewed?.is_new === true;
    const seen = await sql.first(lookAround, [this.id]);
    this.alone = seen?.others === 0;
    if (isNew && !this.alone) bus.publish(arrivalChannel);
    if (renewed?.had_lapsed || (isNew && this.#hasHeld)) await this.#tell(this.onRestored);
    this.#hasHeld = true;
    const expired = (seen?.expired ?? []).map(({ id, renewedMs }) => ({ id, renewedAt: new Date(renewedMs) }));
    if (expired.length > 0) await this.#tell(this.onExpired, expired);
    await this.#tell(this.onRenewed);
  }

  async #tell<Told extends unknown[]>(listeners: readonly ProcessListener<Told>[], ...told: Told): Promise<void> {
    for (const listener of listeners) {
      try {
        await listener(...told);
      } catch (error) {
        this.#options.log.error({ err: error }, 'a listener to the processes failed');
      }
    }
  }
}
