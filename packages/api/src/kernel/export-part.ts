import type { App, ExportPart } from './app.ts';
import { lowestId } from './id.ts';
import { statement } from './sql.ts';

const rowsAtOnce = 500;

interface Row {
  key: string;
  line: unknown;
}

/**
 * Defines a file of an export. `select` is SQL of the caller's ($1) rows with columns `key`, a uuid that orders them, and
 * `line`, their JSON; it takes keys above $2. It is read a chunk at a time, however many rows there are.
 */
export function defineExportPart({
  file,
  tables,
  key,
  line,
  from,
}: {
  file: string;
  tables: readonly string[];
  key: string;
  line: string;
  from: string;
}): ExportPart {
  const select = statement<Row>(
    `export.${file}`,
    `select ${key} as key, ${line} as line from ${from} and ${key} > $2 order by ${key} limit $3`,
  );
  return { file, tables, rows: (app, accountId) => rowsOf(app, accountId, select) };
}

async function* rowsOf({ sql }: App, accountId: string, select: ReturnType<typeof statement<Row>>): AsyncGenerator {
  for (let after: string | undefined = lowestId; after !== undefined; ) {
    const rows: Row[] = await sql.rows(select, [accountId, after, rowsAtOnce]);
    for (const row of rows) yield row.line;
    after = rows.length < rowsAtOnce ? undefined : rows.at(-1)?.key;
  }
}

/** SQL expression: a moment as the JSON of an export has it, or null. */
export function isoTime(expression: string): string {
  return `to_char(${expression} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
