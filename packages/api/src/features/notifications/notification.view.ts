import type {
  FriendRequestView,
  NotificationType,
  NotificationView,
  PostView,
  ProfileSummary,
} from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { dateOrNull, epochMs, statement } from '../../kernel/sql.ts';
import { hydrateFriendRequestsForEach, mayMeet } from '../graph/index.ts';
import { hydratePostsForEach } from '../posts/index.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { mayReadNotification } from './notification.policy.ts';

/** What `notificationColumns` selects. */
export interface NotificationRow {
  id: string;
  recipient_id: string;
  type: NotificationType;
  subject_id: string;
  post_id: string | null;
  conversation_id: string | null;
  group_id: string | null;
  actor_count: number;
  created_ms: number;
  read_ms: number | null;
}

const names = ['id', 'recipient_id', 'type', 'subject_id', 'post_id', 'conversation_id', 'group_id', 'actor_count'];

/** Columns of a notification in a statement whose alias for it is `alias`. */
export function notificationColumns(alias: string): string {
  const plain = names.map((name) => `${alias}.${name}`);
  return `${plain.join(', ')}, ${epochMs(`${alias}.created_at`)} as created_ms, ${epochMs(`${alias}.read_at`)} as read_ms`;
}

const selectVisible = statement<NotificationRow>(
  'notifications.visible',
  `select ${notificationColumns('n')} from notification n where n.id = any($1::uuid[]) and ${mayReadNotification('n')}`,
);

const selectActors = statement<SummaryRow & { notification_id: string }>(
  'notifications.actors',
  `select w.id as notification_id, ${summaryColumns('p')} from unnest($1::uuid[], $2::uuid[]) as w(id, recipient_id)
   cross join lateral (
     select a.actor_id, a.id from notification_actor a join profile shown on shown.id = a.actor_id
     where a.notification_id = w.id and ${mayMeet('shown', 'w.recipient_id')} order by a.id desc limit 5
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

interface Things {
  actors: ReadonlyMap<string, ProfileSummary[]>;
  posts: ReadonlyMap<string, PostView | null>;
  friendRequests: ReadonlyMap<string, FriendRequestView | null>;
}

/** Notifications as the wire has them, in the order of their rows. */
export async function presentNotifications(
  read: Reading,
  rows: readonly NotificationRow[],
): Promise<NotificationView[]> {
  if (rows.length === 0) return [];
  const [actors, posts, friendRequests] = await Promise.all([
    actorsOf(read, rows),
    postsOf(read, rows),
    friendRequestsOf(read, rows),
  ]);
  return rows.flatMap((row) => {
    const hidden = row.post_id !== null && !posts.get(row.id);
    return hidden ? [] : [toView(row, { actors, posts, friendRequests })];
  });
}

async function postsOf(read: Reading, rows: readonly NotificationRow[]): Promise<Things['posts']> {
  const about = rows.flatMap(({ id, recipient_id: viewerId, post_id: postId }) =>
    postId === null ? [] : [{ id, viewerId, postId }],
  );
  const posts = await hydratePostsForEach(read, about);
  return new Map(about.map(({ id }, index) => [id, posts[index] ?? null]));
}

async function friendRequestsOf(read: Reading, rows: readonly NotificationRow[]): Promise<Things['friendRequests']> {
  const about = rows.flatMap(({ id, type, recipient_id: viewerId, subject_id: requestId }) =>
    type === 'friend_request' || type === 'friend_accepted' ? [{ id, viewerId, requestId }] : [],
  );
  const requests = await hydrateFriendRequestsForEach(read, about);
  return new Map(about.map(({ id }, index) => [id, requests[index] ?? null]));
}

async function actorsOf(
  { sql, links }: Reading,
  rows: readonly NotificationRow[],
): Promise<Map<string, ProfileSummary[]>> {
  const recipientIds = rows.map((row) => row.recipient_id);
  const found = await sql.rows(selectActors, [rows.map(({ id }) => id), recipientIds]);
  const groups = Map.groupBy(found, (row) => row.notification_id);
  return new Map([...groups].map(([id, group]) => [id, group.map((row) => toSummary(links, row))]));
}

function toView(row: NotificationRow, { actors, posts, friendRequests }: Things): NotificationView {
  return {
    id: row.id,
    type: row.type,
    actors: actors.get(row.id) ?? [],
    actorCount: row.actor_count,
    post: posts.get(row.id) ?? null,
    friendRequest: friendRequests.get(row.id) ?? null,
    conversationId: row.conversation_id,
    groupId: row.group_id,
    createdAt: new Date(row.created_ms),
    readAt: dateOrNull(row.read_ms),
  };
}
