import { defineRecount } from '../../kernel/recount.ts';

/** Recounts the members of conversations. */
export const recountConversationMembers = defineRecount({
  slice: 'chat',
  table: 'conversation',
  column: 'member_count',
  rows: 'conversation_member m where m.conversation_id = o.id',
});
