import type { ByUserId, ProfileViewer } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { followRequested } from './graph.events.ts';
import { recordFollowRequest } from './graph.live.ts';
import { meet, type Pair, refuseBlocking, refuseSelf, standingTo, startFollow } from './pair.ts';

/** Follows a profile, or asks to follow a private one. */
export async function followUser({ ctx, input }: SignedInCall<ByUserId>): Promise<ProfileViewer> {
  const pair = { followerId: ctx.viewer.id, followeeId: input.userId };
  refuseSelf(ctx.viewer.id, input.userId);
  return transact(ctx, async (tx) => {
    const other = await meet(tx, ctx.viewer.id, input.userId);
    refuseBlocking(other);
    await (other.isPrivate ? askToFollow(tx, pair) : startFollow(tx, pair));
    return standingTo(tx, input.userId, ctx.viewer.id);
  });
}

const insertRequest = statement<{ id: string }>(
  'graph.ask',
  `insert into follow_request (follower_id, followee_id, id)
   select $1::uuid, $2::uuid, $3::uuid where not exists (select from follow where follower_id = $1 and followee_id = $2)
   on conflict do nothing returning id`,
);

async function askToFollow(tx: Transaction, pair: Pair): Promise<void> {
  const row = await tx.sql.first(insertRequest, [pair.followerId, pair.followeeId, newId()]);
  if (!row) return;
  recordFollowRequest(tx, pair.followeeId, row.id);
  await tx.emit(followRequested, { requestId: row.id, ...pair });
}
