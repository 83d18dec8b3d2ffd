import type { ById, PostView } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { findPost } from './post.view.ts';

const selectScheduled = statement<{ id: string }>(
  'posts.by-scheduled-id',
  'select id from post where scheduled_id = $1',
);

/** A post that the caller may see; the id that it had while it waited for its time is good for it too. */
export async function getPost({ ctx, input }: Call<ById>): Promise<PostView> {
  const viewerId = ctx.viewer?.id ?? null;
  const post = await findPost(ctx.app, viewerId, input.id);
  if (post) return post;
  const { id } = found(await ctx.app.sql.first(selectScheduled, [input.id]));
  return found(await findPost(ctx.app, viewerId, id));
}
