import type { NotificationPage, NotificationView, StreamEvent } from '../generated/types.ts';

/** Whether a local view is being read for the first time or anew, stands, or could not be read and is tried again. */
export type ViewStatus = 'loading' | 'ready' | 'failed';

/** Notifications as they are shown. */
export interface NotificationsState {
  readonly status: ViewStatus;
  /** Newest first, as far as they have been loaded. */
  readonly items: readonly NotificationView[];
  /** Of all, loaded or not; counted up to 1,000. */
  readonly unreadCount: number;
  /** There are older ones to load. */
  readonly hasMore: boolean;
}

/** What the caller has done and the server may not have told of yet. */
interface Deed {
  readonly key: number;
  readonly kind: 'read' | 'delete';
  /** Those of which no event has told. */
  readonly ids: readonly string[];
  /** All that are not loaded, too. */
  readonly all: boolean;
  readonly at: Date;
  readonly answered: boolean;
  /** What it is done to has been read meanwhile, which may have been before it or after, so no event is waited for. */
  readonly unsure: boolean;
}

/** What is known of the notifications of one account. */
export interface NotificationsModel {
  readonly status: ViewStatus;
  readonly items: readonly NotificationView[];
  readonly unreadCount: number;
  readonly nextCursor: string | null;
  /** Everything from this id upwards is loaded. */
  readonly floor: string;
  readonly deeds: readonly Deed[];
  /** The page on its way, and what was told since it was asked for: the page may be older than that. */
  readonly loading: { readonly cursor: string; readonly told: readonly StreamEvent[] } | null;
}

/** What can happen to it. */
export type NotificationsChange =
  | { type: 'opened' | 'failed' }
  | { type: 'snapshot'; page: NotificationPage; unreadCount: number }
  | { type: 'event'; event: StreamEvent }
  | { type: 'asked'; cursor: string }
  | { type: 'page'; cursor: string; page: NotificationPage }
  | { type: 'missed'; cursor: string }
  | { type: 'done'; key: number; kind: Deed['kind']; ids: readonly string[] | null; at: Date }
  | { type: 'answered' | 'refused'; key: number };

/** Of somebody of whom nothing is known yet. */
export const noNotifications: NotificationsModel = {
  status: 'loading',
  items: [],
  unreadCount: 0,
  nextCursor: null,
  floor: '',
  deeds: [],
  loading: null,
};

/** The model after a change. */
export function reduceNotifications(model: NotificationsModel, change: NotificationsChange): NotificationsModel {
  switch (change.type) {
    case 'opened':
      return { ...model, status: 'loading' };
    case 'failed':
      return { ...model, status: 'failed' };
    case 'snapshot':
      return begun(model, change.page, change.unreadCount);
    case 'event':
      return told(model, change.event);
    case 'asked':
      return { ...model, loading: { cursor: change.cursor, told: [] } };
    case 'page':
      return model.loading?.cursor === change.cursor ? turned(model, change.page, model.loading.told) : model;
    case 'missed':
      return model.loading?.cursor === change.cursor ? { ...model, loading: null } : model;
    case 'done':
      return { ...model, deeds: [...model.deeds, deedOf(model, change)] };
    case 'answered':
      return answered(model, change.key);
    case 'refused':
      return { ...model, deeds: model.deeds.filter(({ key }) => key !== change.key) };
  }
}

function begun(model: NotificationsModel, page: NotificationPage, unreadCount: number): NotificationsModel {
  return {
    status: 'ready',
    items: page.items,
    unreadCount,
    nextCursor: page.nextCursor,
    floor: floorOf(page),
    deeds: model.deeds.filter((deed) => !deed.answered).map((deed) => ({ ...deed, unsure: true })),
    loading: null,
  };
}

/** NOTE: what was told meanwhile is told again, since the page may not know of it. */
function turned(
  model: NotificationsModel,
  page: NotificationPage,
  meanwhile: readonly StreamEvent[],
): NotificationsModel {
  const known = new Set(page.items.map(({ id }) => id));
  const items = [...model.items.filter(({ id }) => !known.has(id)), ...page.items];
  const longer = { ...model, items, nextCursor: page.nextCursor, floor: floorOf(page), loading: null };
  return meanwhile.reduce(told, longer);
}

