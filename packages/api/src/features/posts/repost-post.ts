import type { ById, PostView, PostVisibility } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { isOpen, mayReadPost } from './post.policy.ts';
import { findPost } from './post.view.ts';
import { postReposted, postUnreposted } from './posts.events.ts';

interface RepostRow {
  author_id: string;
  visibility: PostVisibility;
  allowed: boolean;
  changed: boolean;
  audience: number;
}

// NOTE: the counter moves only with the row, in one statement, so that storms of reposts leave no drift.
const insertRepost = statement<RepostRow>(
  'posts.repost',
  `with target as (
     select p.id, p.author_id, p.visibility, ${isOpen('p', 'a')} or (p.visibility = 'public' and a.id = $2 and p.group_id is null) as allowed
     from post p join profile a on a.id = p.author_id where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')}
   ), made as (
     insert into repost (post_id, profile_id, id) select id, $2::uuid, $3::uuid from target where allowed on conflict do nothing returning post_id
   ), counted as (
     update post set repost_count = repost_count + 1 where id in (select post_id from made) returning id
   ) select author_id, visibility, allowed, exists (select from counted) as changed,
       (select follower_count from profile where id = $2) as audience from target`,
);

const deleteRepost = statement<{ author_id: string; repost_id: string | null }>(
  'posts.unrepost',
  `with target as (
     select p.id, p.author_id from post p join profile a on a.id = p.author_id where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')}
   ), gone as (
     delete from repost where post_id in (select id from target) and profile_id = $2 returning post_id, id
   ), counted as (
     update post set repost_count = repost_count - 1 where id in (select post_id from gone)
   ) select author_id, (select id from gone) as repost_id from target`,
);

/** Reposts a post that everybody may see, or an own public one; reposting it again changes nothing. */
export async function repostPost({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  const actorId = ctx.viewer.id;
  const repostId = newId();
  return transact(ctx, async (tx) => {
    const row = found(await tx.sql.first(insertRepost, [input.id, actorId, repostId]));
    const { author_id: authorId, visibility, audience } = row;
    if (!row.allowed) throw invalidInput(['id'], 'is not public');
    if (row.changed)
      await tx.emit(postReposted, { postId: input.id, authorId, actorId, repostId, audience, visibility });
    return found(await findPost(tx, actorId, input.id));
  });
}

/** Takes a repost back; without one, nothing changes. */
export async function unrepostPost({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  const actorId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { author_id: authorId, repost_id: repostId } = found(await tx.sql.first(deleteRepost, [input.id, actorId]));
    if (repostId !== null) await tx.emit(postUnreposted, { postId: input.id, authorId, actorId, repostId });
    return found(await findPost(tx, actorId, input.id));
  });
}
