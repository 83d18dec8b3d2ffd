import type { Sql } from '@rookery/api';

interface Table {
  name: string;
}

/** Every table of the database that holds a row in which a word stands, in whatever column, with the number of such rows. */
export async function findWord(sql: Sql, word: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const name of await tablesOf(sql)) {
    const [row] = await sql.raw(`select count(*)::int as n from ${name} t where position($1 in t::text) > 0`, [word]);
    const { n } = row as { n: number };
    if (n > 0) found[name] = n;
  }
  return found;
}

/** NOTE: partitions are looked into, not what they are parts of. */
async function tablesOf(sql: Sql): Promise<string[]> {
  const rows = await sql.raw(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' order by 1`,
  );
  return rows.map((row) => (row as Table).name);
}
