import {
  ByTag,
  HashtagPage,
  HashtagView,
  OfTagInput,
  PageInput,
  PostPage,
  TrendingInput,
  TrendPage,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { followHashtag, unfollowHashtag } from './follow-hashtag.ts';
import { hashtagFeed } from './hashtag-feed.ts';
import { listFollowed } from './list-followed.ts';
import { listTrends } from './list-trends.ts';

export const hashtagsRoutes = {
  trending: anyone({
    doc: 'Lists the hashtags that most people use now, in public posts of public profiles.',
    scope: 'read',
    rest: 'GET /hashtags/trending',
  })
    .input(TrendingInput)
    .output(TrendPage)
    .query(listTrends),
  follow: signedIn({
    doc: 'Follows a hashtag, whose posts then stand in the feed of the caller.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'PUT /hashtags/{tag}/follow',
  })
    .input(ByTag)
    .output(HashtagView)
    .mutation(followHashtag),
  unfollow: signedIn({
    doc: 'Follows a hashtag no more.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /hashtags/{tag}/follow',
  })
    .input(ByTag)
    .output(HashtagView)
    .mutation(unfollowHashtag),
  followed: signedIn({
    doc: 'Lists the hashtags that the caller follows, the latest first.',
    scope: 'read',
    rest: 'GET /hashtags/followed',
  })
    .input(PageInput)
    .output(HashtagPage)
    .query(listFollowed),
} satisfies TRPCRouterRecord;

/** Joins the routes of feeds, under `feed`. */
export const hashtagFeedRoutes = {
  hashtag: anyone({
    doc: 'Lists the posts that carry a hashtag, newest first.',
    scope: 'read',
    rest: 'GET /hashtags/{tag}/posts',
  })
    .input(OfTagInput)
    .output(PostPage)
    .query(hashtagFeed),
} satisfies TRPCRouterRecord;
