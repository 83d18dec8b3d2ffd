import type { ById, UnreadCount } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { countUnread } from './count-unread.ts';
import { inChunks } from './in-chunks.ts';
import { recordDeleted } from './notifications.live.ts';

const deleteOne = statement<{ id: string }>(
  'notifications.delete-one',
  'delete from notification where id = $1 and recipient_id = $2 returning id',
);

/** Deletes a notification of the caller. */
export async function deleteNotification({ ctx, input }: SignedInCall<ById>): Promise<UnreadCount> {
  const recipientId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { id } = found(await tx.sql.first(deleteOne, [input.id, recipientId]));
    recordDeleted(tx, recipientId, [id]);
    return { count: await countUnread(tx.sql, recipientId) };
  });
}

const deleteAll = statement<{ id: string }>(
  'notifications.delete-all',
  `with target as (select id from notification where recipient_id = $1 order by id limit $2 for update)
   delete from notification n using target t where n.id = t.id returning n.id`,
);

/** Deletes all notifications of the caller. */
export async function deleteAllNotifications({ ctx }: SignedInCall): Promise<UnreadCount> {
  const recipientId = ctx.viewer.id;
  return inChunks(ctx, async (tx, most) => {
    const rows = await tx.sql.rows(deleteAll, [recipientId, most]);
    const ids = rows.map((row) => row.id);
    recordDeleted(tx, recipientId, ids);
    return ids.length;
  });
}
