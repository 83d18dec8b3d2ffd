import type { App, Transaction } from '../../kernel/app.ts';
import { lowestId } from '../../kernel/id.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

/** Counters of one thing as its columns have them, and as the rows that they count say. */
interface CountRow {
  id: string;
  stored: number[];
  counted: number[];
}

interface Counters {
  table: string;
  /** The things after an id, a chunk of them. */
  chunk: Statement<CountRow>;
  lock: Statement<unknown>;
  some: Statement<CountRow>;
  repair: Statement<unknown>;
  /** The name of a counter by its place; the last one stands for all that follow. */
  columns: readonly string[];
}

interface Counting {
  table: string;
  /** Column by which a row, called `o`, is known. */
  key: string;
  /** SQL arrays of the counters as they are and as they should be. */
  stored: string;
  counted: string;
  /** SQL assignments of the right ones, an array that is the second parameter. */
  assigned: string;
  columns: readonly string[];
  condition: string;
}

function countersBy({ table, key, stored, counted, assigned, columns, condition }: Counting): Counters {
  const select = `select o.${key} as id, ${stored} as stored, ${counted} as counted from ${table} o where ${condition}`;
  const name = `posts.counters-of-${table}`;
  const some = `any($1::uuid[])`;
  return {
    table,
    chunk: statement(name, `${select} and o.${key} > $1 order by o.${key} limit $2`),
    lock: statement(
      `${name}-lock`,
      `select ${key} from ${table} where ${key} = ${some} order by ${key} for no key update`,
    ),
    some: statement(`${name}-some`, `${select} and o.${key} = ${some}`),
    repair: statement(`${name}-repair`, `update ${table} set ${assigned} where ${key} = $1`),
    columns,
  };
}

/** Counters of a table, whose rows are called `o`, by what each of them counts. */
function countersOf(table: 'post' | 'profile' | 'community', counts: Readonly<Record<string, string>>): Counters {
  const columns = Object.keys(counts);
  const counted = Object.values(counts).map((rows) => `(select count(*) from ${rows})::int`);
  return countersBy({
    table,
    key: 'id',
    stored: `array[${columns.map((column) => `o.${column}`).join(', ')}]`,
    counted: `array[${counted.join(', ')}]`,
    assigned: columns.map((column, index) => `${column} = ($2::int[])[${index + 1}]`).join(', '),
    columns,
    condition: 'true',
  });
}

const votesFor = (choice: string) =>
  `(select count(*) from poll_vote v where v.post_id = o.post_id and ${choice} = any (v.choices))::int`;

const tables = [
  countersOf('post', {
    like_count: 'post_like l where l.post_id = o.id',
    repost_count: 'repost s where s.post_id = o.id',
    quote_count: 'post q where q.quote_of_id = o.id and q.deleted_at is null',
    reply_count: 'post r where r.reply_to_id = o.id and r.deleted_at is null',
  }),
  countersOf('profile', { post_count: 'post p where p.author_id = o.id and p.deleted_at is null' }),
  countersOf('community', { post_count: 'post p where p.group_id = o.id and p.deleted_at is null' }),
  countersBy({
    table: 'poll',
    key: 'post_id',
    stored: 'o.voter_count || o.votes',
    counted: `(select count(*) from poll_vote v where v.post_id = o.post_id)::int
      || array(select ${votesFor('n')} from generate_series(0, cardinality(o.options) - 1) n order by n)`,
    assigned: 'voter_count = ($2::int[])[1], votes = ($2::int[])[2:]',
    columns: ['voter_count', 'votes'],
    condition: 'exists (select from post p where p.id = o.post_id and p.deleted_at is null)',
  }),
];

const chunkSize = 500;

/** Walks posts, profiles, groups and polls in chunks, each of its own transaction; reports a counter that drifted, then repairs it. */
export async function recountPosts(app: App): Promise<void> {
  for (const counters of tables) {
    for (let after: string | null = lowestId; after !== null; ) after = await recountChunk(app, counters, after);
  }
  app.recounts.finished('posts');
}

/** Returns where to go on, or null at the end. */
async function recountChunk(app: App, counters: Counters, after: string): Promise<string | null> {
  const rows = await app.sql.rows(counters.chunk, [after, chunkSize]);
  const drifted = rows.filter(hasDrifted).map((row) => row.id);
  if (drifted.length > 0) report(app, counters, await transact({ app }, (tx) => repairAll(tx, counters, drifted)));
  return rows.length < chunkSize ? null : (rows.at(-1)?.id ?? null);
}

async function repairAll({ sql }: Transaction, counters: Counters, ids: readonly string[]): Promise<CountRow[]> {
  // NOTE: whoever adds or takes a row that is counted locks what it is counted on, so what is counted after this stays true.
  await sql.run(counters.lock, [ids]);
  const drifted = (await sql.rows(counters.some, [ids])).filter(hasDrifted);
  for (const { id, counted } of drifted) await sql.run(counters.repair, [id, counted]);
  return drifted;
}

function report({ log, recounts }: App, { table, columns }: Counters, rows: readonly CountRow[]): void {
  for (const { id, stored, counted } of rows) {
    log.warn({ id, columns, stored, counted }, 'counters of posts drifted');
    for (const [place, count] of counted.entries()) {
      if (stored[place] !== count) recounts.drifted(`${table}.${columns[place] ?? columns.at(-1)}`, 1);
    }
  }
}

function hasDrifted({ stored, counted }: CountRow): boolean {
  return counted.some((count, index) => stored[index] !== count);
}
