import type { ById, PostView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mayReadPost } from './post.policy.ts';
import { assertVisible, findPost } from './post.view.ts';

// NOTE: no counter moves, so the post itself is locked: a deletion meanwhile would else leave the bookmark behind.
const insertBookmark = statement<{ id: string }>(
  'posts.bookmark',
  `with target as (
     select p.id from post p join profile a on a.id = p.author_id where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')} for share of p
   ), made as (
     insert into bookmark (profile_id, post_id, id) select $2::uuid, id, $3::uuid from target on conflict do nothing
   ) select id from target`,
);

const deleteBookmark = statement('posts.unbookmark', 'delete from bookmark where post_id = $1 and profile_id = $2');

/** Keeps a post for later, seen by nobody else; doing it again changes nothing, not even its place. */
export async function bookmarkPost({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  return transact(ctx, async (tx) => {
    found(await tx.sql.first(insertBookmark, [input.id, ctx.viewer.id, newId()]));
    return found(await findPost(tx, ctx.viewer.id, input.id));
  });
}

/** Takes a post out of the bookmarks; where it is in none, nothing changes. */
export async function unbookmarkPost({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  return transact(ctx, async (tx) => {
    await assertVisible(tx.sql, ctx.viewer.id, input.id);
    await tx.sql.run(deleteBookmark, [input.id, ctx.viewer.id]);
    return found(await findPost(tx, ctx.viewer.id, input.id));
  });
}
