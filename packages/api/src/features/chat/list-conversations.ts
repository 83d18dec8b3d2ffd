import type { ConversationPage, ListConversationsInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { epochMs, statement } from '../../kernel/sql.ts';
import { isListed, mayReadConversation } from './chat.policy.ts';
import { hydrateConversationsForEach } from './conversation.view.ts';

/** When the walk began, and the activity and id of the last conversation shown. */
const cursor = defineCursor('conversations', z.tuple([z.number(), z.number(), z.uuid()]));

interface Skeleton {
  id: string;
  activity_ms: number;
}

/**
 * NOTE: a walk shows conversations in the order that they had when it began; what is said meanwhile moves none of them past it.
 */
const activity = `case when coalesce(c.last_message_at, c.created_at) <= $3 then coalesce(c.last_message_at, c.created_at)
  else coalesce((select e.created_at from message e where e.conversation_id = c.id and e.created_at <= $3 order by e.seq desc limit 1), c.created_at) end`;

const selectPage = statement<Skeleton>(
  'chat.conversations',
  `select id, ${epochMs('activity')} as activity_ms from (
     select c.id, ${activity} as activity from conversation_member m join conversation c on c.id = m.conversation_id
     where m.profile_id = $1 and m.folder = $2 and ${isListed('c', 'm')} and ${mayReadConversation('c', 'm', '$1')}
   ) mine where activity <= $3 and ($4::float8 is null or (activity, id) < (to_timestamp($4::float8 / 1000), $5::uuid))
   order by activity desc, id desc limit $6`,
);

/** The caller's conversations in a folder, those with the newest messages first. */
export async function listConversations({
  ctx,
  input,
}: SignedInCall<ListConversationsInput>): Promise<ConversationPage> {
  const { sql, clock } = ctx.app;
  const now = clock.now();
  const [begun, ...after] = cursor.decode(input.cursor) ?? [now.getTime(), null, null];
  const rows = await sql.rows(selectPage, [ctx.viewer.id, input.folder, new Date(begun), ...after, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode([begun, row.activity_ms, row.id]));
  const wanted = page.rows.map(({ id }) => ({ viewerId: ctx.viewer.id, conversationId: id }));
  const views = await hydrateConversationsForEach(ctx.app, wanted, now);
  return pageWith(
    views.flatMap((view) => view ?? []),
    page.nextCursor,
  );
}
