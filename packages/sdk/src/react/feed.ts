import type { FeedItem, FeedPage, RookeryError } from '@rookery/sdk';
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useAccountId, useRookery } from './context.ts';
import { keys } from './keys.ts';

/** The home feed as it is shown. */
export interface Feed {
  readonly status: 'pending' | 'error' | 'success';
  readonly error: RookeryError | null;
  readonly items: readonly FeedItem[];
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  loadMore(): void;
  /** How many posts have come since, for a pill to say. */
  readonly newCount: number;
  /** Reads the feed anew from its top. */
  showNew(): void;
}

const none: ReadonlySet<string> = new Set();

/** The home feed of who is signed in, page by page; tells of new posts and shows them when asked. */
export function useFeed(): Feed {
  const client = useRookery();
  const queries = useQueryClient();
  const account = useAccountId();
  const queryKey = keys.feed(account);
  const query = useInfiniteQuery<FeedPage, RookeryError, InfiniteData<FeedPage>, readonly unknown[], string | null>({
    queryKey,
    queryFn: ({ pageParam, signal }) => client.feed.home(pageParam === null ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: account !== null,
    retry: false,
  });
  const { arrived, forget } = useArrived(account);
  const showNew = useCallback(() => {
    forget();
    queries.setQueryData<InfiniteData<FeedPage>>(keys.feed(account), (feed) => feed && firstPageOf(feed));
    void queries.invalidateQueries({ queryKey: keys.feed(account) });
  }, [queries, account, forget]);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return {
    status: query.status,
    error: query.error,
    items,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    loadMore: () => void (hasNextPage && !isFetchingNextPage && fetchNextPage()),
    newCount: arrived.size,
    showNew,
  };
}

function firstPageOf({ pages, pageParams }: InfiniteData<FeedPage>): InfiniteData<FeedPage> {
  return { pages: pages.slice(0, 1), pageParams: pageParams.slice(0, 1) };
}

/** The ids of posts that have come since the feed was read. */
function useArrived(account: string | null): { arrived: ReadonlySet<string>; forget: () => void } {
  const client = useRookery();
  const [arrived, setArrived] = useState(none);
  const forget = useCallback(() => setArrived(none), []);
  useEffect(() => {
    if (account === null) return undefined;
    const off = client.events.ephemeral({ topics: ['feed'] }, (event) => {
      if (event.type === 'feed.new') setArrived((known) => new Set(known).add(event.data.postId));
    });
    return () => {
      off();
      forget();
    };
  }, [client, account, forget]);
  return { arrived, forget };
}
