import type { PostView, ProfileView, ProfileViewer, RookeryError } from '@rookery/sdk';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Cache, patchPost, patchProfile } from './cache.ts';
import { useAccountId, useRookery } from './context.ts';

/** Which post to like, or to like no more. */
export interface LikeInput {
  id: string;
  liked: boolean;
}

/** Likes a post, or takes that back: shown at once, undone when the server refuses. */
export function useLikePost(): UseMutationResult<PostView, RookeryError, LikeInput> {
  const { posts } = useRookery();
  const cache = useCache();
  return useMutation({
    mutationFn: ({ id, liked }: LikeInput) => (liked ? posts.like({ id }) : posts.unlike({ id })),
    onMutate: ({ id, liked }) => patchPost(cache, id, (post) => like(post, liked)),
    onError: (_error, { id, liked }, changed) => {
      if (changed) patchPost(cache, id, (post) => like(post, !liked));
    },
    onSuccess: (post) => void patchPost(cache, post.id, () => post),
  });
}

function like(post: PostView, liked: boolean): PostView {
  if (!post.viewer || post.viewer.liked === liked) return post;
  return { ...post, likeCount: post.likeCount + (liked ? 1 : -1), viewer: { ...post.viewer, liked } };
}

/** Which post to keep for later, or to keep no more. */
export interface BookmarkInput {
  id: string;
  bookmarked: boolean;
}

/** Keeps a post for later, or no more: shown at once, undone when the server refuses. */
export function useBookmarkPost(): UseMutationResult<PostView, RookeryError, BookmarkInput> {
  const { posts } = useRookery();
  const cache = useCache();
  return useMutation({
    mutationFn: ({ id, bookmarked }: BookmarkInput) => (bookmarked ? posts.bookmark({ id }) : posts.unbookmark({ id })),
    onMutate: ({ id, bookmarked }) => patchPost(cache, id, (post) => bookmark(post, bookmarked)),
    onError: (_error, { id, bookmarked }, changed) => {
      if (changed) patchPost(cache, id, (post) => bookmark(post, !bookmarked));
    },
    onSuccess: (post) => void patchPost(cache, post.id, () => post),
  });
}

function bookmark(post: PostView, bookmarked: boolean): PostView {
  return post.viewer && post.viewer.bookmarked !== bookmarked
    ? { ...post, viewer: { ...post.viewer, bookmarked } }
    : post;
}

/** Whom to follow, or to follow no more. */
export interface FollowInput {
  userId: string;
  following: boolean;
}

/** Follows somebody, or no more: shown at once, undone when the server refuses. Who is private is asked first. */
export function useFollowUser(): UseMutationResult<ProfileViewer, RookeryError, FollowInput> {
  const { graph } = useRookery();
  const cache = useCache();
  return useMutation({
    mutationFn: ({ userId, following }: FollowInput) =>
      following ? graph.follow({ userId }) : graph.unfollow({ userId }),
    onMutate: ({ userId, following }) => patchProfile(cache, userId, (profile) => follow(profile, following)),
    onError: (_error, { userId, following }, changed) => {
      if (changed) patchProfile(cache, userId, (profile) => follow(profile, !following));
    },
    onSuccess: (viewer, { userId }) => void patchProfile(cache, userId, (profile) => ({ ...profile, viewer })),
  });
}

function follow(profile: ProfileView, following: boolean): ProfileView {
  const { viewer, isPrivate, followerCount } = profile;
  if (!viewer) return profile;
  if (isPrivate && !viewer.following) {
    const asked = { ...viewer, followRequested: following };
    return viewer.followRequested === following ? profile : { ...profile, viewer: asked };
  }
  if (viewer.following === following) return profile;
  return { ...profile, followerCount: followerCount + (following ? 1 : -1), viewer: { ...viewer, following } };
}

function useCache(): Cache {
  return { queries: useQueryClient(), account: useAccountId() };
}
