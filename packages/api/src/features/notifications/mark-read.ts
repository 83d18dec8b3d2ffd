import type { MarkAllReadInput, MarkReadInput, UnreadCount } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { countUnread } from './count-unread.ts';
import { inChunks } from './in-chunks.ts';
import { recordRead } from './notifications.live.ts';

// NOTE: whatever takes the locks of several notifications takes them in the order of their ids.
const readSome = statement<{ id: string; changed: boolean }>(
  'notifications.read-some',
  `with target as (
     select id, read_at from notification where recipient_id = $1 and id = any($2::uuid[]) order by id for update
   ), changed as (
     update notification n set read_at = $3 from target t where n.id = t.id and t.read_at is null returning n.id
   ) select t.id, exists (select from changed c where c.id = t.id) as changed from target t`,
);

/** Marks notifications of the caller as read; those that were stay as they are. */
export async function markRead({ ctx, input }: SignedInCall<MarkReadInput>): Promise<UnreadCount> {
  const recipientId = ctx.viewer.id;
  const readAt = ctx.app.clock.now();
  return transact(ctx, async (tx) => {
    const rows = await tx.sql.rows(readSome, [recipientId, input.ids, readAt]);
    if (rows.length === 0) throw new DomainError('not_found');
    recordRead(tx, recipientId, { ids: rows.filter((row) => row.changed).map((row) => row.id), readAt });
    return { count: await countUnread(tx.sql, recipientId) };
  });
}

const readAll = statement<{ id: string }>(
  'notifications.read-all',
  `with few as (
     select id from notification where recipient_id = $1 and read_at is null and ($2::uuid is null or id <= $2) limit $4
   ), target as (
     select n.id from notification n join few using (id) where n.read_at is null order by n.id for update of n
   ) update notification n set read_at = $3 from target t where n.id = t.id returning n.id`,
);

/** Marks the caller's notifications as read, all or up to one. */
export async function markAllRead({ ctx, input }: SignedInCall<MarkAllReadInput>): Promise<UnreadCount> {
  const recipientId = ctx.viewer.id;
  const readAt = ctx.app.clock.now();
  return inChunks(ctx, async (tx, most) => {
    const rows = await tx.sql.rows(readAll, [recipientId, input.upTo ?? null, readAt, most]);
    recordRead(tx, recipientId, { ids: rows.map((row) => row.id), readAt });
    return rows.length;
  });
}
