/** SQL with a name, planned once on each connection. `Row` is what the database sends, before any mapping. */
export interface Statement<Row> {
  readonly text: string;
  /** Carries the row type only; never set. */
  readonly row?: Row;
}

/** Where statements run: on the pool, or inside a transaction. */
export interface Sql {
  /** Whether it sees committed rows alone, so that what it reads may be kept in memory. */
  readonly committed: boolean;
  rows<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** The first row, or null. */
  first<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row | null>;
  /** How many rows were touched. */
  run(statement: Statement<unknown>, values: readonly unknown[]): Promise<number>;
  /** Text of a library that writes its own SQL. */
  raw(text: string, values?: readonly unknown[]): Promise<unknown[]>;
}

/** Names a statement; the name must be unique in the program. The driver prepares whatever starts with such a comment. */
export function statement<Row = never>(name: string, text: string): Statement<Row> {
  return { text: `/* ${name} */ ${text}` };
}

/** The name under which a text is prepared, or null for one that has none. */
export function preparedName(text: string): string | null {
  if (!text.startsWith('/* ')) return null;
  const end = text.indexOf(' */');
  return end < 0 ? null : text.slice(3, end);
}

/**
 * SQL: the first rows of an ordered select, as many as a parameter says. NOTE: a plan that serves any parameter takes the page for a
 * tenth of the table and sorts all of it; the limit inside tells it that a page is small.
 */
export function firstRows(select: string, limitParameter: string): string {
  return `select * from (${select} limit 101) page limit ${limitParameter}`;
}

/** SQL expression: milliseconds since 1970 of a timestamptz, as the number that `new Date` takes. */
export function epochMs(expression: string): string {
  return `(extract(epoch from ${expression}) * 1000)::float8`;
}

/** A date of a column read with `epochMs` that may be null. */
export function dateOrNull(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
