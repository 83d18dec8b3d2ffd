import type { NotificationView } from '@rookery/contract';
import { z } from 'zod';
import type { App, LiveEventDefinition, Transaction } from '../../kernel/app.ts';
import type { JournalRow } from '../../kernel/journal.ts';
import { defineLiveEvent, idOfTopic, userTopic } from '../../kernel/live.ts';
import { countUnreadOfEach } from './count-unread.ts';
import { hydrateNotifications } from './notification.view.ts';

/** Ids that one event carries at the most. */
const idsAnEvent = 500;

const OneRef = z.object({ id: z.string() });
const ManyRef = z.object({ ids: z.array(z.string()) });
const ReadRef = ManyRef.extend({ readAt: z.number() });

/** A notification is new, or has a new actor. */
export function recordCreated(tx: Transaction, recipientId: string, id: string): void {
  tx.record(userTopic(recipientId), 'notification.created', { id } satisfies z.infer<typeof OneRef>);
}

/** A notification has lost an actor. */
export function recordUpdated(tx: Transaction, recipientId: string, id: string): void {
  tx.record(userTopic(recipientId), 'notification.updated', { id } satisfies z.infer<typeof OneRef>);
}

/** Notifications were read. */
export function recordRead(tx: Transaction, recipientId: string, read: { ids: readonly string[]; readAt: Date }): void {
  for (const ids of chunks(read.ids)) {
    const ref: z.infer<typeof ReadRef> = { ids, readAt: read.readAt.getTime() };
    tx.record(userTopic(recipientId), 'notification.read', ref);
  }
}

/** Notifications are gone. */
export function recordDeleted(tx: Transaction, recipientId: string, deleted: readonly string[]): void {
  for (const ids of chunks(deleted)) {
    tx.record(userTopic(recipientId), 'notification.deleted', { ids } satisfies z.infer<typeof ManyRef>);
  }
}

function chunks(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / idsAnEvent);
  return Array.from({ length: count }, (_, index) => ids.slice(index * idsAnEvent, (index + 1) * idsAnEvent));
}

interface Shown {
  notification: NotificationView;
  unreadCount: number;
}

async function hydrateShown(app: App, rows: readonly JournalRow[]): Promise<Map<string, Shown>> {
  const idOf = new Map(rows.map((row) => [row.id, OneRef.parse(row.ref).id]));
  const [views, counts] = await Promise.all([
    hydrateNotifications(app, [...new Set(idOf.values())]),
    countUnreadOfEach(app.sql, rows.map(idOfTopic)),
  ]);
  return new Map(
    rows.flatMap((row) => {
      const notification = views.get(idOf.get(row.id) ?? '');
      const unreadCount = counts.get(idOfTopic(row)) ?? 0;
      return notification ? [[row.id, { notification, unreadCount }] as const] : [];
    }),
  );
}

async function hydrateWithCount<Data>(
  app: App,
  rows: readonly JournalRow[],
  dataOf: (ref: JournalRow['ref']) => Data,
): Promise<Map<string, Data & { unreadCount: number }>> {
  const counts = await countUnreadOfEach(app.sql, rows.map(idOfTopic));
  return new Map(rows.map((row) => [row.id, { ...dataOf(row.ref), unreadCount: counts.get(idOfTopic(row)) ?? 0 }]));
}

/** How notifications reach the devices of their recipients. */
export const notificationEvents: readonly LiveEventDefinition[] = [
  defineLiveEvent({ type: 'notification.created', hydrate: hydrateShown }),
  defineLiveEvent({ type: 'notification.updated', hydrate: hydrateShown }),
  defineLiveEvent({
    type: 'notification.read',
    hydrate: (app, rows) =>
      hydrateWithCount(app, rows, (ref) => {
        const { ids, readAt } = ReadRef.parse(ref);
        return { ids, readAt: new Date(readAt) };
      }),
  }),
  defineLiveEvent({
    type: 'notification.deleted',
    hydrate: (app, rows) => hydrateWithCount(app, rows, (ref) => ManyRef.parse(ref)),
  }),
];
