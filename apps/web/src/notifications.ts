import type { Rookery } from '@rookery/sdk';
import { afterEvent, type NotificationState } from './notification-list.ts';
import type { NotificationsView } from './notifications-view.ts';

const limit = 12;

/** Follows the notifications of whoever is signed in: the list once, and every change from then on as it happens. */
export function followNotifications(rookery: Rookery, view: NotificationsView): void {
  let state: NotificationState | null = null;

  const set = (next: NotificationState | null): void => {
    state = next;
    view.draw(state);
  };

  const read = async (): Promise<NotificationState> => {
    const [{ items }, { count }] = await Promise.all([
      rookery.notifications.list({ limit }),
      rookery.notifications.unreadCount(),
    ]);
    return { items, unreadCount: count };
  };

  const markRead = async (): Promise<void> => {
    const { count } = await rookery.notifications.markAllRead({});
    if (state) set({ ...state, unreadCount: count });
  };

  rookery.events.follow(read, {
    snapshot: set,
    event: (event) => {
      if (!state) return;
      set(afterEvent(state, event));
      if (event.type === 'notification.created') view.announce(event.data.notification);
    },
  });

  let owner = rookery.session.current?.accountId;
  rookery.session.subscribe((session) => {
    if (session?.accountId === owner) return;
    owner = session?.accountId;
    set(null);
  });

  view.onAnswer(async ({ id }, accept) => {
    const friendRequest = await rookery.friends[accept ? 'accept' : 'reject']({ requestId: id });
    if (!state) return;
    const items = state.items.map((item) => (item.friendRequest?.id === id ? { ...item, friendRequest } : item));
    set({ ...state, items });
  });

  view.onToggle(() => {
    if (!view.isOpen && state?.unreadCount) markRead().catch(() => undefined);
  });
}
