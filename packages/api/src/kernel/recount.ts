import type { App, Transaction } from './app.ts';
import { lowestId } from './id.ts';
import { statement } from './sql.ts';
import { transact } from './transaction.ts';

interface CountRow {
  id: string;
  stored: number;
  counted: number;
}

/** A counter of the rows of a table, and the rows that it counts. */
export interface Counter {
  /** The slice that keeps it. */
  slice: string;
  table: string;
  column: string;
  /** SQL: the rows that it counts, of the thing whose alias is `o`. */
  rows: string;
}

const chunk = 500;

/**
 * A recount of one counter: walks all things in chunks, each repaired in a transaction of its own; reports what drifted before.
 * NOTE: whoever moves the counter locks the thing or has moved it before his commit, so that what is counted after the lock stays true.
 */
export function defineRecount({ slice, table, column, rows }: Counter): (app: App) => Promise<void> {
  const counts = `select o.id, o.${column} as stored, (select count(*) from ${rows})::int as counted from ${table} o`;
  const name = `${slice}.recount-${column}`;
  const next = statement<CountRow>(name, `${counts} where o.id > $1 order by o.id limit $2`);
  const some = statement<CountRow>(`${name}-some`, `${counts} where o.id = any($1::uuid[])`);
  const lock = statement(
    `${name}-lock`,
    `select id from ${table} where id = any($1::uuid[]) order by id for no key update`,
  );
  const repair = statement(`${name}-repair`, `update ${table} set ${column} = $2 where id = $1`);

  const repairAll = async ({ sql }: Transaction, ids: readonly string[]): Promise<CountRow[]> => {
    await sql.run(lock, [ids]);
    const drifted = (await sql.rows(some, [ids])).filter(hasDrifted);
    for (const { id, counted } of drifted) await sql.run(repair, [id, counted]);
    return drifted;
  };
  return async (app) => {
    let found: CountRow[] = [];
    for (let after = lowestId; ; after = found.at(-1)?.id ?? after) {
      found = await app.sql.rows(next, [after, chunk]);
      const ids = found.filter(hasDrifted).map((row) => row.id);
      for (const row of ids.length > 0 ? await transact({ app }, (tx) => repairAll(tx, ids)) : []) {
        app.log.warn({ table, ...row }, 'a counter drifted');
        app.recounts.drifted(`${table}.${column}`, 1);
      }
      if (found.length < chunk) break;
    }
    app.recounts.finished(slice);
  };
}

function hasDrifted({ stored, counted }: CountRow): boolean {
  return stored !== counted;
}
