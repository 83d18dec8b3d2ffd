import {
  ById,
  CreatePostInput,
  Done,
  GroupPostInput,
  ListRepliesInput,
  ListUserPostsInput,
  PageInput,
  PostPage,
  PostView,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { createPost } from './create-post.ts';
import { deletePost } from './delete-post.ts';
import { draftsRoutes, scheduledRoutes } from './drafts/drafts.routes.ts';
import { getPost } from './get-post.ts';
import { removeGroupPost } from './group-posts.ts';
import { interactionRoutes } from './interactions.routes.ts';
import { listPosts, listReplies, listUserPosts } from './list-posts.ts';
import { pollsRoutes } from './polls/polls.routes.ts';
import { threadRoutes } from './thread.routes.ts';

export const postsRoutes = {
  create: signedIn({
    doc: 'Publishes a post, or a reply when `replyToId` is given; later when `scheduledAt` is given.',
    scope: 'write:posts',
    effect: 'create',
    rest: 'POST /posts',
    created: '/posts/{id}',
    createdWith: { scheduledAt: '/posts/scheduled/{id}' },
  })
    .input(CreatePostInput)
    .output(PostView)
    .mutation(createPost),
  get: anyone({
    doc: 'Reads a post, by its id or by the one that it had while it was scheduled.',
    scope: 'read',
    rest: 'GET /posts/{id}',
  })
    .input(ById)
    .output(PostView)
    .query(getPost),
  list: anyone({ doc: 'Lists the newest public posts of everybody.', scope: 'read', rest: 'GET /posts' })
    .input(PageInput)
    .output(PostPage)
    .query(listPosts),
  delete: signedIn({
    doc: 'Deletes an own post, or one in a group of whose staff the caller is.',
    scope: 'write:posts',
    effect: 'delete',
    rest: 'DELETE /posts/{id}',
  })
    .input(ById)
    .output(Done)
    .mutation(deletePost),
  replies: anyone({ doc: 'Lists the answers to a post, oldest first.', scope: 'read', rest: 'GET /posts/{id}/replies' })
    .input(ListRepliesInput)
    .output(PostPage)
    .query(listReplies),
  ...interactionRoutes,
  ...pollsRoutes,
  drafts: draftsRoutes,
  scheduled: scheduledRoutes,
  ...threadRoutes,
} satisfies TRPCRouterRecord;

/** Joins the routes of profiles, under `users`. */
export const userPostsRoutes = {
  posts: anyone({ doc: 'Lists posts of a profile, newest first.', scope: 'read', rest: 'GET /users/{id}/posts' })
    .input(ListUserPostsInput)
    .output(PostPage)
    .query(listUserPosts),
} satisfies TRPCRouterRecord;

/** Joins the routes of groups, under `groups`. */
export const groupPostsRoutes = {
  removePost: signedIn({
    doc: 'Deletes a post of a group; for its staff.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /groups/{id}/posts/{postId}',
  })
    .input(GroupPostInput)
    .output(Done)
    .mutation(removeGroupPost),
} satisfies TRPCRouterRecord;
