import type { SearchAllInput, SearchResults } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { searchHashtags } from './search-hashtags.ts';
import { searchPosts } from './search-posts.ts';
import { searchUsers } from './search-users.ts';

/** The first people, hashtags and posts that match. */
export async function searchAll({ ctx, input }: Call<SearchAllInput>): Promise<SearchResults> {
  const [users, hashtags, posts] = await Promise.all([
    searchUsers({ ctx, input }),
    searchHashtags({ ctx, input }),
    searchPosts({ ctx, input: { ...input, sort: 'recent' } }),
  ]);
  return { users: users.items, hashtags: hashtags.items, posts: posts.items };
}
