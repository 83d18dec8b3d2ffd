import type { GetUserInput, PostView, PostWatchEvent, ProfileView, RookeryError } from '@rookery/sdk';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Cache, dropPost, patchPost } from './cache.ts';
import { useAccountId, useRookery } from './context.ts';
import { keys } from './keys.ts';

/** One post, whose counts, edits and deletion are followed live; null once it is deleted. */
export function usePost(id: string): UseQueryResult<PostView | null, RookeryError> {
  const client = useRookery();
  const queries = useQueryClient();
  const account = useAccountId();
  useEffect(
    () => client.posts.watch({ id }, (event) => showWatched({ queries, account }, event)),
    [client, queries, account, id],
  );
  return useQuery<PostView | null, RookeryError>({
    queryKey: keys.post(account, id),
    queryFn: ({ signal }) => client.posts.get({ id }, { signal }),
    // NOTE: the client repeats by itself what is worth it.
    retry: false,
  });
}

function showWatched(cache: Cache, event: PostWatchEvent): void {
  const { postId } = event;
  if (event.type === 'deleted') dropPost(cache, postId);
  // NOTE: what is told to all who watch does not say how the caller stands to it.
  if (event.type === 'updated') {
    patchPost(cache, postId, (post) => ({ ...event.post, viewer: event.post.viewer ?? post.viewer }));
  }
  if (event.type === 'counts') {
    const { likeCount, repostCount, quoteCount, replyCount } = event;
    patchPost(cache, postId, (post) => ({ ...post, likeCount, repostCount, quoteCount, replyCount }));
  }
}

/** One profile, by id or username. */
export function useProfile(by: GetUserInput): UseQueryResult<ProfileView, RookeryError> {
  const client = useRookery();
  const account = useAccountId();
  return useQuery<ProfileView, RookeryError>({
    queryKey: keys.profile(account, by),
    queryFn: ({ signal }) => client.users.get(by, { signal }),
    retry: false,
  });
}
