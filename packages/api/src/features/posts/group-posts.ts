import type { Done, GroupPostInput } from '@rookery/contract';
import type { Reaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { reactByJob } from '../../kernel/event.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { groupDeleted, readGroup, refuseUnless } from '../groups/index.ts';
import { clearGroupJob } from './clear-group.job.ts';
import { deleteForGood } from './delete-post.ts';

const selectPost = statement<{ author_id: string }>(
  'posts.in-group',
  'select author_id from post where id = $1 and group_id = $2 and deleted_at is null',
);

/** Deletes a post of a group as its staff, who need not be on terms with its author. */
export async function removeGroupPost({ ctx, input }: SignedInCall<GroupPostInput>): Promise<Done> {
  const { id: groupId, postId } = input;
  return transact(ctx, async (tx) => {
    const { viewer } = await readGroup(tx, ctx.viewer.id, groupId);
    refuseUnless(viewer?.role ?? null, 'removePosts');
    const post = found(await tx.sql.first(selectPost, [postId, groupId]));
    return deleteForGood(tx, { postId, authorId: post.author_id });
  });
}

/** Has what was written in a group deleted with it. */
export const groupPostReactions: readonly Reaction[] = [
  reactByJob(groupDeleted, clearGroupJob, ({ groupId }) => ({ groupId })),
];
