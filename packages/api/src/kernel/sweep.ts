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

/** Does the same with each, one after another, even where some fail; throws in the end what the first one threw. */
export async function eachInTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
