import { type OpenApp, preparedName, type Sql, type Statement } from '@rookery/api';
import pg from 'pg';
import { type Caller, callerOf } from './app.ts';

/** What a call asks of the database. */
export interface Asked {
  queries: number;
  /** Large tables that a plan walks from end to end. */
  walked: string[];
}

type Sent = readonly [text: string, values: readonly unknown[]];

const largeFrom = 10_000;

/** Which statements a call sends, and which of their plans walk a large table. */
export async function askedBy(
  app: OpenApp,
  url: string,
  { viewer, call }: { viewer: string | null; call: (as: Caller) => Promise<unknown> },
): Promise<Asked> {
  const sent: Sent[] = [];
  await call(callerOf(app, viewer, listeningTo(app.sql, sent)));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const walked = new Set<string>();
    // NOTE: one that writes has written already; its reading stands in the others.
    const reading = sent.filter(([text]) => !/\b(insert into|update|delete from)\b/i.test(text));
    for (const one of reading) for (const table of await walkedBy(client, one)) walked.add(table);
    return { queries: sent.length, walked: [...walked] };
  } finally {
    await client.end();
  }
}

function listeningTo(sql: Sql, sent: Sent[]): Sql {
  const note = <Row>(statement: Statement<Row>, values: readonly unknown[]): Statement<Row> => {
    sent.push([statement.text, values]);
    return statement;
  };
  return {
    ...sql,
    rows: (statement, values) => sql.rows(note(statement, values), values),
    first: (statement, values) => sql.first(note(statement, values), values),
  };
}

async function walkedBy(client: pg.Client, [text, values]: Sent): Promise<string[]> {
  await client.query(`set plan_cache_mode = force_${preparedName(text) === null ? 'custom' : 'generic'}_plan`);
  await client.query(`prepare asked as ${text}`);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, timing off, summary off) execute asked (${values.map(literal).join(', ')})`,
  );
  await client.query('deallocate asked');
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  const tables = [...plan.matchAll(/Seq Scan on (\w+) [^\n]*\(actual/g)].map(([, table = '']) => table);
  const large: string[] = [];
  for (const table of new Set(tables)) {
    const { rows: found } = await client.query<{ n: string }>(
      'select reltuples::text as n from pg_class where relname = $1',
      [table],
    );
    if (Number(found[0]?.n) >= largeFrom) large.push(table);
  }
  return large;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  return pg.escapeLiteral(
    Array.isArray(value) ? `{${value.map((one) => JSON.stringify(one)).join(',')}}` : String(value),
  );
}
