import type { PresenceList, PresenceView, RookeryError } from '@rookery/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useAccountId, useRookery } from './context.ts';
import { keys } from './keys.ts';

const none: ReadonlyMap<string, PresenceView> = new Map();
const mostIds = 100;
const readEveryMs = 60_000;

/**
 * Who of some people is there, by id and as far as the caller may know; of at most 100. Follows those whom the caller follows, is
 * friends or talks with at once, and reads the others anew every minute.
 */
export function usePresence(userIds: readonly string[]): ReadonlyMap<string, PresenceView> {
  const client = useRookery();
  const queries = useQueryClient();
  const account = useAccountId();
  const wanted = [...new Set(userIds)].sort().slice(0, mostIds).join();
  const { data } = useQuery<PresenceList, RookeryError>({
    queryKey: keys.presence(account, wanted),
    queryFn: ({ signal }) => client.users.presence({ ids: wanted.split(',') }, { signal }),
    enabled: account !== null && wanted !== '',
    refetchInterval: readEveryMs,
    retry: false,
  });
  useEffect(() => {
    if (account === null || wanted === '') return undefined;
    const queryKey = keys.presence(account, wanted);
    return client.events.ephemeral({ topics: ['presence'] }, (event) => {
      if (event.type !== 'presence' || !wanted.includes(event.data.userId)) return;
      queries.setQueryData<PresenceList>(queryKey, (list) => list && withPresence(list, event.data));
    });
  }, [client, queries, account, wanted]);
  return useMemo(() => (data ? new Map(data.items.map((item) => [item.userId, item])) : none), [data]);
}

function withPresence({ items }: PresenceList, presence: PresenceView): PresenceList {
  return { items: [...items.filter(({ userId }) => userId !== presence.userId), presence] };
}
