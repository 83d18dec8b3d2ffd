import {
  HashtagPage,
  PostPage,
  ProfilePage,
  SearchAllInput,
  SearchInput,
  SearchPostsInput,
  SearchResults,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone } from '../../kernel/trpc.ts';
import { searchAll } from './search-all.ts';
import { searchHashtags } from './search-hashtags.ts';
import { searchPosts } from './search-posts.ts';
import { searchUsers } from './search-users.ts';

export const searchRoutes = {
  all: anyone({
    doc: 'Finds the first people, hashtags and posts that match a query.',
    scope: 'read',
    rest: 'GET /search',
  })
    .input(SearchAllInput)
    .output(SearchResults)
    .query(searchAll),
  posts: anyone({
    doc: 'Finds posts by words, "phrases", -not, word*, #tag, @name, from:name, since:YYYY-MM-DD, until:YYYY-MM-DD and has:media; all must hold.',
    scope: 'read',
    rest: 'GET /search/posts',
  })
    .input(SearchPostsInput)
    .output(PostPage)
    .query(searchPosts),
  users: anyone({
    doc: 'Finds people by the start of their names, those followed and those with more followers first, then by names that differ by a slip.',
    scope: 'read',
    rest: 'GET /search/users',
  })
    .input(SearchInput)
    .output(ProfilePage)
    .query(searchUsers),
  hashtags: anyone({
    doc: 'Finds hashtags by their start, the most used first, then those that are alike.',
    scope: 'read',
    rest: 'GET /search/hashtags',
  })
    .input(SearchInput)
    .output(HashtagPage)
    .query(searchHashtags),
} satisfies TRPCRouterRecord;
