import { FeedPage, GroupFeedInput, PageInput, PostPage } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { groupFeed } from './group-feed.ts';
import { homeFeed } from './home-feed.ts';

export const feedRoutes = {
  home: signedIn({
    doc: 'Lists posts of the caller and of those whom the caller follows, newest first.',
    scope: 'read',
    rest: 'GET /feed',
  })
    .input(PageInput)
    .output(FeedPage)
    .query(homeFeed),
  group: anyone({
    doc: 'Lists the posts of a group, newest first, without replies.',
    scope: 'read',
    rest: 'GET /groups/{groupId}/posts',
  })
    .input(GroupFeedInput)
    .output(PostPage)
    .query(groupFeed),
} satisfies TRPCRouterRecord;
