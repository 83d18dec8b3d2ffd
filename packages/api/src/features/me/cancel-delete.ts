import type { AccountView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { transact } from '../../kernel/transaction.ts';
import { cancelDeletion, findAccount } from '../accounts/index.ts';
import { showProfile } from '../profiles/index.ts';

/** Keeps the caller's account after all: he and what he wrote show again at once. Without a deletion to come nothing changes. */
export async function cancelDelete({ ctx }: SignedInCall): Promise<AccountView> {
  const { id } = ctx.viewer;
  return transact(ctx, async (tx) => {
    if (await cancelDeletion(tx, id)) await showProfile(tx, id);
    return found(await findAccount(tx.sql, id));
  });
}
