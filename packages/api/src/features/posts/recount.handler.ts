import type { App, Transaction } from '../../kernel/app.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

/** Counters of one thing as its columns have them, and as the rows that they count say. */
interface CountRow {
  id: string;
  stored: number[];
  counted: number[];
}

interface Counters {
  /** The things after an id, a chunk of them. */
  chunk: Statement<CountRow>;
  lock: Statement<unknown>;
  some: Statement<CountRow>;
  repair: Statement<unknown>;
  columns: readonly string[];
}

/** Counters of a table, whose rows are called `o`, by what each of them counts. */
function countersOf(table: 'post' | 'profile', counts: Readonly<Record<string, string>>): Counters {
  const columns = Object.keys(counts);
  const stored = `array[${columns.map((column) => `o.${column}`).join(', ')}]`;
  const counted = `array[${Object.values(counts)
    .map((rows) => `(select count(*) from ${rows})::int`)
    .join(', ')}]`;
  const select = `select o.id, ${stored} as stored, ${counted} as counted from ${table} o`;
  const assigned = columns.map((column, index) => `${column} = ($2::int[])[${index + 1}]`).join(', ');
  const name = `posts.counters-of-${table}`;
  return {
    chunk: statement(name, `${select} where o.id > $1 order by o.id limit $2`),
    lock: statement(`${name}-lock`, `select id from ${table} where id = any($1::uuid[]) order by id for no key update`),
    some: statement(`${name}-some`, `${select} where o.id = any($1::uuid[])`),
    repair: statement(`${name}-repair`, `update ${table} set ${assigned} where id = $1`),
    columns,
  };
}

const tables = [
  countersOf('post', {
    like_count: 'post_like l where l.post_id = o.id',
    reply_count: 'post r where r.reply_to_id = o.id and r.deleted_at is null',
  }),
  countersOf('profile', { post_count: 'post p where p.author_id = o.id and p.deleted_at is null' }),
];

const chunkSize = 500;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Walks posts and profiles in chunks, each of its own transaction; reports a counter that drifted, then repairs it. */
export async function recountPosts(app: App): Promise<void> {
  for (const counters of tables) {
    for (let after: string | null = beforeAll; after !== null; ) after = await recountChunk(app, counters, after);
  }
}

/** Returns where to go on, or null at the end. */
async function recountChunk(app: App, counters: Counters, after: string): Promise<string | null> {
  const rows = await app.sql.rows(counters.chunk, [after, chunkSize]);
  const drifted = rows.filter(hasDrifted).map((row) => row.id);
  if (drifted.length > 0) await transact({ app }, (tx) => repairAll(tx, counters, drifted));
  return rows.length < chunkSize ? null : (rows.at(-1)?.id ?? null);
}

async function repairAll({ app, sql }: Transaction, counters: Counters, ids: readonly string[]): Promise<void> {
  // NOTE: whoever adds or takes a row that is counted locks what it is counted on, so what is counted after this stays true.
  await sql.run(counters.lock, [ids]);
  for (const { id, stored, counted } of (await sql.rows(counters.some, [ids])).filter(hasDrifted)) {
    const { columns } = counters;
    app.log.warn({ id, columns, stored, counted }, 'counters of posts drifted');
    await sql.run(counters.repair, [id, counted]);
  }
}

function hasDrifted({ stored, counted }: CountRow): boolean {
  return stored.some((count, index) => count !== counted[index]);
}
