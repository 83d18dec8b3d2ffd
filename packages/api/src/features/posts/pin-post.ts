import { type ById, limits, type PostView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found, invalidInput } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { canEdit } from './post.policy.ts';
import { findPost } from './post.view.ts';

const setPinned = statement(
  'posts.set-pinned',
  'update post set pinned = $2 where id = $1 and pinned <> $2 and deleted_at is null',
);
const lockProfile = statement('posts.lock-profile', 'select id from profile where id = $1 for no key update');
const countPinned = statement<{ pinned: number }>(
  'posts.count-pinned',
  'select count(*)::int as pinned from post where author_id = $1 and deleted_at is null and pinned',
);

/** Pins an own post, which is no reply, to the profile; pinning it again changes nothing. */
export async function pinPost({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  const authorId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const post = await ownPost(tx, authorId, input.id);
    if (post.replyToId !== null) throw invalidInput(['id'], 'is a reply');
    const changed = await tx.sql.run(setPinned, [input.id, true]);
    if (changed > 0) await refuseTooMany(tx, authorId);
    return found(await findPost(tx, authorId, input.id));
  });
}

/** Takes an own post from the top of the profile; where it is not there, nothing changes. */
export async function unpinPost({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  const authorId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    await ownPost(tx, authorId, input.id);
    await tx.sql.run(setPinned, [input.id, false]);
    return found(await findPost(tx, authorId, input.id));
  });
}

async function ownPost(tx: Transaction, viewerId: string, id: string): Promise<PostView> {
  const post = found(await findPost(tx, viewerId, id));
  if (!canEdit({ authorId: post.author.id }, viewerId)) throw new DomainError('not_owner');
  return post;
}

/** NOTE: whoever pins locks the profile after the post, as publishing and deleting do, and counts what others committed before. */
async function refuseTooMany(tx: Transaction, authorId: string): Promise<void> {
  await tx.sql.run(lockProfile, [authorId]);
  const { pinned } = found(await tx.sql.first(countPinned, [authorId]));
  const most = limits.pinnedPosts;
  if (pinned > most) throw invalidInput(['id'], `cannot be pinned: ${most} posts are already, and no more may be`);
}
