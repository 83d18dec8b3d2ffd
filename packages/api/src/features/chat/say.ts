import type { Transaction } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { recordMessage } from './chat.live.ts';
import type { StoredNote } from './message.view.ts';

/** What happened to a conversation, and who did it. */
export interface Saying {
  conversationId: string;
  actorId: string;
  note: StoredNote;
  /** By how many the members have become more. */
  grown?: number;
}

const insertNote = statement<{ seq: number }>(
  'chat.say',
  `with counted as (
     update conversation c set last_seq = c.last_seq + 1, last_message_at = $5, member_count = c.member_count + $6
     where c.id = $1 returning c.last_seq
   ), made as (
     insert into message (conversation_id, seq, id, sender_id, system, created_at) select $1, last_seq, $2, $3, $4, $5 from counted
   ), read as (
     update conversation_member m set last_read_seq = counted.last_seq from counted where m.profile_id = $3 and m.conversation_id = $1
   ) select last_seq as seq from counted`,
);

/**
 * Tells the members of a conversation what happened to it, as a message that has the next number. NOTE: it locks the conversation,
 * so that all memberships that change, and that of the actor, are locked before.
 */
export async function say(tx: Transaction, { conversationId, actorId, note, grown = 0 }: Saying): Promise<void> {
  const messageId = newId();
  const values = [conversationId, messageId, actorId, JSON.stringify(note), tx.app.clock.now(), grown];
  const { seq } = found(await tx.sql.first(insertNote, values));
  recordMessage(tx, 'message.created', { conversationId, messageId, seq });
}
