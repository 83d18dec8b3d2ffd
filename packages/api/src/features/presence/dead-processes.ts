import type { App, Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mostAtOnce } from './presence-rows.ts';

// NOTE: one step in the index for each process, however many people are there.
const selectDead = statement<{ id: string }>(
  'presence.dead-processes',
  `with recursive held(id) as (
     (select process_id from presence order by process_id limit 1)
     union all
     select (select process_id from presence where process_id > held.id order by process_id limit 1) from held where held.id is not null
   ) select held.id from held where held.id is not null and not exists (select from process where process.id = held.id)`,
);

const lockLeft = statement<{ id: string }>(
  'presence.lock-left',
  `insert into last_seen (profile_id, at)
   select r.profile_id, coalesce(max(d.at), 'epoch') from presence r
   join unnest($1::uuid[], $2::timestamptz[]) as d(id, at) on d.id = r.process_id
   group by r.profile_id order by r.profile_id limit ${mostAtOnce}
   on conflict (profile_id) do update set at = greatest(last_seen.at, excluded.at) returning profile_id as id`,
);

// NOTE: a process that was taken for dead and is back has put its people down again.
const removeLeft = statement<{ removed: number; went: string[] }>(
  'presence.remove-left',
  `with gone as (
     delete from presence r where r.profile_id = any($1::uuid[]) and r.process_id = any($2::uuid[])
       and not exists (select from process where process.id = r.process_id)
     returning r.profile_id, r.process_id
   ) select (select count(*)::int from gone) as removed, array(
       select distinct g.profile_id from gone g where not exists (
         select from presence o where o.profile_id = g.profile_id
           and not exists (select from gone x where x.profile_id = o.profile_id and x.process_id = o.process_id))) as went`,
);

/** Takes people off processes that ended without a word. */
export class DeadProcesses {
  readonly #app: App;
  readonly #tell: (ids: readonly string[]) => void;
  /** When processes whose end this one has found were known to live last. */
  readonly #lastLives = new Map<string, Date>();
  /** Found to be gone the last time, by whomever. */
  #suspects: ReadonlySet<string> = new Set();
  #running: Promise<void> | null = null;

  /** `tell` is given those who are not online any more. */
  constructor(app: App, tell: (ids: readonly string[]) => void) {
    this.#app = app;
    this.#tell = tell;
    app.processes.onExpired((expired) => {
      for (const { id, renewedAt } of expired) this.#lastLives.set(id, renewedAt);
    });
  }

  /** Looks for people on processes that are gone. */
  sweep(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async settle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      const gone = (await this.#app.sql.rows(selectDead, [])).map(({ id }) => id);
      // NOTE: whoever found the end of one knows when it lived last, and is left the time to say so.
      const dead = gone.filter((id) => this.#lastLives.has(id) || this.#suspects.has(id));
      this.#suspects = new Set(gone);
      if (dead.length > 0) await this.#drop(dead);
      for (const id of [...this.#lastLives.keys()]) if (!gone.includes(id)) this.#lastLives.delete(id);
    } catch (error) {
      this.#app.log.warn({ err: error }, 'people could not be taken off processes that are gone');
    }
    this.#running = null;
  }

  async #drop(dead: readonly string[]): Promise<void> {
    const times = dead.map((id) => this.#lastLives.get(id) ?? null);
    for (let more = true; more; ) {
      const { removed, went } = await transact({ app: this.#app }, (tx) => dropSome(tx, dead, times));
      this.#tell(went);
      more = removed >= mostAtOnce;
    }
  }
}

async function dropSome(
  tx: Transaction,
  dead: readonly string[],
  times: readonly (Date | null)[],
): Promise<{ removed: number; went: readonly string[] }> {
  const ids = (await tx.sql.rows(lockLeft, [dead, times])).map(({ id }) => id);
  return (await tx.sql.first(removeLeft, [ids, dead])) ?? { removed: 0, went: [] };
}
