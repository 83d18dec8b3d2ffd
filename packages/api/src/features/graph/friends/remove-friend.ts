import type { ByUserId, ProfileViewer } from '@rookery/contract';
import type { SignedInCall } from '../../../kernel/context.ts';
import { transact } from '../../../kernel/transaction.ts';
import { meet, refuseSelf, standingTo } from '../pair.ts';
import { endFriendship } from './friendship.ts';

/** Ends a friendship; requests between the two stay as they are. */
export async function removeFriend({ ctx, input }: SignedInCall<ByUserId>): Promise<ProfileViewer> {
  refuseSelf(ctx.viewer.id, input.userId);
  return transact(ctx, async (tx) => {
    await meet(tx, ctx.viewer.id, input.userId);
    await endFriendship(tx, ctx.viewer.id, input.userId);
    return standingTo(tx, input.userId, ctx.viewer.id);
  });
}
