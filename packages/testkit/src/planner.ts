import { preparedName, type Sql, type Statement } from '@rookery/api';
import pg from 'pg';
import type { Caller, TestApp } from './test-app.ts';

/** A statement as it was sent. */
export type Sent = readonly [text: string, values: readonly unknown[]];

/** Tells which statements a call sends, and how PostgreSQL runs them. */
export interface Planner extends AsyncDisposable {
  /** The statements that a call outside of transactions sends. */
  sentBy(viewerId: string | null, call: (as: Caller) => Promise<unknown>): Promise<Sent[]>;
  /** How a statement is run: planned for its values, or, when it is prepared by name, for any. */
  planOf(sent: Sent, mode: 'custom' | 'generic'): Promise<string>;
  /** Brings the statistics up to date, as autovacuum does in the long run. */
  analyze(): Promise<void>;
}

/** A planner over a test's own database. */
export async function createPlanner(t: TestApp): Promise<Planner> {
  const client = new pg.Client({ connectionString: t.database.url });
  await client.connect();
  return {
    sentBy: async (viewerId, call) => {
      const sent: Sent[] = [];
      await call(t.as(viewerId, { app: { ...t.app, sql: listeningTo(t.app.sql, sent) } }));
      return sent;
    },
    planOf: (sent, mode) => explain(client, sent, mode),
    analyze: async () => void (await client.query('vacuum analyze')),
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** Statements as `sql` runs them, each noted before it is sent. */
export function listeningTo(sql: Sql, sent: Sent[]): Sql {
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

/** How a statement is run: planned for its values, or, when it is prepared by name, for any. */
export async function explain(client: pg.Client, [text, values]: Sent, mode: 'custom' | 'generic'): Promise<string> {
  const forced = preparedName(text) === null ? 'custom' : mode;
  await client.query(`set plan_cache_mode = force_${forced}_plan`);
  await client.query(`prepare asked as ${text}`);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, timing off, summary off) execute asked (${values.map(literal).join(', ')})`,
  );
  await client.query('deallocate asked');
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  return pg.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value));
}
