import type { CreatePostInput, PostView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { transact } from '../../kernel/transaction.ts';
import { schedulePost } from './drafts/schedule-post.ts';
import { readFacets } from './facets.ts';
import { publishPost } from './publish-post.ts';

/** Publishes a post or a reply, or puts it aside until the time given. */
export async function createPost({ ctx, input }: SignedInCall<CreatePostInput>): Promise<PostView> {
  const { scheduledAt, ...content } = input;
  if (scheduledAt) return schedulePost(ctx, { content, scheduledAt });
  const facets = await readFacets(ctx.app.sql, content.text, ctx.viewer.id);
  return transact(ctx, (tx) => publishPost(tx, { authorId: ctx.viewer.id, content, facets }));
}
