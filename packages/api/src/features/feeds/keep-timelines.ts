import type { Reaction } from '../../kernel/app.ts';
import { reactByJob, reactInTransaction } from '../../kernel/event.ts';
import { followed, unfollowed } from '../graph/index.ts';
import { postCreated, postDeleted, postReposted, postUnreposted } from '../posts/index.ts';
import { fanOut, fanOutRepost, takeOut, takeRepostBackJob } from './feeds.jobs.ts';
import { backfillTimeline, forgetAuthor } from './follow-timeline.ts';
import { growLarge, isPulled } from './large-authors.ts';
import { pushToAuthor, pushToFollowers } from './push-post.ts';
import { lockAudience, pushRepost, takeRepostBack } from './push-repost.ts';
import { smallAudience } from './small-audience.ts';

const onPostCreated = reactInTransaction(postCreated, async (tx, { postId, authorId, groupId, audience, replyTo }) => {
  if (groupId !== null) return;
  const post = { id: postId, authorId };
  const forFollowers = replyTo === null || replyTo.authorId === authorId;
  if (!forFollowers || (await isPulled(tx, authorId, audience))) return pushToAuthor(tx, post);
  if (audience <= smallAudience) return pushToFollowers(tx, post);
  pushToAuthor(tx, post);
  await tx.enqueue(fanOut, { postId, authorId });
});

const onPostDeleted = reactByJob(postDeleted, takeOut, ({ postId, authorId }) => ({ postId, authorId }));

const onReposted = reactInTransaction(postReposted, async (tx, { postId, actorId }) => {
  const audience = await lockAudience(tx, actorId);
  if (await isPulled(tx, actorId, audience)) return;
  if (audience <= smallAudience) pushRepost(tx, { postId, actorId });
  else await tx.enqueue(fanOutRepost, { postId, actorId });
});

const onUnreposted = reactInTransaction(postUnreposted, async (tx, { postId, actorId, repostId }) => {
  const repost = { postId, actorId, repostId };
  const audience = await lockAudience(tx, actorId);
  if (audience <= smallAudience) takeRepostBack(tx, repost);
  else await tx.enqueue(takeRepostBackJob, repost);
});

const onFollowed = reactInTransaction(followed, async (tx, { followerId, followeeId }) => {
  growLarge(tx, followeeId);
  backfillTimeline(tx, { userId: followerId, authorId: followeeId });
});

const onUnfollowed = reactInTransaction(unfollowed, async (tx, { followerId, followeeId }) =>
  forgetAuthor(tx, { userId: followerId, authorId: followeeId }),
);

/** What keeps timelines in step with posts, reposts and follows. */
export const feedReactions: readonly Reaction[] = [
  onPostCreated,
  onPostDeleted,
  onReposted,
  onUnreposted,
  onFollowed,
  onUnfollowed,
];
