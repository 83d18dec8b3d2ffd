import type { UnreadCount } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { mayReadNotification } from './notification.policy.ts';

/** Counting stops here, so that it costs little however much has piled up. */
const most = 1000;

const countEach = statement<{ recipient_id: string; count: number }>(
  'notifications.count-unread',
  `select w.recipient_id, (select count(*) from (
     select from notification n
     where n.recipient_id = w.recipient_id and n.read_at is null and ${mayReadNotification('n')} limit ${most}
   ) unread)::int as count from unnest($1::uuid[]) as w(recipient_id)`,
);

/** How many notifications each has not read, by recipient; at most 1,000. */
export async function countUnreadOfEach(sql: Sql, recipientIds: readonly string[]): Promise<Map<string, number>> {
  if (recipientIds.length === 0) return new Map();
  const rows = await sql.rows(countEach, [[...new Set(recipientIds)]]);
  return new Map(rows.map((row) => [row.recipient_id, row.count]));
}

/** How many notifications somebody has not read; at most 1,000. */
export async function countUnread(sql: Sql, recipientId: string): Promise<number> {
  return (await countUnreadOfEach(sql, [recipientId])).get(recipientId) ?? 0;
}

/** How many of the caller's notifications are unread. */
export async function getUnreadCount({ ctx }: SignedInCall): Promise<UnreadCount> {
  return { count: await countUnread(ctx.app.sql, ctx.viewer.id) };
}
