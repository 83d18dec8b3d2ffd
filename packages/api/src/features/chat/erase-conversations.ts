import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { recordConversation, recordMessage } from './chat.live.ts';
import { dropSomeOfConversation, emptyConversation } from './drop-conversation.ts';
import { eraseMessages } from './erase-messages.ts';
import { quitGroup } from './leave-conversation.ts';
import { forgetLeft } from './leavers.ts';
import { lockMembers } from './locked-group.ts';

const reactionsAtOnce = 200;

const selectDirect = statement<{ id: string }>(
  'chat.erase-direct',
  `(select id from conversation where kind = 'direct' and one_id = $1 limit 1) union all
   (select id from conversation where kind = 'direct' and other_id = $1 limit 1) limit 1`,
);

// NOTE: of reactions of an emoji that goes on, the others stay.
const dropReactions = statement<{ id: string; conversation_id: string; seq: number }>(
  'chat.erase-reactions',
  `with gone as (
     delete from message_reaction where (message_id, profile_id, emoji) in (
       select message_id, profile_id, emoji from message_reaction where profile_id = $1 order by message_id, emoji limit ${reactionsAtOnce})
     returning message_id
   ) select m.id, m.conversation_id, m.seq from message m where m.id in (select message_id from gone)`,
);

const selectGroup = statement<{ id: string }>(
  'chat.erase-group',
  'select conversation_id as id from conversation_member where profile_id = $1 order by conversation_id limit 1',
);

const countOut = statement('chat.count-out', 'update conversation set member_count = member_count - 1 where id = $1');

/**
 * Ends all that somebody has to do with conversations: those of two go whole, in groups his messages become gaps that keep their
 * numbers. NOTE: nobody sees him by now, so that nothing is told of his leaving.
 */
export async function eraseConversations(tx: Transaction, profileId: string): Promise<boolean> {
  const direct = await tx.sql.first(selectDirect, [profileId]);
  if (direct) {
    await emptyConversation(tx, direct.id);
    await dropSomeOfConversation(tx, direct.id);
    return true;
  }
  const reacted = await tx.sql.rows(dropReactions, [profileId]);
  for (const { id: messageId, conversation_id: conversationId, seq } of reacted) {
    recordMessage(tx, 'message.reaction', { conversationId, messageId, seq });
  }
  if (reacted.length > 0 || (await eraseMessages(tx, profileId))) return true;
  const group = await tx.sql.first(selectGroup, [profileId]);
  if (group) await quitSilently(tx, group.id, profileId);
  return group !== null || forgetLeft(tx, profileId);
}

async function quitSilently(tx: Transaction, conversationId: string, profileId: string): Promise<void> {
  await lockMembers(tx, conversationId);
  if ((await quitGroup(tx, { conversationId, profileId })) === undefined) return;
  await tx.sql.run(countOut, [conversationId]);
  recordConversation(tx, conversationId);
}
