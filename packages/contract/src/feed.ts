import { z } from 'zod';
import { pageOf } from './page.ts';
import { PostView } from './posts.ts';
import { ProfileSummary } from './profiles.ts';

export const FeedReason = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('post') }),
    z.object({ kind: z.literal('repost'), by: ProfileSummary, at: z.date() }),
    z.object({ kind: z.literal('hashtag'), tag: z.string() }),
  ])
  .describe('Why a post stands in a feed.');
export type FeedReason = z.infer<typeof FeedReason>;

export const FeedItem = z.object({ post: PostView, reason: FeedReason }).describe('A post in a feed.');
export type FeedItem = z.infer<typeof FeedItem>;

export const FeedPage = pageOf(FeedItem).describe('A page of a feed.');
export type FeedPage = z.infer<typeof FeedPage>;
