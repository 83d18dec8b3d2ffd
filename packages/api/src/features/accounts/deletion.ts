import type { Transaction } from '../../kernel/app.ts';
import { dateOrNull, epochMs, type Sql, statement } from '../../kernel/sql.ts';
import { announceAccountChange } from './account-change.ts';

/** A deletion that is to come. */
export interface PlannedDeletion {
  email: string;
  deleteAfter: Date;
  /** It had been asked for already. */
  known: boolean;
}

// NOTE: the row is held before it is read, so that of two calls at once the second finds what the first has set.
const hold = statement<{ email: string; delete_ms: number | null }>(
  'accounts.hold-to-delete',
  `select email, ${epochMs('delete_after')} as delete_ms from account where id = $1 and password_hash = $2 for update`,
);
const plan = statement('accounts.plan-deletion', 'update account set delete_after = $2 where id = $1');

/** Sets when an account will be deleted, unless that is set; null where the hash is not that of its password. */
export async function planDeletion(
  tx: Transaction,
  { accountId, passwordHash, deleteAfter }: { accountId: string; passwordHash: string; deleteAfter: Date },
): Promise<PlannedDeletion | null> {
  const held = await tx.sql.first(hold, [accountId, passwordHash]);
  if (!held) return null;
  const known = dateOrNull(held.delete_ms);
  if (!known) await tx.sql.run(plan, [accountId, deleteAfter]);
  return { email: held.email, deleteAfter: known ?? deleteAfter, known: known !== null };
}

const cancel = statement(
  'accounts.cancel-deletion',
  'update account set delete_after = null where id = $1 and delete_after is not null and erased_from is null',
);

/** Takes a deletion back that has not begun; false when there is none. */
export async function cancelDeletion(tx: Transaction, accountId: string): Promise<boolean> {
  return (await tx.sql.run(cancel, [accountId])) > 0;
}

const begin = statement<{ id: string }>(
  'accounts.begin-erasure',
  `update account set erased_from = $1, suspended_at = coalesce(suspended_at, $1) where id in (
     select id from account where delete_after <= $1 and erased_from is null order by delete_after limit $2 for update skip locked
   ) returning id`,
);

/** Shuts those accounts for good whose time has come, some at once; from now on nobody calls as them. Tells their ids. */
export async function beginErasures(tx: Transaction, most: number): Promise<string[]> {
  const rows = await tx.sql.rows(begin, [tx.app.clock.now(), most]);
  for (const { id: accountId } of rows) announceAccountChange(tx, { accountId, suspended: true });
  return rows.map(({ id }) => id);
}

const selectShut = statement<{ id: string }>(
  'accounts.shut',
  'select id from account where delete_after is not null and erased_from <= $1 order by erased_from, id limit $2',
);

/** Accounts that were shut for good before a moment and are still there. */
export async function findShut(sql: Sql, before: Date, most: number): Promise<string[]> {
  return (await sql.rows(selectShut, [before, most])).map(({ id }) => id);
}

const lockShut = statement<{ email: string }>(
  'accounts.lock-shut',
  'select email from account where id = $1 and erased_from is not null for update',
);

/** Holds an account that is being erased, so that one process at a time does it; null when it is gone. */
export async function holdShut(tx: Transaction, accountId: string): Promise<{ email: string } | null> {
  return tx.sql.first(lockShut, [accountId]);
}

const drop = statement('accounts.delete', 'delete from account where id = $1');

/** Deletes the row of an account that holds nothing any more. */
export async function dropAccount(tx: Transaction, accountId: string): Promise<void> {
  await tx.sql.run(drop, [accountId]);
}

const dropMail = statement(
  'accounts.erase-mail',
  `delete from captured_mail where id in (
     select id from captured_mail where recipient = (select email from account where id = $1) order by id limit 1000)`,
);

const dropMailAbout = statement(
  'accounts.erase-mail-about',
  'delete from captured_mail where id in (select id from captured_mail where about is not null and about @> array[$1::uuid] limit 1000)',
);

/** Deletes the letters to somebody that were kept, and those to others that hold words of his. */
export async function eraseMail(tx: Transaction, accountId: string): Promise<boolean> {
  return (await tx.sql.run(dropMail, [accountId])) + (await tx.sql.run(dropMailAbout, [accountId])) > 0;
}
