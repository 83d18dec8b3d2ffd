import type { Transaction } from '../../kernel/app.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import type { Member } from './locked-group.ts';

const insertLeaver = statement(
  'chat.mark-leaver',
  `insert into conversation_leaver (profile_id, conversation_id, left_at) values ($1, $2, $3)
   on conflict (profile_id, conversation_id) do update set left_at = excluded.left_at`,
);
const selectLeavers = statement<{ profile_id: string }>(
  'chat.leavers',
  'select profile_id from conversation_leaver where conversation_id = $1 and profile_id = any($2::uuid[])',
);
const deleteLeavers = statement(
  'chat.forget-leavers',
  'delete from conversation_leaver where conversation_id = $1 and profile_id = any($2::uuid[])',
);
const deleteLeft = statement('chat.erase-left', 'delete from conversation_leaver where profile_id = $1');

/** Remembers that somebody has left a conversation by himself; its members are locked. */
export async function markLeaver(tx: Transaction, { conversationId, profileId }: Member): Promise<void> {
  await tx.sql.run(insertLeaver, [profileId, conversationId, tx.app.clock.now()]);
}

/** Who of these has left a conversation by himself. */
export async function findLeavers(
  sql: Sql,
  conversationId: string,
  profileIds: readonly string[],
): Promise<Set<string>> {
  const rows = await sql.rows(selectLeavers, [conversationId, profileIds]);
  return new Set(rows.map((row) => row.profile_id));
}

/** Forgets that these have left a conversation, since they are in it again. */
export async function forgetLeavers(
  { sql }: Transaction,
  conversationId: string,
  profileIds: readonly string[],
): Promise<void> {
  await sql.run(deleteLeavers, [conversationId, profileIds]);
}

/** Forgets what somebody has left; tells whether there was anything. */
export async function forgetLeft({ sql }: Transaction, profileId: string): Promise<boolean> {
  return (await sql.run(deleteLeft, [profileId])) > 0;
}
