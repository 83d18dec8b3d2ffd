import { readFacetsOfEach, type Sql, statement } from '@rookery/api';
import type { DemoPlan, PlannedConversation } from './planned.ts';

const insertConversations = statement(
  'demo.conversations',
  `with told as (
     select * from jsonb_to_recordset($1::jsonb) as c(id uuid, title text, "createdAt" timestamptz, members jsonb, messages jsonb, "lastAt" timestamptz)
   ), made as (
     insert into conversation (id, kind, one_id, other_id, title, created_by, created_at, last_seq, last_message_at, member_count)
     select id, case when title is null then 'direct' else 'group' end,
       case when title is null then least((members -> 0 ->> 'profileId')::uuid, (members -> 1 ->> 'profileId')::uuid) end,
       case when title is null then greatest((members -> 0 ->> 'profileId')::uuid, (members -> 1 ->> 'profileId')::uuid) end,
       title, (members -> 0 ->> 'profileId')::uuid, "createdAt", jsonb_array_length(messages), "lastAt", jsonb_array_length(members) from told
   ) insert into conversation_member (profile_id, conversation_id, id, role, folder, last_read_seq, joined_at)
     select m."profileId", told.id, m.id, case when told.title is not null and m."profileId" = (told.members -> 0 ->> 'profileId')::uuid then 'owner' else 'member' end,
       m.folder, m."lastReadSeq", told."createdAt"
     from told cross join lateral jsonb_to_recordset(told.members) as m(id uuid, "profileId" uuid, "lastReadSeq" int, folder text)`,
);

const insertMessages = statement(
  'demo.messages',
  `with told as (
     select * from jsonb_to_recordset($1::jsonb) as m("conversationId" uuid, id uuid, seq int, "senderId" uuid, text text, facets jsonb, system jsonb,
       "replyToSeq" int, "createdAt" timestamptz, before text, "deletedAt" timestamptz, reactions jsonb)
   ), made as (
     insert into message (conversation_id, seq, id, sender_id, client_id, text, facets, reply_to_seq, system, has_reactions, version, created_at, edited_at, deleted_at)
     select "conversationId", seq, id, "senderId", case when system is null then id::text end, text, facets, "replyToSeq", system, jsonb_array_length(reactions) > 0,
       case when before is null and "deletedAt" is null then 1 else 2 end, "createdAt",
       case when before is not null then "createdAt" + interval '1 minute' end, "deletedAt" from told
   ), edited as (
     insert into message_revision (message_id, version, text, facets, created_at) select id, 1, before, '[]', "createdAt" from told where before is not null
   ) insert into message_reaction (message_id, profile_id, emoji, id, created_at)
     select told.id, r."profileId", r.emoji, r.id, r."createdAt"
     from told cross join lateral jsonb_to_recordset(told.reactions) as r(id uuid, "profileId" uuid, emoji text, "createdAt" timestamptz)`,
);

/** Writes what people said to each other. */
export async function writeConversations(sql: Sql, { conversations }: DemoPlan): Promise<void> {
  const told = conversations.map((one) => ({ ...one, lastAt: one.messages.at(-1)?.createdAt }));
  await sql.run(insertConversations, [JSON.stringify(told)]);
  await sql.run(insertMessages, [JSON.stringify(await messagesOf(sql, conversations))]);
}

async function messagesOf(sql: Sql, conversations: readonly PlannedConversation[]): Promise<object[]> {
  const messages = conversations.flatMap(({ id: conversationId, messages: said }) =>
    said.map((one) => ({ ...one, conversationId })),
  );
  const facets = await readFacetsOfEach(
    sql,
    messages.map(({ text }) => text),
  );
  return messages.map((one, index) => ({ ...one, facets: facets[index] ?? [] }));
}
