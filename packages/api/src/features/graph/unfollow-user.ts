import type { ByUserId, ProfileViewer } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { transact } from '../../kernel/transaction.ts';
import { closeRequest, endFollow, meet, refuseSelf, standingTo } from './pair.ts';

/** Follows a profile no more, or takes the request to back. */
export async function unfollowUser({ ctx, input }: SignedInCall<ByUserId>): Promise<ProfileViewer> {
  const pair = { followerId: ctx.viewer.id, followeeId: input.userId };
  refuseSelf(ctx.viewer.id, input.userId);
  return transact(ctx, async (tx) => {
    await meet(tx, ctx.viewer.id, input.userId);
    await endFollow(tx, pair);
    await closeRequest(tx, pair);
    return standingTo(tx, input.userId, ctx.viewer.id);
  });
}
