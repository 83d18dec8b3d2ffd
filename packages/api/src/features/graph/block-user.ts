import type { ByUserId, ProfileViewer } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { cancelRequest, findOpenRequest } from './friends/friend-request.ts';
import { endFriendship } from './friends/friendship.ts';
import { blocked, unblocked } from './graph.events.ts';
import { closeRequest, endFollow, lockPair, refuseSelf, standingTo } from './pair.ts';

/** Blocks a profile and cuts all ties with it. NOTE: also one that has blocked the caller, who is not told. */
export async function blockUser({ ctx, input }: SignedInCall<ByUserId>): Promise<ProfileViewer> {
  const block = { blockerId: ctx.viewer.id, blockedId: input.userId };
  refuseSelf(ctx.viewer.id, input.userId);
  return transact(ctx, async (tx) => {
    await lockPair(tx, ctx.viewer.id, input.userId);
    if ((await tx.sql.run(insertBlock, [block.blockerId, block.blockedId, newId()])) > 0) {
      await cutTies(tx, block.blockerId, block.blockedId);
      await tx.emit(blocked, block);
    }
    return standingTo(tx, input.userId, ctx.viewer.id);
  });
}

const insertBlock = statement(
  'graph.block',
  'insert into block (blocker_id, blocked_id, id) values ($1, $2, $3) on conflict do nothing',
);

/** Ends that two who are locked follow each other, are friends or want either. */
export async function cutTies(tx: Transaction, aId: string, bId: string): Promise<void> {
  for (const [from, to] of [
    [aId, bId],
    [bId, aId],
  ] as const) {
    await endFollow(tx, { followerId: from, followeeId: to });
    await closeRequest(tx, { followerId: from, followeeId: to });
    const request = await findOpenRequest(tx, from, to);
    if (request) await cancelRequest(tx, request);
  }
  await endFriendship(tx, aId, bId);
}

const deleteBlock = statement('graph.unblock', 'delete from block where blocker_id = $1 and blocked_id = $2');

/** Blocks a profile no more; what was cut stays cut. */
export async function unblockUser({ ctx, input }: SignedInCall<ByUserId>): Promise<ProfileViewer> {
  refuseSelf(ctx.viewer.id, input.userId);
  return transact(ctx, async (tx) => {
    await lockPair(tx, ctx.viewer.id, input.userId);
    const block = { blockerId: ctx.viewer.id, blockedId: input.userId };
    if ((await tx.sql.run(deleteBlock, [block.blockerId, block.blockedId])) > 0) await tx.emit(unblocked, block);
    return standingTo(tx, input.userId, ctx.viewer.id);
  });
}
