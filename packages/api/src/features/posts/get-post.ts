import type { ById, PostView } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { findPost } from './post.view.ts';

/** A post that the caller may see. */
export async function getPost({ ctx, input }: Call<ById>): Promise<PostView> {
  return found(await findPost(ctx.app, ctx.viewer?.id ?? null, input.id));
}
