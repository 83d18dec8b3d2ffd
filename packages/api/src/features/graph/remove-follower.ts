import type { ByUserId, ProfileViewer } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { transact } from '../../kernel/transaction.ts';
import { endFollow, meet, refuseSelf, standingTo } from './pair.ts';

/** Makes somebody follow the caller no more. */
export async function removeFollower({ ctx, input }: SignedInCall<ByUserId>): Promise<ProfileViewer> {
  const pair = { followerId: input.userId, followeeId: ctx.viewer.id };
  refuseSelf(ctx.viewer.id, input.userId);
  return transact(ctx, async (tx) => {
    await meet(tx, ctx.viewer.id, input.userId);
    await endFollow(tx, pair);
    return standingTo(tx, input.userId, ctx.viewer.id);
  });
}
