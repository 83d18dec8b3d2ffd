import { ById, ListLikersInput, OfPostInput, PageInput, PostPage, PostView, ProfilePage } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { bookmarkPost, unbookmarkPost } from './bookmark-post.ts';
import { likePost, unlikePost } from './like-post.ts';
import { listBookmarks } from './list-bookmarks.ts';
import { listLikers, listReposters } from './list-people-of-post.ts';
import { listQuotes } from './list-quotes.ts';
import { pinPost, unpinPost } from './pin-post.ts';
import { repostPost, unrepostPost } from './repost-post.ts';

/** What people do with posts; joins the routes of posts. */
export const interactionRoutes = {
  like: signedIn({
    doc: 'Likes a post; liking it again changes nothing.',
    scope: 'write:posts',
    effect: 'update',
    rest: 'PUT /posts/{id}/like',
  })
    .input(ById)
    .output(PostView)
    .mutation(likePost),
  unlike: signedIn({
    doc: 'Takes a like back.',
    scope: 'write:posts',
    effect: 'delete',
    rest: 'DELETE /posts/{id}/like',
  })
    .input(ById)
    .output(PostView)
    .mutation(unlikePost),
  likers: anyone({ doc: 'Lists who likes a post, newest first.', scope: 'read', rest: 'GET /posts/{id}/likes' })
    .input(ListLikersInput)
    .output(ProfilePage)
    .query(listLikers),
  repost: signedIn({
    doc: 'Shows a post that everybody may see to the followers of the caller; doing it again changes nothing.',
    scope: 'write:posts',
    effect: 'update',
    rest: 'PUT /posts/{id}/repost',
  })
    .input(ById)
    .output(PostView)
    .mutation(repostPost),
  unrepost: signedIn({
    doc: 'Takes a repost back.',
    scope: 'write:posts',
    effect: 'delete',
    rest: 'DELETE /posts/{id}/repost',
  })
    .input(ById)
    .output(PostView)
    .mutation(unrepostPost),
  reposters: anyone({ doc: 'Lists who reposted a post, newest first.', scope: 'read', rest: 'GET /posts/{id}/reposts' })
    .input(OfPostInput)
    .output(ProfilePage)
    .query(listReposters),
  quotes: anyone({
    doc: 'Lists the posts that quote a post, newest first.',
    scope: 'read',
    rest: 'GET /posts/{id}/quotes',
  })
    .input(OfPostInput)
    .output(PostPage)
    .query(listQuotes),
  bookmark: signedIn({
    doc: 'Keeps a post for later, seen by nobody else; doing it again changes nothing.',
    scope: 'write:posts',
    effect: 'update',
    rest: 'PUT /posts/{id}/bookmark',
  })
    .input(ById)
    .output(PostView)
    .mutation(bookmarkPost),
  unbookmark: signedIn({
    doc: 'Takes a post out of the bookmarks.',
    scope: 'write:posts',
    effect: 'delete',
    rest: 'DELETE /posts/{id}/bookmark',
  })
    .input(ById)
    .output(PostView)
    .mutation(unbookmarkPost),
  bookmarks: signedIn({
    doc: 'Lists the posts that the caller bookmarked, the latest bookmark first.',
    scope: 'read',
    rest: 'GET /bookmarks',
  })
    .input(PageInput)
    .output(PostPage)
    .query(listBookmarks),
  pin: signedIn({
    doc: 'Pins an own post, which may not be a reply, to the profile; at most three are pinned.',
    scope: 'write:posts',
    effect: 'update',
    rest: 'PUT /posts/{id}/pin',
  })
    .input(ById)
    .output(PostView)
    .mutation(pinPost),
  unpin: signedIn({
    doc: 'Takes an own post from the top of the profile.',
    scope: 'write:posts',
    effect: 'delete',
    rest: 'DELETE /posts/{id}/pin',
  })
    .input(ById)
    .output(PostView)
    .mutation(unpinPost),
} satisfies TRPCRouterRecord;
