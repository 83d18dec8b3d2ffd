import type { ById, PostView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mayReadPost } from './post.policy.ts';
import { findPost } from './post.view.ts';
import { postLiked, postUnliked } from './posts.events.ts';

interface LikedRow {
  author_id: string;
  changed: boolean;
}

// NOTE: the counter moves only with the row, in one statement, so that storms of likes leave no drift.
const insertLike = statement<LikedRow>(
  'posts.like',
  `with target as (
     select p.id, p.author_id from post p join profile a on a.id = p.author_id where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')}
   ), made as (
     insert into post_like (post_id, profile_id, id) select id, $2::uuid, $3::uuid from target on conflict do nothing returning post_id
   ), counted as (
     update post set like_count = like_count + 1 where id in (select post_id from made) returning id
   ) select author_id, exists (select from counted) as changed from target`,
);

const deleteLike = statement<LikedRow>(
  'posts.unlike',
  `with target as (
     select p.id, p.author_id from post p join profile a on a.id = p.author_id where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')}
   ), gone as (
     delete from post_like where post_id in (select id from target) and profile_id = $2 returning post_id
   ), counted as (
     update post set like_count = like_count - 1 where id in (select post_id from gone) returning id
   ) select author_id, exists (select from counted) as changed from target`,
);

/** Likes a post; liking it again changes nothing. */
export async function likePost({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  const actorId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { author_id, changed } = found(await tx.sql.first(insertLike, [input.id, actorId, newId()]));
    if (changed) await tx.emit(postLiked, { postId: input.id, authorId: author_id, actorId });
    return found(await findPost(tx, actorId, input.id));
  });
}

/** Takes a like back; without one, nothing changes. */
export async function unlikePost({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  const actorId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { author_id, changed } = found(await tx.sql.first(deleteLike, [input.id, actorId]));
    if (changed) await tx.emit(postUnliked, { postId: input.id, authorId: author_id, actorId });
    return found(await findPost(tx, actorId, input.id));
  });
}
