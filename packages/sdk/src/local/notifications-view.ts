import type { NotificationsApi } from '../generated/api.ts';
import type { NotificationPage } from '../generated/types.ts';
import { Followed, type FollowedPorts } from './followed.ts';
import {
  type NotificationsChange,
  type NotificationsModel,
  type NotificationsState,
  noNotifications,
  reduceNotifications,
  showNotifications,
} from './notifications-model.ts';
import type { Store } from './store.ts';

/** The notifications of whoever is signed in, kept as they are on the server while somebody has subscribed. */
export interface LocalNotifications extends Store<NotificationsState> {
  /** Loads the next older ones, if there are any. */
  loadMore(): Promise<void>;
  /** Shows some as read at once; takes that back and rejects when the server refuses. */
  markRead(ids: readonly string[]): Promise<void>;
  /** Shows all as read at once; takes that back and rejects when the server refuses. */
  markAllRead(): Promise<void>;
  /** Hides one at once; shows it again and rejects when the server refuses. */
  delete(id: string): Promise<void>;
}

/** What the view stands on. */
export interface NotificationsPorts extends FollowedPorts {
  notifications: NotificationsApi;
}

interface Snapshot {
  page: NotificationPage;
  unreadCount: number;
}

const leastItems = 20;
const mostItems = 100;
const mostIds = 100;
let deeds = 0;

/** Makes the view; it reads nothing before somebody subscribes. */
export class NotificationsView implements LocalNotifications {
  readonly #api: NotificationsApi;
  readonly #followed: Followed<NotificationsModel, NotificationsChange, Snapshot, NotificationsState>;
  #loading: Promise<void> | null = null;

  constructor(ports: NotificationsPorts) {
    this.#api = ports.notifications;
    this.#followed = new Followed(ports, {
      empty: () => noNotifications,
      reduce: reduceNotifications,
      show: showNotifications,
      read: ({ items }) => this.#read(items.length),
      began: (snapshot) => ({ type: 'snapshot', ...snapshot }),
      told: (event) => ({ type: 'event', event }),
      opened: { type: 'opened' },
      failed: { type: 'failed' },
    });
  }

  get current(): NotificationsState {
    return this.#followed.current;
  }

  subscribe(listener: () => void): () => void {
    return this.#followed.subscribe(listener);
  }

  loadMore(): Promise<void> {
    this.#loading ??= this.#loadPage().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async markRead(ids: readonly string[]): Promise<void> {
    const parts = Array.from({ length: Math.ceil(ids.length / mostIds) }, (_, part) =>
      ids.slice(part * mostIds, (part + 1) * mostIds),
    );
    await Promise.all(parts.map((part) => this.#do('read', part, () => this.#api.markRead({ ids: [...part] }))));
  }

  markAllRead(): Promise<void> {
    const [newest] = this.#followed.model.items;
    return this.#do('read', null, () => this.#api.markAllRead(newest ? { upTo: newest.id } : {}));
  }

  delete(id: string): Promise<void> {
    return this.#do('delete', [id], () => this.#api.delete({ id }));
  }

  close(): void {
    this.#followed.close();
  }

  async #read(shown: number): Promise<Snapshot> {
    const limit = Math.min(mostItems, Math.max(leastItems, shown));
    const [page, { count }] = await Promise.all([this.#api.list({ limit }), this.#api.unreadCount()]);
    return { page, unreadCount: count };
  }

  async #loadPage(): Promise<void> {
    const cursor = this.#followed.model.nextCursor;
    if (cursor === null) return;
    this.#followed.apply({ type: 'asked', cursor });
    try {
      const page = await this.#api.list({ limit: leastItems, cursor });
      this.#followed.apply({ type: 'page', cursor, page });
    } catch (error) {
      this.#followed.apply({ type: 'missed', cursor });
      throw error;
    }
  }

  async #do(kind: 'read' | 'delete', ids: readonly string[] | null, call: () => Promise<unknown>): Promise<void> {
    deeds += 1;
    const key = deeds;
    this.#followed.apply({ type: 'done', key, kind, ids, at: new Date() });
    try {
      await call();
      this.#followed.apply({ type: 'answered', key });
    } catch (error) {
      this.#followed.apply({ type: 'refused', key });
      throw error;
    }
  }
}
