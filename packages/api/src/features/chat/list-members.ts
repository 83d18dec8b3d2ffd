import type { ConversationMemberPage, OfConversationInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { found } from '../../kernel/errors.ts';
import { lowestId } from '../../kernel/id.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { mayReadConversation } from './chat.policy.ts';
import { type MemberRow, memberColumns, sendsReceipts, toMember } from './conversation.view.ts';

const cursor = defineCursor('conversation-members', z.uuid());

const selectViewer = statement<{ viewer_id: string; receipts: boolean; member_count: number }>(
  'chat.members-viewer',
  `select m.profile_id as viewer_id, c.member_count, ${sendsReceipts('m.profile_id')} as receipts
   from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $2 and m.conversation_id = $1 and ${mayReadConversation('c', 'm', '$2')}`,
);

const selectPage = statement<MemberRow>(
  'chat.members',
  firstRows(
    `select ${memberColumns} from conversation_member m join profile p on p.id = m.profile_id and p.hidden_at is null
     where m.conversation_id = $1 and m.id > $2 order by m.id`,
    '$3',
  ),
);

/** The members of a conversation of the caller, those who joined first at the head. */
export async function listConversationMembers({
  ctx,
  input: { conversationId, ...page },
}: SignedInCall<OfConversationInput>): Promise<ConversationMemberPage> {
  const { sql, links } = ctx.app;
  const after = cursor.decode(page.cursor) ?? lowestId;
  const viewer = found(await sql.first(selectViewer, [conversationId, ctx.viewer.id]));
  const rows = await sql.rows(selectPage, [conversationId, after, page.limit + 1]);
  const { rows: shown, nextCursor } = cutPage(rows, page.limit, (row) => cursor.encode(row.id));
  return pageWith(
    shown.map((row) => toMember(links, row, viewer)),
    nextCursor,
  );
}
