import type { OpenApp } from '@rookery/api';
import { explain, listeningTo, type Sent } from '@rookery/testkit/planner';
import pg from 'pg';
import { type Caller, callerOf } from './app.ts';

/** What a call asks of the database. */
export interface Asked {
  queries: number;
  /** Large tables that a plan walks from end to end. */
  walked: string[];
}

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

async function walkedBy(client: pg.Client, sent: Sent): Promise<string[]> {
  const plan = await explain(client, sent, 'generic');
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
