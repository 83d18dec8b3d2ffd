import type { NotificationsApi } from '../generated/api.ts';
import { LateView } from './late-view.ts';
import type { NotificationsState } from './notifications-model.ts';
import type { LocalNotifications, NotificationsPorts } from './notifications-view.ts';

/** The procedures of notifications, and the view of them that is kept on this machine. */
export interface NotificationsWithView extends NotificationsApi {
  /**
   * The newest notifications and how many are unread, kept as they are on the server while somebody has subscribed: for all
   * devices, over breaks, and for whoever is signed in. Always the same object.
   * @example
   * const view = rookery.notifications.local();
   * const off = view.subscribe(() => badge.show(view.current.unreadCount));
   */
  local(): LocalNotifications;
}

const empty: NotificationsState = { status: 'loading', items: [], unreadCount: 0, hasMore: false };

/** Makes the way to the view. */
export function withView(ports: NotificationsPorts): NotificationsWithView {
  const view = new LateView<NotificationsState, LocalNotifications>(
    empty,
    async () => new (await import('./notifications-view.ts')).NotificationsView(ports),
    ports.report,
  );
  const local: LocalNotifications = Object.assign(view, {
    loadMore: () => view.with((it) => it.loadMore()),
    markRead: (ids: readonly string[]) => view.with((it) => it.markRead(ids)),
    markAllRead: () => view.with((it) => it.markAllRead()),
    delete: (id: string) => view.with((it) => it.delete(id)),
  });
  return { ...ports.notifications, local: () => local };
}
