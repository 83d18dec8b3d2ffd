import type { Reaction, Transaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { messageRequestClosed, messageRequested, messageSent } from '../chat/index.ts';
import {
  blocked,
  followed,
  followRequestClosed,
  followRequested,
  friendRequestAnswered,
  friendRequested,
  unfollowed,
} from '../graph/index.ts';
import {
  type PostDeed,
  pollEnded,
  postCreated,
  postDeleted,
  postEdited,
  postLiked,
  postReposted,
  postUnliked,
  postUnreposted,
} from '../posts/index.ts';
import { watchConversation } from './digests/missed-messages.ts';
import { forgetSomeOfPost } from './forget-post.ts';
import { forgetPostJob, tellVoters } from './notifications.jobs.ts';
import { type Deed, notify, notifyAll, unnotify, unnotifyPair, unnotifySubject } from './notify.ts';

interface FollowPair {
  followerId: string;
  followeeId: string;
}

const followDeed = ({ followerId, followeeId }: FollowPair): Deed => ({
  type: 'follow',
  recipientId: followeeId,
  actorId: followerId,
  subjectId: followeeId,
});

const requestDeed = ({ requestId, followerId, followeeId }: FollowPair & { requestId: string }): Deed => ({
  type: 'follow_request',
  recipientId: followeeId,
  actorId: followerId,
  subjectId: requestId,
});

interface FriendRequest {
  requestId: string;
  senderId: string;
  receiverId: string;
}

const friendRequestDeed = ({ requestId, senderId, receiverId }: FriendRequest): Deed => ({
  type: 'friend_request',
  recipientId: receiverId,
  actorId: senderId,
  subjectId: requestId,
});

const friendAcceptedDeed = ({ requestId, senderId, receiverId }: FriendRequest): Deed => ({
  type: 'friend_accepted',
  recipientId: senderId,
  actorId: receiverId,
  subjectId: requestId,
});

const postDeed =
  (type: 'like' | 'repost') =>
  ({ postId, authorId, actorId }: PostDeed): Deed => ({
    type,
    recipientId: authorId,
    actorId,
    subjectId: postId,
    postId,
  });

const likeDeed = postDeed('like');
const repostDeed = postDeed('repost');

type Created = NonNullable<(typeof postCreated)['payload']>;

/** NOTE: who is answered, quoted and mentioned by one post is told once, by the first of these. */
async function tellOfPost(tx: Transaction, { postId, authorId, replyTo, quoteOf, mentions }: Created): Promise<void> {
  const deed = { actorId: authorId, subjectId: postId, postId };
  const answered = replyTo?.authorId;
  const quoted = quoteOf?.authorId === answered ? undefined : quoteOf?.authorId;
  if (answered !== undefined) await notify(tx, { ...deed, type: 'reply', recipientId: answered });
  if (quoted !== undefined) await notify(tx, { ...deed, type: 'quote', recipientId: quoted });
  const others = mentions.filter((id) => id !== answered && id !== quoted);
  await notifyAll(tx, { ...deed, type: 'mention', recipientIds: others });
}

/** What is notified, and taken back. */
export const notificationReactions: readonly Reaction[] = [
  reactInTransaction(followed, (tx, follow) => notify(tx, followDeed(follow))),
  reactInTransaction(unfollowed, (tx, follow) => unnotify(tx, followDeed(follow))),
  reactInTransaction(followRequested, (tx, request) => notify(tx, requestDeed(request))),
  reactInTransaction(followRequestClosed, (tx, request) => unnotify(tx, requestDeed(request))),
  reactInTransaction(friendRequested, (tx, request) => notify(tx, friendRequestDeed(request))),
  reactInTransaction(friendRequestAnswered, async (tx, { status, ...request }) => {
    await unnotify(tx, friendRequestDeed(request));
    if (status === 'accepted') await notify(tx, friendAcceptedDeed(request));
  }),
  reactInTransaction(blocked, (tx, { blockerId, blockedId }) => unnotifyPair(tx, blockerId, blockedId)),
  reactInTransaction(postLiked, (tx, like) => notify(tx, likeDeed(like))),
  reactInTransaction(postUnliked, (tx, like) => unnotify(tx, likeDeed(like))),
  reactInTransaction(postReposted, (tx, repost) => notify(tx, repostDeed(repost))),
  reactInTransaction(postUnreposted, (tx, repost) => unnotify(tx, repostDeed(repost))),
  reactInTransaction(postCreated, tellOfPost),
  reactInTransaction(postEdited, (tx, { postId, authorId, mentioned }) =>
    notifyAll(tx, { type: 'mention', actorId: authorId, subjectId: postId, postId, recipientIds: mentioned }),
  ),
  reactInTransaction(messageRequested, (tx, { conversationId, senderId, receiverIds }) =>
    notifyAll(tx, {
      type: 'message_request',
      recipientIds: receiverIds,
      actorId: senderId,
      subjectId: conversationId,
      conversationId,
    }),
  ),
  reactInTransaction(messageRequestClosed, (tx, { conversationId, receiverId }) =>
    unnotifySubject(tx, { type: 'message_request', recipientId: receiverId, subjectId: conversationId }),
  ),
  reactInTransaction(messageSent, async (tx, { conversationId }) => watchConversation(tx, conversationId)),
  reactInTransaction(pollEnded, async (tx, { postId, authorId }) => {
    await notify(tx, { type: 'poll_ended', recipientId: authorId, actorId: null, subjectId: postId, postId });
    await tx.enqueue(tellVoters, { postId, authorId });
  }),
  reactInTransaction(postDeleted, async (tx, { postId }) => {
    if (await forgetSomeOfPost(tx, postId)) await tx.enqueue(forgetPostJob, { postId });
  }),
];
