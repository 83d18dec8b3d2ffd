import { type ConversationRead, limits, type MarkConversationReadInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordRead } from './chat.live.ts';
import { isShown, mayReadConversation } from './chat.policy.ts';
import { sendsReceipts } from './conversation.view.ts';

const read = statement<{ last_seq: number; before: number; last_read_seq: number; told_id: string | null }>(
  'chat.mark-read',
  `with mine as (
     select m.id, m.profile_id, m.conversation_id, m.last_read_seq, m.folder, c.last_seq, c.member_count
     from conversation_member m join conversation c on c.id = m.conversation_id
     where m.profile_id = $1 and m.conversation_id = $2 and ${mayReadConversation('c', 'm', '$1')} for no key update of m
   ), changed as (
     update conversation_member m set last_read_seq = greatest(m.last_read_seq, least($3, mine.last_seq)) from mine
     where m.profile_id = mine.profile_id and m.conversation_id = mine.conversation_id returning m.last_read_seq
   ) select mine.last_seq, mine.last_read_seq as before, changed.last_read_seq,
       case when mine.folder = 'inbox' and mine.member_count <= ${limits.receiptsUpTo} and ${sendsReceipts('mine.profile_id')} and ${isShown('mine.profile_id')} then mine.id end as told_id
     from mine, changed`,
);

/** Notes up to where the caller has read a conversation; it never goes back. */
export async function markConversationRead({
  ctx,
  input: { conversationId, seq },
}: SignedInCall<MarkConversationReadInput>): Promise<ConversationRead> {
  const userId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const row = found(await tx.sql.first(read, [userId, conversationId, seq]));
    const { last_read_seq: lastReadSeq } = row;
    if (lastReadSeq > row.before) recordRead(tx, { conversationId, userId, lastReadSeq }, row.told_id);
    return { conversationId, lastReadSeq, unreadCount: row.last_seq - lastReadSeq };
  });
}
