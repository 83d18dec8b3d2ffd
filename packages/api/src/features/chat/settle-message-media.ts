import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { recordMessage } from './chat.live.ts';

// NOTE: messages are locked in the order of their ids, as by nobody else who locks several.
const settle = statement<{ id: string; conversation_id: string; seq: number }>(
  'chat.settle-media',
  `with shown as (
     select id from message where id = any($1::uuid[]) and deleted_at is null order by id for no key update
   ) update message k set has_media = exists (select from media_use u where u.holder_id = k.id) from shown
   where k.id = shown.id returning k.id, k.conversation_id, k.seq`,
);

/** Tells those who may read them of messages whose files have changed or are gone. */
export async function settleMessageMedia(tx: Transaction, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  for (const { id: messageId, conversation_id: conversationId, seq } of await tx.sql.rows(settle, [messageIds])) {
    recordMessage(tx, 'message.updated', { conversationId, messageId, seq });
  }
}
