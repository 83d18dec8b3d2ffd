import { FeedPage, PageInput } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
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
} satisfies TRPCRouterRecord;
