import type { Transaction } from '../../kernel/app.ts';

/** Type of the journal row that tells that an account's role or suspension is another now. */
export const accountChanged = 'account.changed';

/** Makes every process forget what it knows of an account; the open sockets of a suspended one are closed. */
export function announceAccountChange(tx: Transaction, change: { accountId: string; suspended: boolean }): void {
  tx.record(`user:${change.accountId}`, accountChanged, change);
}
