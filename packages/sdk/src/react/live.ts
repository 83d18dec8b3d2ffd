import type { ChatUnread, LocalNotifications, NotificationsState, RookeryError } from '@rookery/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useAccountId, useRookery } from './context.ts';
import { keys } from './keys.ts';

/** Notifications as they are shown, and what can be done with them. */
export interface Notifications
  extends NotificationsState,
    Pick<LocalNotifications, 'loadMore' | 'markRead' | 'markAllRead' | 'delete'> {}

const unknown: NotificationsState = { status: 'loading', items: [], unreadCount: 0, hasMore: false };
const unknownToServers = (): NotificationsState => unknown;

/** The notifications of who is signed in, kept up to date over all devices; changes show at once. */
export function useNotifications(): Notifications {
  const view = useRookery().notifications.local();
  const state = useSyncExternalStore(view.subscribe, () => view.current, unknownToServers);
  const { loadMore, markRead, markAllRead, delete: drop } = view;
  return { ...state, loadMore, markRead, markAllRead, delete: drop };
}

/** How much waits to be read. */
export interface UnreadCounts {
  readonly notifications: number;
  /** Null until it is known. */
  readonly chat: ChatUnread | null;
}

const movesUnread: ReadonlySet<string> = new Set([
  'message.created',
  'conversation.updated',
  'conversation.removed',
  'conversation.read',
  'stream.reset',
]);

/** How many notifications and messages wait to be read, kept up to date over all devices. */
export function useUnreadCounts(): UnreadCounts {
  const client = useRookery();
  const queries = useQueryClient();
  const account = useAccountId();
  const { unreadCount } = useNotifications();
  const { data } = useQuery<ChatUnread, RookeryError>({
    queryKey: keys.chatUnread(account),
    queryFn: ({ signal }) => client.chat.unreadCount({ signal }),
    enabled: account !== null,
    retry: false,
  });
  useEffect(() => {
    if (account === null) return undefined;
    return client.events.on('*', ({ type }) => {
      if (movesUnread.has(type)) void queries.invalidateQueries({ queryKey: keys.chatUnread(account) });
    });
  }, [client, queries, account]);
  return { notifications: unreadCount, chat: data ?? null };
}

/** Who writes in a conversation. */
export interface Typing {
  /** Ids of the others who are writing now. */
  readonly userIds: readonly string[];
  /** Tells the others that the caller is writing; call it on each key, it sends few. */
  tell(): void;
}

const typingMs = 6000;
const tellEveryMs = 3000;

/** Who writes in a conversation at this moment. */
export function useTyping(conversationId: string): Typing {
  const client = useRookery();
  const account = useAccountId();
  const [userIds, setUserIds] = useState<readonly string[]>([]);
  useEffect(() => {
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const show = (): void => setUserIds([...timers.keys()]);
    const off = client.events.ephemeral({ topics: ['typing'] }, (event) => {
      if (event.type !== 'typing' || event.data.conversationId !== conversationId) return;
      const { userId } = event.data;
      if (userId === account) return;
      clearTimeout(timers.get(userId));
      const stop = (): void => {
        timers.delete(userId);
        show();
      };
      timers.set(userId, setTimeout(stop, typingMs));
      show();
    });
    return () => {
      off();
      for (const timer of timers.values()) clearTimeout(timer);
      setUserIds([]);
    };
  }, [client, account, conversationId]);
  const [told] = useState(() => ({ at: 0 }));
  const tell = useCallback(() => {
    if (Date.now() - told.at < tellEveryMs) return;
    told.at = Date.now();
    // NOTE: nobody misses it.
    client.chat.typing({ conversationId }).catch(() => undefined);
  }, [client, conversationId, told]);
  return { userIds, tell };
}
