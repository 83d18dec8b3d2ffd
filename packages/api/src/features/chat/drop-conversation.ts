import type { App, Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { releaseMedia } from '../media/index.ts';

const messagesAtOnce = 200;

const selectSome = statement<{ id: string; has_media: boolean }>(
  'chat.messages-to-drop',
  `select id, has_media from message where conversation_id = $1 order by seq limit ${messagesAtOnce}`,
);
const dropSome = statement('chat.drop-messages', 'delete from message where id = any($1::uuid[])');
const dropMembers = statement('chat.drop-members', 'delete from conversation_member where conversation_id = $1');
const empty = statement('chat.empty', 'update conversation set member_count = 0 where id = $1');
const drop = statement('chat.drop', 'delete from conversation where id = $1');
const selectEmpty = statement<{ id: string }>(
  'chat.is-empty',
  `select c.id from conversation c where c.id = $1 and not exists (select from conversation_member m where m.conversation_id = c.id)`,
);

/** Says that nobody takes part in a conversation any more, since it goes. */
export async function emptyConversation({ sql }: Transaction, conversationId: string): Promise<void> {
  await sql.run(dropMembers, [conversationId]);
  await sql.run(empty, [conversationId]);
}

/** Deletes some messages of a conversation that is empty, and in the end itself; tells whether something is left of it. */
export async function dropSomeOfConversation(tx: Transaction, conversationId: string): Promise<boolean> {
  const messages = await tx.sql.rows(selectSome, [conversationId]);
  for (const { id, has_media } of messages) if (has_media) await releaseMedia(tx, id);
  await tx.sql.run(dropSome, [messages.map(({ id }) => id)]);
  if (messages.length === messagesAtOnce) return true;
  await releaseMedia(tx, conversationId);
  await tx.sql.run(drop, [conversationId]);
  return false;
}

/** Deletes a conversation that nobody takes part in. NOTE: nobody can come back to it, since there is none to bring him in. */
export async function dropEmptyConversation(app: App, conversationId: string): Promise<void> {
  if (!(await app.sql.first(selectEmpty, [conversationId]))) return;
  while (await transact({ app }, (tx) => dropSomeOfConversation(tx, conversationId)));
}
