import { z } from 'zod';
import { Id } from './ids.ts';
import { PostView } from './posts.ts';

export const ThreadEntry = z
  .object({
    id: Id,
    parentId: Id.nullable().describe('The post that it answers.'),
    depth: z.int().describe('Of an answer: 1 for those to the post itself. Of an ancestor: 0.'),
    post: PostView.nullable().describe('Null for a gap: it was deleted, or the caller may not see it.'),
    more: z
      .boolean()
      .describe(
        'Of an answer: whether there are answers to it that are not in this page; read its own thread for them. Of an ancestor: whether the next ones are left out, so deep is the thread.',
      ),
  })
  .describe('A place in a thread.');
export type ThreadEntry = z.infer<typeof ThreadEntry>;

export const PostThread = z
  .object({
    ancestors: z.array(ThreadEntry).describe('What the post answers, from the first post of the thread down.'),
    post: PostView,
    replies: z.array(ThreadEntry).describe('Answers, oldest first, each followed by the answers to it.'),
    nextCursor: z.string().nullable().describe('Hand it back as `cursor` for more answers; null at the end.'),
  })
  .describe('A post amid the thread that it belongs to.');
export type PostThread = z.infer<typeof PostThread>;

const envelope = { postId: Id };

export const PostWatchEvent = z
  .discriminatedUnion('type', [
    z.object({
      ...envelope,
      type: z.literal('counts'),
      likeCount: z.int(),
      repostCount: z.int(),
      quoteCount: z.int(),
      replyCount: z.int(),
    }),
    z.object({ ...envelope, type: z.literal('updated'), post: PostView }),
    z.object({ ...envelope, type: z.literal('reply'), post: PostView }),
    z.object({ ...envelope, type: z.literal('deleted') }),
  ])
  .describe('What happens to a post that is watched; a hint, for those who look at it now.');
export type PostWatchEvent = z.infer<typeof PostWatchEvent>;
