import type { ListNotificationsInput, NotificationPage } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { mayReadNotification } from './notification.policy.ts';
import { type NotificationRow, notificationColumns, presentNotifications } from './notification.view.ts';

const cursor = defineCursor('notifications', z.uuid());

const listOf = (name: string, condition: string) =>
  statement<NotificationRow>(
    name,
    `select ${notificationColumns('n')} from notification n
     where n.recipient_id = $1 and n.id < $2 and ($3::text[] is null or n.type = any($3)) and ${condition}
       and ${mayReadNotification('n')} order by n.id desc limit $4`,
  );

const all = listOf('notifications.list', 'true');
const unread = listOf('notifications.list-unread', 'n.read_at is null');

/** What happened to the caller, highestId first; folding moves nothing. */
export async function listNotifications({
  ctx,
  input,
}: SignedInCall<ListNotificationsInput>): Promise<NotificationPage> {
  const { sql } = ctx.app;
  const from = cursor.decode(input.cursor) ?? highestId;
  const values = [ctx.viewer.id, from, input.types ?? null, input.limit + 1];
  const found = await sql.rows(input.unreadOnly ? unread : all, values);
  const page = cutPage(found, input.limit, (row) => cursor.encode(row.id));
  return pageWith(await presentNotifications(ctx.app, page.rows), page.nextCursor);
}
