import type { AccountRole } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { announceAccountChange } from './account-change.ts';

const updateRole = statement<{ suspended: boolean }>(
  'accounts.set-role',
  'update account set role = $2 where id = $1 returning suspended_at is not null as suspended',
);

/** Gives an account a role; it holds for the next call of every session. */
export async function setRole(tx: Transaction, accountId: string, role: AccountRole): Promise<void> {
  const { suspended } = found(await tx.sql.first(updateRole, [accountId, role]));
  announceAccountChange(tx, { accountId, suspended });
}
