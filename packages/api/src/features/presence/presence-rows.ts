import type { App, Transaction } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

/** Somebody who is gone, and since when. */
export interface Gone {
  readonly id: string;
  readonly at: Date;
}

/** What has become of people on this process. */
export interface PresenceChanges {
  readonly came: readonly string[];
  readonly went: readonly Gone[];
}

/** People whom one transaction changes. */
export const mostAtOnce = 1000;

// NOTE: comes first, in one order everywhere, and locks the rows: whether somebody came or went as a whole is then seen exactly.
const lock = statement(
  'presence.lock',
  `insert into last_seen (profile_id, at)
   select p.id, w.at from unnest($1::uuid[], $2::timestamptz[]) as w(id, at) join profile p on p.id = w.id order by p.id
   on conflict (profile_id) do update set at = greatest(last_seen.at, excluded.at)`,
);

// NOTE: the lease is held still meanwhile, so that who finds it expired finds these rows too.
const insert = statement<{ registered: boolean; came: string[] }>(
  'presence.insert',
  `with lease as (select id from process where id = $2 for key share),
   added as (
     insert into presence (profile_id, process_id)
     select s.profile_id, lease.id from last_seen s cross join lease where s.profile_id = any($1::uuid[])
     on conflict do nothing returning profile_id
   ) select exists (select from lease) as registered, array(
       select a.profile_id from added a
       where not exists (select from presence o where o.profile_id = a.profile_id and o.process_id <> $2)) as came`,
);

const remove = statement<{ id: string }>(
  'presence.remove',
  `with gone as (delete from presence where process_id = $2 and profile_id = any($1::uuid[]) returning profile_id)
   select g.profile_id as id from gone g
   where not exists (select from presence o where o.profile_id = g.profile_id and o.process_id <> $2)`,
);

const selectHeld = statement<{ id: string }>(
  'presence.held',
  'select profile_id as id from presence where process_id = $1',
);

/** Writes who came to a process and who left it; tells who of them is online now and was not, or the other way round. */
export async function writePresence(app: App, processId: string, changes: PresenceChanges): Promise<string[]> {
  const { came, went } = changes;
  return transact({ app }, async (tx) => {
    const now = app.clock.now();
    const times = [...came.map(() => now), ...went.map(({ at }) => at)];
    await tx.sql.run(lock, [[...came, ...went.map(({ id }) => id)], times]);
    return [...(await add(tx, processId, came)), ...(await takeAway(tx, processId, went))];
  });
}

async function add(tx: Transaction, processId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { registered, came } = found(await tx.sql.first(insert, [ids, processId]));
  if (!registered) throw new Error('this process holds no lease');
  return came;
}

async function takeAway(tx: Transaction, processId: string, went: readonly Gone[]): Promise<string[]> {
  if (went.length === 0) return [];
  return (await tx.sql.rows(remove, [went.map(({ id }) => id), processId])).map(({ id }) => id);
}

/** Who is written down as being on a process. */
export async function findHeld(sql: Sql, processId: string): Promise<string[]> {
  return (await sql.rows(selectHeld, [processId])).map(({ id }) => id);
}
