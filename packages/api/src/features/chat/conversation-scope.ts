import { conversationTopic } from '../../kernel/live.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { mayReadConversation } from './chat.policy.ts';

const selectScope = statement<{ id: string; from_seq: number }>(
  'chat.scope',
  `select c.id, m.from_seq from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $1 and ${mayReadConversation('c', 'm', '$1')}`,
);

/** The topics of the conversations that somebody may read now, each with the last message that came before him. */
export async function findConversationScope(sql: Sql, profileId: string): Promise<[string, number][]> {
  return (await sql.rows(selectScope, [profileId])).map(({ id, from_seq }) => [conversationTopic(id), from_seq]);
}
