import type { ChatUnread } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { isListed, mayReadConversation } from './chat.policy.ts';

const count = statement<ChatUnread>(
  'chat.count-unread',
  `select coalesce(sum(c.last_seq - m.last_read_seq) filter (where m.folder = 'inbox'), 0)::int as count,
     (count(*) filter (where m.folder = 'inbox'))::int as conversations, (count(*) filter (where m.folder = 'requests'))::int as requests
   from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $1 and c.last_seq > m.last_read_seq and ${isListed('c', 'm')} and ${mayReadConversation('c', 'm', '$1')}`,
);

/** How many messages somebody has yet to read. */
export async function countUnreadMessages(sql: Sql, profileId: string): Promise<ChatUnread> {
  return found(await sql.first(count, [profileId]));
}

/** How many messages the caller has yet to read. */
export async function getChatUnread({ ctx }: SignedInCall): Promise<ChatUnread> {
  return countUnreadMessages(ctx.app.sql, ctx.viewer.id);
}
