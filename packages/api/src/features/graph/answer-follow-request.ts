import type { ById, ProfileViewer } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { closeRequest, meet, type Pair, standingTo, startFollow } from './pair.ts';

/** Lets the one who asked follow the caller. */
export async function approveFollow(call: SignedInCall<ById>): Promise<ProfileViewer> {
  return answer(call, startFollow);
}

/** Refuses the one who asked to follow the caller. */
export async function rejectFollow(call: SignedInCall<ById>): Promise<ProfileViewer> {
  return answer(call, closeRequest);
}

async function answer(
  { ctx, input }: SignedInCall<ById>,
  act: (tx: Transaction, pair: Pair) => Promise<void>,
): Promise<ProfileViewer> {
  return transact(ctx, async (tx) => {
    const pair = await lockRequest(tx, input.id, ctx.viewer.id);
    await act(tx, pair);
    return standingTo(tx, pair.followerId, ctx.viewer.id);
  });
}

const selectFollower = statement<{ follower_id: string }>(
  'graph.requester',
  'select follower_id from follow_request where id = $1 and followee_id = $2',
);

async function lockRequest(tx: Transaction, requestId: string, followeeId: string): Promise<Pair> {
  const ask = async () => found(await tx.sql.first(selectFollower, [requestId, followeeId])).follower_id;
  const pair = { followerId: await ask(), followeeId };
  await meet(tx, followeeId, pair.followerId);
  // NOTE: it may have been answered or taken back while this waited for the lock.
  await ask();
  return pair;
}
