import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { releaseMedia } from '../media/index.ts';
import { recordMessage } from './chat.live.ts';

const messagesAtOnce = 100;

interface ErasedRow {
  id: string;
  conversation_id: string;
  seq: number;
  has_media: boolean;
}

const selectSaid = statement<ErasedRow>(
  'chat.said-to-erase',
  `select id, conversation_id, seq, has_media from message where sender_id = $1 order by id limit ${messagesAtOnce}`,
);

const dropReactions = statement(
  'chat.erase-reactions-to',
  'delete from message_reaction where message_id = any($1::uuid[])',
);

const dropRevisions = statement(
  'chat.erase-revisions',
  'delete from message_revision where message_id = any($1::uuid[])',
);

// NOTE: a message that tells what happened goes on telling it, without who did it and the words that he chose.
const empty = statement(
  'chat.erase-messages',
  `update message set sender_id = null, client_id = null, text = '', facets = '[]', tokens = null, has_media = false, has_reactions = false,
     system = case when system ->> 'kind' = 'renamed' then jsonb_set(system, '{title}', '""') else system end,
     version = version + (system is null and deleted_at is null)::int,
     deleted_at = case when system is null then coalesce(deleted_at, $2) end
   where id = any($1::uuid[])`,
);

const leaveNotes = statement<ErasedRow>(
  'chat.erase-from-notes',
  `update message set system = jsonb_set(system, '{users}', (system -> 'users') - $1::text) where id in (
     select id from message where system ? 'users' and system -> 'users' ? $1::text order by id limit ${messagesAtOnce})
   returning id, conversation_id, seq, has_media`,
);

const hasMention = `facets @? '$[*] ? (@.kind == "mention")' and facets @> jsonb_build_array(jsonb_build_object('userId', $1::text))`;
const withoutHim = `(select coalesce(jsonb_agg(f order by n), '[]') from jsonb_array_elements(facets) with ordinality as e(f, n)
  where f ->> 'userId' is distinct from $1::text)`;

const leaveTexts = statement<ErasedRow>(
  'chat.erase-mentions',
  `update message set facets = ${withoutHim} where id in (
     select id from message where ${hasMention} order by id limit ${messagesAtOnce}) returning id, conversation_id, seq, has_media`,
);

const leaveOldTexts = statement(
  'chat.erase-old-mentions',
  `update message_revision set facets = ${withoutHim} where (message_id, version) in (
     select message_id, version from message_revision where ${hasMention} order by message_id, version limit ${messagesAtOnce})`,
);

/** Empties some messages of somebody, then takes him out of what others wrote; tells whether there was anything. */
export async function eraseMessages(tx: Transaction, profileId: string): Promise<boolean> {
  if (await eraseSaid(tx, profileId)) return true;
  const named = [...(await tx.sql.rows(leaveNotes, [profileId])), ...(await tx.sql.rows(leaveTexts, [profileId]))];
  recordEach(tx, 'message.updated', named);
  return named.length + (await tx.sql.run(leaveOldTexts, [profileId])) > 0;
}

async function eraseSaid(tx: Transaction, profileId: string): Promise<boolean> {
  const said = await tx.sql.rows(selectSaid, [profileId]);
  if (said.length === 0) return false;
  for (const { id, has_media } of said) if (has_media) await releaseMedia(tx, id);
  const ids = said.map(({ id }) => id);
  await tx.sql.run(empty, [ids, tx.app.clock.now()]);
  for (const statement of [dropReactions, dropRevisions]) await tx.sql.run(statement, [ids]);
  recordEach(tx, 'message.deleted', said);
  return true;
}

function recordEach(tx: Transaction, type: 'message.updated' | 'message.deleted', rows: readonly ErasedRow[]): void {
  for (const { id: messageId, conversation_id: conversationId, seq } of rows) {
    recordMessage(tx, type, { conversationId, messageId, seq });
  }
}
