import type { Reaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { followed, followRequestClosed, followRequested, unfollowed } from '../graph/index.ts';
import { postCreated, postDeleted, postLiked, postUnliked } from '../posts/index.ts';
import { type Deed, forgetPost, notify, unnotify } from './notify.ts';

interface FollowPair {
  followerId: string;
  followeeId: string;
}

interface Like {
  postId: string;
  authorId: string;
  actorId: string;
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

const likeDeed = ({ postId, authorId, actorId }: Like): Deed => ({
  type: 'like',
  recipientId: authorId,
  actorId,
  subjectId: postId,
  postId,
});

/** What is notified, and taken back. */
export const notificationReactions: readonly Reaction[] = [
  reactInTransaction(followed, (tx, follow) => notify(tx, followDeed(follow))),
  reactInTransaction(unfollowed, (tx, follow) => unnotify(tx, followDeed(follow))),
  reactInTransaction(followRequested, (tx, request) => notify(tx, requestDeed(request))),
  reactInTransaction(followRequestClosed, (tx, request) => unnotify(tx, requestDeed(request))),
  reactInTransaction(postLiked, (tx, like) => notify(tx, likeDeed(like))),
  reactInTransaction(postUnliked, (tx, like) => unnotify(tx, likeDeed(like))),
  reactInTransaction(postCreated, async (tx, { postId, authorId, replyTo }) => {
    if (!replyTo) return;
    await notify(tx, { type: 'reply', recipientId: replyTo.authorId, actorId: authorId, subjectId: postId, postId });
  }),
  reactInTransaction(postDeleted, (tx, { postId }) => forgetPost(tx, postId)),
];
