import type { ById, Done } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { canDelete } from './post.policy.ts';
import { findPost } from './post.view.ts';
import { postDeleted } from './posts.events.ts';

// NOTE: the row stays, empty, so that answers to it keep their place in the thread.
const erase = statement<{ id: string }>(
  'posts.erase',
  `with gone as (
     update post set deleted_at = now(), text = '', facets = '[]', content_warning = null, version = version + 1
     where id = $1 and deleted_at is null returning id, author_id, reply_to_id
   ), author as (
     update profile set post_count = post_count - 1 where id in (select author_id from gone)
   ), parent as (
     update post set reply_count = reply_count - 1 where id in (select reply_to_id from gone)
   ) select id from gone`,
);

/** Deletes an own post. */
export async function deletePost({ ctx, input }: SignedInCall<ById>): Promise<Done> {
  return transact(ctx, async (tx) => {
    const post = found(await findPost(tx.sql, ctx.viewer.id, input.id));
    const authorId = post.author.id;
    if (!canDelete({ authorId }, ctx.viewer.id)) throw new DomainError('not_owner');
    found(await tx.sql.first(erase, [input.id]));
    await tx.emit(postDeleted, { postId: input.id, authorId, replyToId: post.replyToId });
    return { ok: true };
  });
}
