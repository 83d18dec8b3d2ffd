import type { NotificationView, StreamEvent } from '@rookery/sdk';

/** The newest notifications of somebody, and how many of all are unread. */
export interface NotificationState {
  items: readonly NotificationView[];
  unreadCount: number;
}

const most = 12;

/** The state after an event; the same event again changes nothing. */
export function afterEvent(state: NotificationState, event: StreamEvent): NotificationState {
  const without = (ids: readonly string[]): NotificationView[] => state.items.filter(({ id }) => !ids.includes(id));
  switch (event.type) {
    case 'notification.created': {
      const { notification, unreadCount } = event.data;
      return { items: [notification, ...without([notification.id])].slice(0, most), unreadCount };
    }
    case 'notification.updated': {
      const { notification, unreadCount } = event.data;
      return { items: state.items.map((item) => (item.id === notification.id ? notification : item)), unreadCount };
    }
    case 'notification.read': {
      const { ids, readAt, unreadCount } = event.data;
      const items = state.items.map((item) => (ids.includes(item.id) ? { ...item, readAt } : item));
      return { items, unreadCount };
    }
    case 'notification.deleted':
      return { items: without(event.data.ids), unreadCount: event.data.unreadCount };
    default:
      return state;
  }
}
