import type { Reaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { followed, unfollowed } from '../graph/index.ts';
import { postCreated } from '../posts/index.ts';
import { fanOut } from './feeds.jobs.ts';
import { backfillTimeline, forgetAuthor, pushToAuthor, pushToFollowers } from './timeline.ts';

/** Audiences up to this size get a post in its own transaction. */
const smallAudience = 500;

const onPostCreated = reactInTransaction(
  postCreated,
  async (tx, { postId, authorId, visibility, audience, replyTo }) => {
    const post = { id: postId, authorId };
    const forFollowers = visibility !== 'friends' && (replyTo === null || replyTo.authorId === authorId);
    if (forFollowers && audience <= smallAudience) return pushToFollowers(tx, post);
    pushToAuthor(tx, post);
    if (forFollowers) await tx.enqueue(fanOut, { postId, authorId });
  },
);

const onFollowed = reactInTransaction(followed, async (tx, { followerId, followeeId }) =>
  backfillTimeline(tx, followerId, followeeId),
);

const onUnfollowed = reactInTransaction(unfollowed, async (tx, { followerId, followeeId }) =>
  forgetAuthor(tx, followerId, followeeId),
);

/** What keeps timelines in step with posts and follows. */
export const feedReactions: readonly Reaction[] = [onPostCreated, onFollowed, onUnfollowed];
