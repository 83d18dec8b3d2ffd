import type { PostPage, SearchPostsInput } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { findRecent, findRelevant } from './find-posts.ts';
import { readPostSearch } from './post-search.ts';

/** Posts that the caller may see and that match. */
export async function searchPosts({ ctx, input }: Call<SearchPostsInput>): Promise<PostPage> {
  const search = readPostSearch(ctx.viewer?.id ?? null, input);
  if (!search) return { items: [], nextCursor: null };
  return input.sort === 'relevant' ? findRelevant(ctx.app, search, input) : findRecent(ctx.app, search, input);
}
