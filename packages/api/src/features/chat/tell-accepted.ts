import { limits } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { messageRequestClosed } from './chat.events.ts';
import { recordConversation, recordOwnConversation } from './chat.live.ts';
import { isShown } from './chat.policy.ts';
import { sendsReceipts } from './conversation.view.ts';
import type { Member } from './locked-group.ts';

const selectShown = statement<{ id: string }>(
  'chat.reading-shown',
  `select m.id from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $1 and m.conversation_id = $2 and c.member_count <= ${limits.receiptsUpTo}
     and ${sendsReceipts('m.profile_id')} and ${isShown('m.profile_id')}`,
);

/** Tells that somebody has taken a request into his inbox: to the others, who see from now on what he has read, unless nobody is to see it. */
export async function tellAccepted(tx: Transaction, { conversationId, profileId }: Member): Promise<void> {
  if (await tx.sql.first(selectShown, [profileId, conversationId])) recordConversation(tx, conversationId);
  else recordOwnConversation(tx, profileId, conversationId);
  await tx.emit(messageRequestClosed, { conversationId, receiverId: profileId });
}
