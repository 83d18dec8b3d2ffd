import { z } from 'zod';
import { Id } from './ids.ts';
import { limits } from './limits.ts';
import { MediaView } from './media.ts';
import { pageFields, pageOf } from './page.ts';
import { NewPoll, PollView } from './polls.ts';
import { ProfileSummary } from './profiles.ts';
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
    liked: z.boolean().describe('The caller likes it.'),
    reposted: z.boolean().describe('The caller has reposted it.'),
    bookmarked: z.boolean().describe('The caller keeps it for later.'),
    canEdit: z.boolean().describe('The caller may change it.'),
    canDelete: z.boolean().describe('The caller may delete it.'),
  })
  .describe('How the caller stands to a post.');
export type PostViewer = z.infer<typeof PostViewer>;

const postFields = {
  id: Id,
  author: ProfileSummary,
  text: z.string().describe('Plain text; `facets` says which parts of it mean something.'),
  facets: z.array(Facet).describe('In order, without overlaps.'),
  media: z.array(MediaView),
  poll: PollView.nullable(),
  contentWarning: z.string().nullable().describe('To be shown instead of the post until it is opened.'),
  visibility: PostVisibility,
  groupId: Id.nullable().describe('The group that it was written in, whose visibility it shares.'),
  replyToId: Id.nullable().describe('The post that this one answers.'),
  rootId: Id.nullable().describe('The first post of the thread; null on the first itself.'),
  createdAt: z.date(),
  editedAt: z.date().nullable().describe('When it was edited last; null if never.'),
  version: z.int().describe('Grows with every edit; `posts.update` wants it back.'),
  pinned: z.boolean().describe('Whether its author pinned it to the profile.'),
  likeCount: z.int(),
  repostCount: z.int(),
  quoteCount: z.int(),
  replyCount: z.int(),
  viewer: PostViewer.nullable().describe('Null for an anonymous caller.'),
};

export const QuotedPost = z
  .discriminatedUnion('unavailable', [
    z.object({ unavailable: z.literal(false), ...postFields }),
    z.object({ unavailable: z.literal(true) }),
  ])
  .describe('The post that a post quotes; unavailable when it was deleted or the caller may not see it.');
export type QuotedPost = z.infer<typeof QuotedPost>;

export const PostView = z
  .object({
    ...postFields,
    quoteOf: QuotedPost.nullable().describe('What the post quotes; null when it quotes nothing.'),
    scheduledAt: z
      .date()
      .nullable()
      .describe(
        'When it will be published; until then `id` is for `posts.scheduled`, and from then on `posts.get` takes it. Null on a published post.',
      ),
  })
  .describe('A post, or a reply, which is a post that answers another.');
export type PostView = z.infer<typeof PostView>;

export const PostPage = pageOf(PostView).describe('A page of posts.');
export type PostPage = z.infer<typeof PostPage>;

const mediaIds = z
  .array(Id)
  .max(limits.mediaPerPost)
  .refine((ids) => new Set(ids).size === ids.length, 'has an id twice')
  .describe('Own images that are ready, in the order in which they are shown.');

const text = multilineText(limits.post).describe('Up to 500 graphemes.');
const contentWarning = singleLineText(limits.contentWarning).min(1).describe('Shown instead of the post until opened.');

/** Whether there is anything in it to publish. */
function saysSomething(post: { text?: unknown; mediaIds?: unknown; poll?: unknown; quoteOfId?: unknown }): boolean {
  const { mediaIds: media } = post;
  return Boolean(post.text || post.poll || post.quoteOfId || (Array.isArray(media) && media.length > 0));
}

export const postDraftFields = {
  text: text.default(''),
  mediaIds: mediaIds.optional(),
  replyToId: Id.optional().describe('The post to answer.'),
  quoteOfId: Id.optional().describe('The post to quote.'),
  groupId: Id.optional().describe('The group to write in; a reply stands in that of what it answers anyway.'),
  visibility: PostVisibility.default('public'),
  contentWarning: contentWarning.optional(),
  poll: NewPoll.optional(),
};

export const CreatePostInput = z
  .strictObject({
    ...postDraftFields,
    scheduledAt: z.date().optional().describe('When to publish it, within a year; absent: now.'),
  })
  .refine(saysSomething, { path: ['text'], message: 'is empty, and there is neither media, poll nor quote' })
  .refine(({ groupId, visibility }) => groupId === undefined || visibility === 'public', {
    path: ['visibility'],
    message: 'must be public in a group, which decides who sees its posts',
  })
  .describe('A post to publish: a text, media, a poll or a quote, or several of them.');
export type CreatePostInput = z.infer<typeof CreatePostInput>;

export const UpdatePostInput = z
  .strictObject({
    id: Id,
    text,
    mediaIds: mediaIds.optional().describe('Absent: the media stay as they are.'),
    contentWarning: contentWarning.nullish().describe('Absent: stays as it is; null takes it away.'),
    version: z.int().min(1).describe('The version that was edited; `edit_conflict` if it is not the newest.'),
  })
  .describe('What an own post is to say from now on.');
export type UpdatePostInput = z.infer<typeof UpdatePostInput>;

export const PostRevision = z
  .object({
    version: z.int(),
    text: z.string(),
    facets: z.array(Facet),
    media: z.array(MediaView),
    contentWarning: z.string().nullable(),
    createdAt: z.date().describe('When it began to read like this.'),
  })
  .describe('How a post read at one time.');
export type PostRevision = z.infer<typeof PostRevision>;

export const PostRevisionPage = pageOf(PostRevision).describe('A page of revisions.');
export type PostRevisionPage = z.infer<typeof PostRevisionPage>;

export const OfPostInput = z
  .strictObject({ id: Id.describe('Whose list.'), ...pageFields })
  .describe('A list of one post.');
export type OfPostInput = z.infer<typeof OfPostInput>;

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
      .enum(['posts', 'replies', 'media', 'likes', 'pinned'])
      .default('posts')
      .describe(
        'Posts alone, replies too, those with media, the ones that the user liked, or those pinned to the profile.',
      ),
    ...pageFields,
  })
  .describe('Which posts of a profile.');
export type ListUserPostsInput = z.infer<typeof ListUserPostsInput>;
