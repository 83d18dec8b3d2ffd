import type { ChatUnread, LocalNotifications, NotificationsState } from '@rookery/sdk';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useConversationsState } from './chat.ts';
import { useAccountId, useRookery } from './context.ts';

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

/** How many notifications and messages wait to be read, kept up to date over all devices. */
export function useUnreadCounts(): UnreadCounts {
  const { unreadCount } = useNotifications();
  const { unread } = useConversationsState();
  return { notifications: unreadCount, chat: unread };
}

/** Who writes in a conversation. */
export interface Typing {
  /** Ids of the others who are writing now. */
  readonly userIds: readonly string[];
  /** Tells the others that the caller is writing; call it on each key, it sends few. */
  tell(): void;
}

const typingMs = 6000;

/** Who writes in a conversation at this moment. */
export function useTyping(conversationId: string): Typing {
  const client = useRookery();
  const account = useAccountId();
  const [userIds, setUserIds] = useState<readonly string[]>([]);
  useEffect(() => {
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const show = (): void => setUserIds([...timers.keys()]);
    const stop = (userId: string): void => {
      clearTimeout(timers.get(userId));
      if (timers.delete(userId)) show();
    };
    const offTyping = client.events.ephemeral({ topics: ['typing'] }, (event) => {
      if (event.type !== 'typing' || event.data.conversationId !== conversationId) return;
      const { userId } = event.data;
      if (userId === account) return;
      clearTimeout(timers.get(userId));
      timers.set(
        userId,
        setTimeout(() => stop(userId), typingMs),
      );
      show();
    });
    const offMessages = client.events.on('message.created', ({ data: { message } }) => {
      if (message.conversationId === conversationId) stop(message.sender?.id ?? '');
    });
    return () => {
      offTyping();
      offMessages();
      for (const timer of timers.values()) clearTimeout(timer);
      setUserIds([]);
    };
  }, [client, account, conversationId]);
  const tell = useCallback(() => {
    // NOTE: nobody misses it.
    client.chat
      .local()
      .typing(conversationId)
      .catch(() => undefined);
  }, [client, conversationId]);
  return { userIds, tell };
}
