import type { ByRequestId, FriendRequestStatus, FriendRequestView } from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import type { SignedInCall } from '../../../kernel/context.ts';
import { found } from '../../../kernel/errors.ts';
import { transact } from '../../../kernel/transaction.ts';
import { meet } from '../pair.ts';
import { acceptRequest, cancelRequest, type FriendRequest, findRequest, rejectRequest } from './friend-request.ts';
import { getFriendRequest } from './friend-request.view.ts';

interface Answer {
  by: 'sender_id' | 'receiver_id';
  /** From which states it leads to which. */
  from: readonly FriendRequestStatus[];
  to: FriendRequestStatus;
  act(tx: Transaction, request: FriendRequest): Promise<void>;
}

const acceptance: Answer = { by: 'receiver_id', from: ['pending'], to: 'accepted', act: acceptRequest };
const rejection: Answer = { by: 'receiver_id', from: ['pending'], to: 'rejected', act: rejectRequest };
const cancellation: Answer = { by: 'sender_id', from: ['pending', 'rejected'], to: 'cancelled', act: cancelRequest };

/** Makes the caller and the one who asked friends. */
export async function acceptFriend(call: SignedInCall<ByRequestId>): Promise<FriendRequestView> {
  return give(acceptance, call);
}

/** Refuses to be friends; the one who asked is not told. */
export async function rejectFriend(call: SignedInCall<ByRequestId>): Promise<FriendRequestView> {
  return give(rejection, call);
}

/** Takes a request of the caller back. */
export async function cancelFriendRequest(call: SignedInCall<ByRequestId>): Promise<FriendRequestView> {
  return give(cancellation, call);
}

async function give(
  { by, from, to, act }: Answer,
  { ctx, input }: SignedInCall<ByRequestId>,
): Promise<FriendRequestView> {
  const { id } = ctx.viewer;
  return transact(ctx, async (tx) => {
    const read = async () => {
      const request = found(await findRequest(tx, input.requestId, id));
      return found(request[by] === id ? request : null);
    };
    const { sender_id: senderId, receiver_id: receiverId } = await read();
    await meet(tx, id, id === senderId ? receiverId : senderId);
    // NOTE: it may have been answered or taken back while this waited for the lock.
    const request = await read();
    if (from.includes(request.status)) await act(tx, request);
    else found(request.status === to ? request : null);
    return getFriendRequest(tx, id, request.id);
  });
}
