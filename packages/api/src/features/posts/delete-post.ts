import type { ById, Done } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { takePost } from '../groups/index.ts';
import { findPost } from './post.view.ts';
import { type PostOf, postDeleted } from './posts.events.ts';
import { cleanUpJob } from './posts.jobs.ts';

// NOTE: the post and those that it answers and quotes, in the order of their ids, as publishing locks them, and before the author.
const lock = statement<{ group_id: string | null }>(
  'posts.lock-to-erase',
  `select case when id = $1 and deleted_at is null then group_id end as group_id from post
   where id in (select unnest(array[id, reply_to_id, quote_of_id]) from post where id = $1) order by id for no key update`,
);

// NOTE: the row stays, empty, so that answers to it keep their place in the thread. A poll ends, so that nobody hears of its result.
const erase = statement<{ reply_to_id: string | null; quote_of_id: string | null }>(
  'posts.erase',
  `with gone as (
     update post set deleted_at = now(), text = '', facets = '[]', content_warning = null, version = version + 1,
       has_media = false, has_poll = false, pinned = false
     where id = $1 and deleted_at is null returning id, author_id, reply_to_id, quote_of_id
   ), others as (
     update post o set reply_count = reply_count - (o.id is not distinct from gone.reply_to_id)::int, quote_count = quote_count - (o.id is not distinct from gone.quote_of_id)::int
     from gone where o.id in (gone.reply_to_id, gone.quote_of_id)
   ), author as (
     update profile set post_count = post_count - 1 where id in (select author_id from gone)
   ), revisions as (
     delete from post_revision where post_id in (select id from gone)
   ), polls as (
     update poll set closed_at = coalesce(closed_at, now()) where post_id in (select id from gone)
   ) select reply_to_id, quote_of_id from gone`,
);

/** Deletes an own post, or one in a group of whose staff the caller is; a job removes what others did with it, and lets go of its files. */
export async function deletePost({ ctx, input }: SignedInCall<ById>): Promise<Done> {
  return transact(ctx, async (tx) => {
    const { author, viewer } = found(await findPost(tx, ctx.viewer.id, input.id));
    if (!viewer?.canDelete) throw new DomainError('not_owner');
    return deleteForGood(tx, { postId: input.id, authorId: author.id });
  });
}

/** Deletes a post that the caller may delete, unless it is gone. */
export async function deleteForGood(tx: Transaction, post: PostOf): Promise<Done> {
  found(await erasePost(tx, post));
  await tx.enqueue(cleanUpJob, { postId: post.postId });
  return { ok: true };
}

/** Makes a post an empty place in its thread; null when it is that already. What others did with it is left to be cleaned up. */
export async function erasePost(tx: Transaction, { postId, authorId }: PostOf): Promise<true | null> {
  const locked = await tx.sql.rows(lock, [postId]);
  for (const { group_id: groupId } of locked) if (groupId !== null) await takePost(tx, groupId);
  const gone = await tx.sql.first(erase, [postId]);
  if (!gone) return null;
  await tx.emit(postDeleted, { postId, authorId, replyToId: gone.reply_to_id, quoteOfId: gone.quote_of_id });
  return true;
}
