import type { ById, MediaView } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { toMediaView } from './media.view.ts';
import { readMedia } from './read-media.ts';

/** Tells of a file to its owner, and to everybody where everybody may see it. */
export async function getMedia({ ctx, input }: Call<ById>): Promise<MediaView> {
  const { ownerId, media } = found(await readMedia(ctx.app.sql, input.id));
  const isOpen = await ctx.app.mayServeOpenly(input.id, ctx.viewer?.id);
  if (!isOpen && ownerId !== ctx.viewer?.id) throw new DomainError('not_found');
  return toMediaView(ctx.app.links, media, isOpen);
}
