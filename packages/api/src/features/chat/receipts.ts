import { type Sql, statement } from '../../kernel/sql.ts';
import { isShown } from './chat.policy.ts';
import { sendsReceipts } from './conversation.view.ts';

const selectReaders = statement<{ id: string }>(
  'chat.receipt-readers',
  `select w.id from unnest($1::uuid[]) as w(id) where ${sendsReceipts('w.id')}`,
);

/** Who of these gets to know what others have read: those who let others know. */
export async function findReceiptReaders(sql: Sql, profileIds: readonly string[]): Promise<Set<string>> {
  return new Set((await sql.rows(selectReaders, [profileIds])).map(({ id }) => id));
}

const selectMembers = statement<{ id: string; profile_id: string }>(
  'chat.members-by-id',
  `select m.id, m.profile_id from unnest($1::uuid[], $2::uuid[]) as w(conversation_id, id)
   join conversation_member m on m.conversation_id = w.conversation_id and m.id = w.id
   where m.folder = 'inbox' and ${sendsReceipts('m.profile_id')} and ${isShown('m.profile_id')}`,
);

/** Whose memberships these are, by id; those that have ended, and of whom nobody may know now what he has read, are left out. */
export async function findMembers(
  sql: Sql,
  wanted: readonly { conversationId: string; memberId: string }[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const distinct = [...new Map(wanted.map((one) => [one.memberId, one])).values()];
  const values = [distinct.map((one) => one.conversationId), distinct.map((one) => one.memberId)];
  return new Map((await sql.rows(selectMembers, values)).map((row) => [row.id, row.profile_id]));
}
