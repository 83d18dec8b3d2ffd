import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';

const drop = statement(
  'developer.erase-tokens',
  'delete from personal_access_token where id in (select id from personal_access_token where account_id = $1 limit 500)',
);

/** Deletes the personal access tokens that somebody has or had. */
export async function eraseTokens(tx: Transaction, accountId: string): Promise<boolean> {
  return (await tx.sql.run(drop, [accountId])) > 0;
}