function floorOf({ items, nextCursor }: NotificationPage): string {
  return (nextCursor !== null && items.at(-1)?.id) || '';
}

function told(model: NotificationsModel, event: StreamEvent): NotificationsModel {
  const next = applied(model, event);
  if (next === model || !model.loading) return next;
  return { ...next, loading: { ...model.loading, told: [...model.loading.told, event] } };
}

function applied(model: NotificationsModel, event: StreamEvent): NotificationsModel {
  switch (event.type) {
    case 'notification.created':
    case 'notification.updated':
      return { ...model, items: put(model, event.data.notification), unreadCount: event.data.unreadCount };
    case 'notification.read': {
      const { ids, readAt, unreadCount } = event.data;
      const items = model.items.map((item) => (ids.includes(item.id) ? { ...item, readAt } : item));
      return { ...model, items, unreadCount, deeds: settled(model.deeds, ids) };
    }
    case 'notification.deleted': {
      const { ids, unreadCount } = event.data;
      const items = model.items.filter(({ id }) => !ids.includes(id));
      return { ...model, items, unreadCount, deeds: settled(model.deeds, ids) };
    }
    default:
      return model;
  }
}

/** NOTE: ids grow with time and a fold moves nothing, so the place of a notification is that of its id. */
function put({ items, floor }: NotificationsModel, item: NotificationView): readonly NotificationView[] {
  if (item.id < floor) return items;
  const at = items.findIndex(({ id }) => id <= item.id);
  if (at < 0) return [...items, item];
  return [...items.slice(0, at), item, ...items.slice(items[at]?.id === item.id ? at + 1 : at)];
}

/** NOTE: of what is not there or read already, no event need come. */
function deedOf(model: NotificationsModel, change: NotificationsChange & { type: 'done' }): Deed {
  const { key, kind, ids, at } = change;
  const open = openTo(model, kind);
  const own = ids === null ? open : open.filter((id) => ids.includes(id));
  return { key, kind, ids: own, all: ids === null, at, answered: false, unsure: false };
}

/** NOTE: a deed lasts until the event of it has come, else its effect would be gone for that long. */
function answered(model: NotificationsModel, key: number): NotificationsModel {
  const lasting = (deed: Deed): Deed => {
    if (deed.key !== key) return deed;
    const open = openTo(model, deed.kind);
    return { ...deed, answered: true, ids: deed.unsure ? [] : deed.ids.filter((id) => open.includes(id)) };
  };
  return { ...model, deeds: model.deeds.map(lasting).filter(isOpen) };
}

function openTo({ items }: NotificationsModel, kind: Deed['kind']): string[] {
  return items.filter(({ readAt }) => kind === 'delete' || readAt === null).map(({ id }) => id);
}

function settled(deeds: readonly Deed[], ids: readonly string[]): readonly Deed[] {
  if (deeds.length === 0) return deeds;
  return deeds.map((deed) => ({ ...deed, ids: deed.ids.filter((id) => !ids.includes(id)) })).filter(isOpen);
}

function isOpen({ answered, ids }: Deed): boolean {
  return !answered || ids.length > 0;
}

/** The model as it is shown: with what the caller has done. */
export function showNotifications(model: NotificationsModel): NotificationsState {
  const { status, deeds, nextCursor } = model;
  const gone = new Set(deeds.flatMap(({ kind, ids }) => (kind === 'delete' ? ids : [])));
  const read = new Map(
    deeds.flatMap(({ kind, ids, at }) => (kind === 'read' ? ids.map((id) => [id, at] as const) : [])),
  );
  const items = model.items
    .filter(({ id }) => !gone.has(id))
    .map((item) => (item.readAt === null && read.has(item.id) ? { ...item, readAt: read.get(item.id) ?? null } : item));
  const unread = unreadOf(items);
  const left = deeds.some(({ all }) => all) ? unread : model.unreadCount - (unreadOf(model.items) - unread);
  return { status, items, unreadCount: Math.max(0, left), hasMore: nextCursor !== null };
}

function unreadOf(items: readonly NotificationView[]): number {
  return items.filter(({ readAt }) => readAt === null).length;
}
