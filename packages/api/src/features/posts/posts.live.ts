import type { LiveEventDefinition, Reaction, Transaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { defineInnerEvent } from '../../kernel/live.ts';
import {
  type PostOf,
  postCreated,
  postDeleted,
  postEdited,
  postLiked,
  postReposted,
  postUnliked,
  postUnreposted,
} from './posts.events.ts';

/** The topic of what happens to a post. */
export function topicOf(postId: string): string {
  return `post:${postId}`;
}

/** Rows on the topic of a post: its counters moved, it was answered, edited or deleted. */
export const watchEvents: readonly LiveEventDefinition[] = [
  'post.counted',
  'post.answered',
  'post.updated',
  'post.deleted',
].map(defineInnerEvent);

async function recordCount(tx: Transaction, { postId }: Pick<PostOf, 'postId'>): Promise<void> {
  tx.record(topicOf(postId), 'post.counted', { postId });
}

/** Tells those who watch a post of what is done with it. */
export const watchReactions: readonly Reaction[] = [
  ...[postLiked, postUnliked].map((event) => reactInTransaction(event, recordCount)),
  reactInTransaction(postReposted, recordCount),
  reactInTransaction(postUnreposted, recordCount),
  reactInTransaction(postCreated, async (tx, { postId, replyTo, quoteOf }) => {
    if (replyTo) tx.record(topicOf(replyTo.postId), 'post.answered', { postId });
    if (quoteOf) await recordCount(tx, quoteOf);
  }),
  reactInTransaction(postEdited, async (tx, { postId }) => {
    tx.record(topicOf(postId), 'post.updated', { postId });
  }),
  reactInTransaction(postDeleted, async (tx, { postId, replyToId, quoteOfId }) => {
    tx.record(topicOf(postId), 'post.deleted', { postId });
    for (const id of [replyToId, quoteOfId]) if (id !== null) await recordCount(tx, { postId: id });
  }),
];
