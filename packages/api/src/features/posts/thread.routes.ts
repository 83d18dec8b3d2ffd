import {
  ById,
  OfPostInput,
  PostRevisionPage,
  PostThread,
  PostView,
  PostWatchEvent,
  UpdatePostInput,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { getThread } from './get-thread.ts';
import { listRevisions } from './list-revisions.ts';
import { updatePost } from './update-post.ts';
import { watchPost } from './watch-post.ts';

/** Joins the routes of posts. */
export const threadRoutes = {
  update: signedIn({
    doc: 'Edits an own post, unless it was edited since the given version.',
    scope: 'write:posts',
    effect: 'update',
    rest: 'PATCH /posts/{id}',
  })
    .input(UpdatePostInput)
    .output(PostView)
    .mutation(updatePost),
  history: anyone({
    doc: 'Lists how a post reads and has read, newest first, with those of the files that it still shows.',
    scope: 'read',
    rest: 'GET /posts/{id}/history',
  })
    .input(OfPostInput)
    .output(PostRevisionPage)
    .query(listRevisions),
  thread: anyone({
    doc: 'Reads a post amid its thread: what it answers, and a page of the answers to it with those below them.',
    scope: 'read',
    rest: 'GET /posts/{id}/thread',
  })
    .input(OfPostInput)
    .output(PostThread)
    .query(getThread),
  watch: anyone({
    doc: 'Streams what happens to a post: its counts, answers, edits and its end; a hint, which is not repeated.',
    scope: 'read',
    rest: { none: 'A stream for those who look at a post, which WebSocket alone carries.' },
    event: PostWatchEvent,
  })
    .input(ById)
    .subscription(watchPost),
} satisfies TRPCRouterRecord;
