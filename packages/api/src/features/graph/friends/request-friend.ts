import type { ByUserId, FriendRequestView } from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import type { SignedInCall } from '../../../kernel/context.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { transact } from '../../../kernel/transaction.ts';
import { meet, refuseBlocking, refuseSelf } from '../pair.ts';
import { acceptRequest, findOpenRequest, sendAgain, sendRequest } from './friend-request.ts';
import { getFriendRequest } from './friend-request.view.ts';
import { areFriends } from './friendship.ts';

/** Asks a profile to be friends, or accepts what it asked first. */
export async function requestFriend({ ctx, input }: SignedInCall<ByUserId>): Promise<FriendRequestView> {
  refuseSelf(ctx.viewer.id, input.userId);
  return transact(ctx, async (tx) => {
    refuseBlocking(await meet(tx, ctx.viewer.id, input.userId));
    if (await areFriends(tx, ctx.viewer.id, input.userId)) throw new DomainError('already_friends');
    const requestId =
      (await acceptCrossing(tx, ctx.viewer.id, input.userId)) ?? (await ask(tx, ctx.viewer.id, input.userId));
    return getFriendRequest(tx, ctx.viewer.id, requestId);
  });
}

/** NOTE: a request that the caller rejected counts too: whoever sent it has been waiting all the time. */
async function acceptCrossing(tx: Transaction, viewerId: string, userId: string): Promise<string | null> {
  const request = await findOpenRequest(tx, userId, viewerId);
  if (request) await acceptRequest(tx, request);
  return request?.id ?? null;
}

async function ask(tx: Transaction, viewerId: string, userId: string): Promise<string> {
  const request = await findOpenRequest(tx, viewerId, userId);
  if (!request) return sendRequest(tx, viewerId, userId);
  if (request.status === 'rejected' && request.may_ask_again) await sendAgain(tx, request);
  return request.id;
}
