import type { App, Transaction } from '../../kernel/app.ts';
import { forgetTopic } from '../../kernel/forget-topic.ts';
import { transact } from '../../kernel/transaction.ts';
import { beginErasures, dropAccount, findShut, holdShut } from '../accounts/index.ts';
import { revokeSessions } from '../auth/index.ts';
import { releaseForGood } from '../profiles/index.ts';

const atOnce = 20;

/** By then calls that were under way have ended, and every process has heard that the sessions are gone. */
const settleMs = 10_000;

/** A job that runs for longer counts as lost; what is left is for the next one. */
const longestMs = 120_000;

/**
 * Shuts accounts whose time has come; of those shut a moment ago or before, deletes everything. Tells when there is more to do,
 * or null.
 */
export async function eraseDueAccounts(app: App): Promise<Date | null> {
  const end = performance.now() + longestMs;
  const now = app.clock.now();
  const shut = await shutDueAccounts(app);
  const due = await findShut(app.sql, new Date(now.getTime() - settleMs), atOnce);
  for (const accountId of due) if (!(await eraseAccount(app, accountId, end))) return now;
  return shut + due.length > 0 ? new Date(now.getTime() + 2 * settleMs) : null;
}

/** Tells how many. */
async function shutDueAccounts(app: App): Promise<number> {
  return transact({ app }, async (tx) => {
    const ids = await beginErasures(tx, atOnce);
    for (const id of ids) await revokeSessions(tx, id, 'all');
    return ids.length;
  });
}

/** Deletes all that belongs to an account, in chunks that commit one by one, and then itself; false when time ran out. */
async function eraseAccount(app: App, accountId: string, end: number): Promise<boolean> {
  for (;;) {
    for (const eraser of app.erasers) {
      while (await transact({ app }, async (tx) => (await holdShut(tx, accountId)) !== null && eraser(tx, accountId))) {
        if (performance.now() > end) return false;
      }
    }
    if (await transact({ app }, (tx) => finish(tx, accountId))) return true;
  }
}

/** NOTE: under the lock nothing can come to refer to the account any more, so that what is looked for and not found is not there. */
async function finish(tx: Transaction, accountId: string): Promise<boolean> {
  const held = await holdShut(tx, accountId);
  if (!held) return true;
  await releaseForGood(tx, accountId);
  for (const eraser of tx.app.erasers) if (await eraser(tx, accountId)) return false;
  await tx.app.jobs.forget(tx.sql, [accountId, held.email]);
  await forgetTopic(tx, `user:${accountId}`);
  await dropAccount(tx, accountId);
  return true;
}
