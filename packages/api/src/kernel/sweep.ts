import type { Sql, Statement } from './sql.ts';

/** Rows that one statement of a sweep deletes, so that none is long. */
export const sweepChunk = 2000;

/** Repeats a delete that takes at most `sweepChunk` rows until none is left; returns how many went. */
export async function sweep(sql: Sql, statement: Statement<unknown>, values: readonly unknown[]): Promise<number> {
  let total = 0;
  for (;;) {
    const gone = await sql.run(statement, [...values, sweepChunk]);
    total += gone;
    if (gone < sweepChunk) return total;
  }
}
