import { type Sql, statement } from '../../kernel/sql.ts';
import { befriended, follows, mayMeet } from '../graph/index.ts';

/** Where what somebody begins with another comes to lie for that one. */
export type Reception = 'inbox' | 'requests' | 'refused';

// NOTE: who has accepted what the sender wrote to him alone knows him.
const talks = `exists (select from conversation c join conversation_member m on m.profile_id = p.id and m.conversation_id = c.id and m.folder = 'inbox'
  where c.kind = 'direct' and c.one_id = least(p.id, v.id) and c.other_id = greatest(p.id, v.id) and c.last_seq > 0 offset 0)`;

const selectReceptions = statement<{
  id: string;
  friend: boolean;
  follows: boolean;
  talks: boolean;
  messages_from: string;
}>(
  'chat.receptions',
  `select p.id, ${befriended('p.id', 'v')} as friend, ${follows('p.id', 'v')} as follows, ${talks} as talks, coalesce(s.messages_from, 'anyone') as messages_from
   from profile v join profile p on p.id = any($2::uuid[]) left join privacy_setting s on s.profile_id = p.id
   where v.id = $1 and ${mayMeet('p', '$1')}`,
);

/** How people take it when somebody begins a conversation with them; those whom he may not meet are left out. */
export async function findReception(
  sql: Sql,
  senderId: string,
  receiverIds: readonly string[],
): Promise<Map<string, Reception>> {
  const rows = await sql.rows(selectReceptions, [senderId, receiverIds]);
  return new Map(
    rows.map(({ id, friend, follows: followed, talks: talked, messages_from }) => {
      const known = friend || followed;
      const lets = { anyone: true, following: known, friends: friend }[messages_from];
      if (!lets) return [id, 'refused'];
      return [id, known || talked ? 'inbox' : 'requests'];
    }),
  );
}
