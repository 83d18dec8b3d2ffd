import type { FriendRequestStatus } from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import { newId } from '../../../kernel/id.ts';
import { statement } from '../../../kernel/sql.ts';
import { friendRequestAnswered, friendRequested } from '../graph.events.ts';
import { recordFriendRequest, recordFriendUpdate } from '../graph.live.ts';
import { startFriendship } from './friendship.ts';

/** A wish to be friends, as it is stored. */
export interface FriendRequest {
  id: string;
  sender_id: string;
  receiver_id: string;
  status: FriendRequestStatus;
  /** Whether it was rejected so long ago that its receiver may be asked again. */
  may_ask_again: boolean;
}

/** For how long nobody is asked again by whom he rejected. */
const rejectionHours = 24;

/** When a rejection must have been, to be forgotten by now. */
function forgottenBefore(tx: Transaction): Date {
  return new Date(tx.app.clock.now().getTime() - rejectionHours * 3600 * 1000);
}

const columns = 'id, sender_id, receiver_id, status, coalesce(rejected_at <= $3, true) as may_ask_again';

const selectOpen = statement<FriendRequest>(
  'graph.open-friend-request',
  `select ${columns} from friend_request where sender_id = $1 and receiver_id = $2 and status in ('pending', 'rejected')`,
);

/** The request of a locked pair that its sender takes for pending, or null. */
export async function findOpenRequest(
  tx: Transaction,
  senderId: string,
  receiverId: string,
): Promise<FriendRequest | null> {
  return tx.sql.first(selectOpen, [senderId, receiverId, forgottenBefore(tx)]);
}

const selectRequest = statement<FriendRequest>(
  'graph.friend-request',
  `select ${columns} from friend_request where id = $1 and $2 in (sender_id, receiver_id)`,
);

/** A request of which somebody is sender or receiver, or null. */
export async function findRequest(tx: Transaction, id: string, ofId: string): Promise<FriendRequest | null> {
  return tx.sql.first(selectRequest, [id, ofId, forgottenBefore(tx)]);
}

/** NOTE: within a day of a rejection the request is born rejected, so that nobody is bothered and the sender learns nothing. */
const insertRequest = statement<Pick<FriendRequest, 'status'>>(
  'graph.send-friend-request',
  `insert into friend_request (id, sender_id, receiver_id, created_at, rejected_at, answered_at, status)
   select $1::uuid, $2::uuid, $3::uuid, $4::timestamptz, last.at, last.at, case when last.at is null then 'pending' else 'rejected' end
   from (select max(rejected_at) as at from friend_request where sender_id = $2 and receiver_id = $3 and rejected_at > $5) last
   returning status`,
);

/** Sends a request from one of a locked pair to the other; returns its id. */
export async function sendRequest(tx: Transaction, senderId: string, receiverId: string): Promise<string> {
  const id = newId();
  const row = await tx.sql.first(insertRequest, [id, senderId, receiverId, tx.app.clock.now(), forgottenBefore(tx)]);
  if (row?.status === 'pending') await announce(tx, { id, sender_id: senderId, receiver_id: receiverId });
  return id;
}

const reviveRequest = statement(
  'graph.revive-friend-request',
  `update friend_request set status = 'pending', answered_at = null, rejected_at = null where id = $1`,
);

/** Puts a request of a locked pair that was rejected to its receiver once more. */
export async function sendAgain(tx: Transaction, request: FriendRequest): Promise<void> {
  await tx.sql.run(reviveRequest, [request.id]);
  await announce(tx, request);
}

type Parties = Pick<FriendRequest, 'id' | 'sender_id' | 'receiver_id'>;

async function announce(
  tx: Transaction,
  { id: requestId, sender_id: senderId, receiver_id: receiverId }: Parties,
): Promise<void> {
  recordFriendRequest(tx, receiverId, requestId);
  await tx.emit(friendRequested, { requestId, senderId, receiverId });
}

const setStatus = statement(
  'graph.answer-friend-request',
  `update friend_request set status = $2::text, answered_at = $3::timestamptz,
     rejected_at = case when $2::text = 'rejected' then $3::timestamptz else rejected_at end where id = $1`,
);

const forgetRejections = statement(
  'graph.forget-rejections',
  `update friend_request set rejected_at = null
   where rejected_at is not null and ((sender_id = $1 and receiver_id = $2) or (sender_id = $2 and receiver_id = $1))`,
);

/** Makes friends of a locked pair of whom one has asked the other. */
export async function acceptRequest(tx: Transaction, request: FriendRequest): Promise<void> {
  await answer(tx, request, 'accepted');
  await tx.sql.run(forgetRejections, [request.sender_id, request.receiver_id]);
  recordFriendUpdate(tx, [request.sender_id, request.receiver_id], request.id);
  await startFriendship(tx, request.sender_id, request.receiver_id);
}

/** Rejects a request of a locked pair. NOTE: the sender is not told, not even that something happened. */
export async function rejectRequest(tx: Transaction, request: FriendRequest): Promise<void> {
  await answer(tx, request, 'rejected');
  recordFriendUpdate(tx, [request.receiver_id], request.id);
}

/** Takes a request of a locked pair back. */
export async function cancelRequest(tx: Transaction, request: FriendRequest): Promise<void> {
  await answer(tx, request, 'cancelled');
  recordFriendUpdate(tx, [request.sender_id, request.receiver_id], request.id);
}

async function answer(
  tx: Transaction,
  { id: requestId, sender_id: senderId, receiver_id: receiverId, status: before }: FriendRequest,
  status: 'accepted' | 'rejected' | 'cancelled',
): Promise<void> {
  await tx.sql.run(setStatus, [requestId, status, tx.app.clock.now()]);
  if (before === 'pending') await tx.emit(friendRequestAnswered, { requestId, senderId, receiverId, status });
}
