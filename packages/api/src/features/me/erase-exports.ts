import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';

const drop = statement<{ id: string }>(
  'me.erase-exports',
  'delete from account_export where account_id = $1 returning id',
);

/** Deletes the copies that somebody asked for. NOTE: a file whose row is gone is found by the job that drops exports. */
export async function eraseExports(tx: Transaction, accountId: string): Promise<boolean> {
  const rows = await tx.sql.rows(drop, [accountId]);
  for (const { id } of rows) await tx.app.exports.delete(id);
  return rows.length > 0;
}
