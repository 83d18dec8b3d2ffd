import type { NotificationType, NotificationView, ProfileSummary } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { dateOrNull, epochMs, statement } from '../../kernel/sql.ts';
import { hydratePostsForEach } from '../posts/index.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { mayReadNotification } from './notification.policy.ts';

/** What `notificationColumns` selects. */
export interface NotificationRow {
  id: string;
  recipient_id: string;
  type: NotificationType;
  post_id: string | null;
  actor_count: number;
  created_ms: number;
  read_ms: number | null;
}

/** Columns of a notification in a statement whose alias for it is `alias`. */
export function notificationColumns(alias: string): string {
  const plain = ['id', 'recipient_id', 'type', 'post_id', 'actor_count'].map((column) => `${alias}.${column}`);
  return `${plain.join(', ')}, ${epochMs(`${alias}.created_at`)} as created_ms, ${epochMs(`${alias}.read_at`)} as read_ms`;
}

const selectVisible = statement<NotificationRow>(
  'notifications.visible',
  `select ${notificationColumns('n')} from notification n where n.id = any($1::uuid[]) and ${mayReadNotification('n')}`,
);

const selectActors = statement<SummaryRow & { notification_id: string }>(
  'notifications.actors',
  `select w.id as notification_id, ${summaryColumns('p')} from unnest($1::uuid[]) as w(id)
   cross join lateral (
     select a.actor_id, a.id from notification_actor a where a.notification_id = w.id order by a.id desc limit 5
   ) newest join profile p on p.id = newest.actor_id order by newest.id desc`,
);

/** Notifications by id, as their recipients may see them: the single door from rows to the wire. */
export async function hydrateNotifications(
  read: Reading,
  ids: readonly string[],
): Promise<Map<string, NotificationView>> {
  if (ids.length === 0) return new Map();
  const views = await presentNotifications(read, await read.sql.rows(selectVisible, [ids]));
  return new Map(views.map((view) => [view.id, view]));
}

/** Notifications as the wire has them, in the order of their rows. */
export async function presentNotifications(
  read: Reading,
  rows: readonly NotificationRow[],
): Promise<NotificationView[]> {
  if (rows.length === 0) return [];
  const about = rows.flatMap((row) =>
    row.post_id === null ? [] : [{ viewerId: row.recipient_id, postId: row.post_id }],
  );
  const [actors, posts] = await Promise.all([actorsOf(read, rows), hydratePostsForEach(read, about)]);
  const postOf = new Map(about.map((wanted, index) => [keyOf(wanted), posts[index] ?? null]));
  return rows.flatMap((row) => {
    const post = row.post_id === null ? null : postOf.get(keyOf({ viewerId: row.recipient_id, postId: row.post_id }));
    return row.post_id !== null && !post ? [] : [toView(row, actors.get(row.id) ?? [], post ?? null)];
  });
}

async function actorsOf(
  { sql, links }: Reading,
  rows: readonly NotificationRow[],
): Promise<Map<string, ProfileSummary[]>> {
  const found = await sql.rows(selectActors, [rows.map(({ id }) => id)]);
  const groups = Map.groupBy(found, (row) => row.notification_id);
  return new Map([...groups].map(([id, group]) => [id, group.map((row) => toSummary(links, row))]));
}

function keyOf({ viewerId, postId }: { viewerId: string; postId: string }): string {
  return `${viewerId} ${postId}`;
}

function toView(row: NotificationRow, actors: ProfileSummary[], post: NotificationView['post']): NotificationView {
  return {
    id: row.id,
    type: row.type,
    actors,
    actorCount: row.actor_count,
    post,
    friendRequest: null,
    conversationId: null,
    groupId: null,
    createdAt: new Date(row.created_ms),
    readAt: dateOrNull(row.read_ms),
  };
}
