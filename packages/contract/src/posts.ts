import { z } from 'zod';
import { Id } from './ids.ts';
import { limits } from './limits.ts';
import { pageFields, pageOf } from './page.ts';
import { MediaView, ProfileSummary } from './profiles.ts';
import { multilineText, singleLineText } from './text.ts';

const span = {
  start: z.int().describe('First UTF-16 unit of the text.'),
  end: z.int().describe('UTF-16 unit after the last.'),
};

export const Facet = z
  .discriminatedUnion('kind', [
    z.object({ ...span, kind: z.literal('hashtag'), tag: z.string().describe('Lower case, without the #.') }),
    z.object({ ...span, kind: z.literal('mention'), userId: Id, username: z.string() }),
    z.object({ ...span, kind: z.literal('link'), url: z.string() }),
  ])
  .describe('A part of a text that means something: a hashtag, a mention or a link.');
export type Facet = z.infer<typeof Facet>;

export const PostVisibility = z.enum(['public', 'followers', 'friends']).describe('Who may see a post.');
export type PostVisibility = z.infer<typeof PostVisibility>;

export const PostViewer = z
  .object({
    liked: z.boolean(),
    reposted: z.boolean(),
    bookmarked: z.boolean(),
    canEdit: z.boolean(),
    canDelete: z.boolean(),
  })
  .describe('How the caller stands to a post.');
export type PostViewer = z.infer<typeof PostViewer>;

export const PostView = z
  .object({
    id: Id,
    author: ProfileSummary,
    text: z.string(),
    facets: z.array(Facet),
    media: z.array(MediaView),
    poll: z.null().describe('Polls are not open yet.'),
    contentWarning: z.string().nullable(),
    visibility: PostVisibility,
    groupId: Id.nullable(),
    replyToId: Id.nullable().describe('The post that this one answers.'),
    rootId: Id.nullable().describe('The first post of the thread; null on the first itself.'),
    quoteOf: z.null().describe('Quotes are not open yet.'),
    createdAt: z.date(),
    editedAt: z.date().nullable(),
    version: z.int(),
    likeCount: z.int(),
    repostCount: z.int(),
    quoteCount: z.int(),
    replyCount: z.int(),
    viewer: PostViewer.nullable().describe('Null for an anonymous caller.'),
  })
  .describe('A post, or a reply, which is a post that answers another.');
export type PostView = z.infer<typeof PostView>;

export const PostPage = pageOf(PostView).describe('A page of posts.');
export type PostPage = z.infer<typeof PostPage>;

export const CreatePostInput = z
  .strictObject({
    text: multilineText(limits.post).min(1).describe('Up to 500 graphemes.'),
    replyToId: Id.optional().describe('The post to answer.'),
    visibility: PostVisibility.default('public'),
    contentWarning: singleLineText(limits.contentWarning)
      .min(1)
      .optional()
      .describe('Shown instead of the post until opened.'),
  })
  .describe('A post to publish.');
export type CreatePostInput = z.infer<typeof CreatePostInput>;

export const ListRepliesInput = z
  .strictObject({ id: Id.describe('The post that was answered.'), ...pageFields })
  .describe('Which replies, oldest first.');
export type ListRepliesInput = z.infer<typeof ListRepliesInput>;

export const ListLikersInput = z
  .strictObject({ id: Id.describe('The post that was liked.'), ...pageFields })
  .describe('Which likers, newest first.');
export type ListLikersInput = z.infer<typeof ListLikersInput>;

export const ListUserPostsInput = z
  .strictObject({
    id: Id.describe('Whose posts.'),
    with: z
      .enum(['posts', 'replies', 'media', 'likes'])
      .default('posts')
      .describe('Posts alone, replies too, those with media, or the ones that the user liked.'),
    ...pageFields,
  })
  .describe('Which posts of a profile.');
export type ListUserPostsInput = z.infer<typeof ListUserPostsInput>;
