import type {
  ConversationRole,
  Facet,
  MessageReaction,
  MessageView,
  ProfileSummary,
  SystemNote,
} from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import type { Links } from '../../kernel/ports.ts';
import { dateOrNull, epochMs, statement } from '../../kernel/sql.ts';
import { mediaHeldBy, mediaOf, type StoredMedia, toMediaView } from '../media/index.ts';
import type { SummaryRow } from '../profiles/index.ts';
import { toSummary } from '../profiles/index.ts';

/** A system message as the database has it, which names people by their ids. */
export type StoredNote =
  | { kind: 'created' | 'avatar' | 'left' }
  | { kind: 'renamed'; title: string }
  | { kind: 'added' | 'removed'; users: string[] }
  | { kind: 'role'; users: string[]; role: ConversationRole };

/** What `messageColumns` selects. */
export interface MessageRow {
  id: string;
  conversation_id: string;
  seq: number;
  client_id: string | null;
  sender: SummaryRow | null;
  text: string;
  facets: Facet[];
  media: StoredMedia[];
  reply: { id: string; seq: number; text: string; deleted: boolean; sender: SummaryRow | null } | null;
  reactions: MessageReaction[];
  system: StoredNote | null;
  users: SummaryRow[] | null;
  version: number;
  created_ms: number;
  edited_ms: number | null;
  deleted_ms: number | null;
}

/** Units of an answered message that are shown with the answer. */
const excerpt = 200;

function summaryOf(alias: string): string {
  return `jsonb_build_object('profile_id', ${alias}.id, 'username', ${alias}.username, 'display_name', ${alias}.display_name,
    'is_bot', ${alias}.is_bot, 'avatar', ${mediaOf(`${alias}.avatar_id`)})`;
}

/** NOTE: somebody who leaves is shown to nobody, and neither is who has gone; what they said stays with those who have heard it. */
function senderOf(message: string): string {
  return `(select ${summaryOf('sp')} from profile sp where sp.id = ${message}.sender_id and sp.hidden_at is null)`;
}

/** SQL condition: the member `late` came after what a message answers, and before the answer. */
export function cameBetween(late: string, message: string): string {
  return `${late}.conversation_id = ${message}.conversation_id and ${late}.from_seq >= ${message}.reply_to_seq and ${late}.from_seq < ${message}.seq`;
}

/**
 * NOTE: an answer shows what it answers to those alone who were there by then. Without a viewer, for whoever hears of it: a member who
 * came in between hides it.
 */
function isLate(message: string, viewer: string): string {
  const late = `select from conversation_member late where ${cameBetween('late', message)}`;
  return `case when ${viewer}::uuid is null then exists (${late}) else exists (${late} and late.profile_id = ${viewer}) end`;
}

function answerOf(message: string, hidden: string): string {
  return `(select jsonb_build_object('id', answered.id, 'seq', answered.seq, 'text', left(answered.text, ${excerpt}),
      'deleted', answered.deleted_at is not null, 'sender', ${senderOf('answered')})
    from message answered where answered.conversation_id = ${message}.conversation_id and answered.seq = ${message}.reply_to_seq
      and not ${hidden})`;
}

function reactionsOf(message: string, viewer: string): string {
  return `case when ${message}.has_reactions then (
    select coalesce(jsonb_agg(jsonb_build_object('emoji', r.emoji, 'count', r.count, 'mine', r.mine) order by r.first), '[]') from (
      select x.emoji, count(*)::int as count, coalesce(bool_or(x.profile_id = ${viewer}), false) as mine, min(x.id::text) as first
      from message_reaction x where x.message_id = ${message}.id group by x.emoji) r) else '[]' end`;
}

/** SQL: columns of the message of an alias, which is not `m`, as a viewer, who may be null, sees it. */
export function messageColumns(message: string, viewer: string): string {
  return columnsOf(message, viewer, isLate(message, viewer));
}

/** SQL: columns of the message of an alias before it is shown to anybody: no reaction is his, and no answer hides what it answers. */
export function sharedMessageColumns(message: string): string {
  return columnsOf(message, 'null::uuid', 'false');
}

function columnsOf(message: string, viewer: string, hidden: string): string {
  const column = (name: string): string => `${message}.${name}`;
  return `${['id', 'conversation_id', 'seq', 'client_id', 'text', 'facets', 'system', 'version'].map(column).join(', ')},
    ${senderOf(message)} as sender,
    case when ${message}.has_media then ${mediaHeldBy(`${message}.id`)} else '[]' end as media,
    case when ${message}.reply_to_seq is not null then ${answerOf(message, hidden)} end as reply,
    case when ${message}.system ? 'users' then (
      select jsonb_agg(${summaryOf('u')}) from profile u
      where u.id = any(array(select jsonb_array_elements_text(${message}.system -> 'users')::uuid)) and u.hidden_at is null) end as users,
    ${reactionsOf(message, viewer)} as reactions,
    ${epochMs(column('created_at'))} as created_ms, ${epochMs(column('edited_at'))} as edited_ms, ${epochMs(column('deleted_at'))} as deleted_ms`;
}

/** A message as the wire has it. */
export function toMessageView(links: Links, row: MessageRow): MessageView {
  const { reply } = row;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    clientId: row.client_id,
    sender: person(links, row.sender),
    text: row.text,
    facets: row.facets,
    media: row.media.map((file) => toMediaView(links, file, false)),
    replyTo: reply && { ...reply, sender: person(links, reply.sender) },
    reactions: row.reactions,
    system: row.system && noteOf(links, row.system, row.users ?? []),
    version: row.version,
    createdAt: new Date(row.created_ms),
    editedAt: dateOrNull(row.edited_ms),
    deletedAt: dateOrNull(row.deleted_ms),
  };
}

function person(links: Links, row: SummaryRow | null): ProfileSummary | null {
  return row && toSummary(links, row);
}

function noteOf(links: Links, note: StoredNote, rows: readonly SummaryRow[]): SystemNote {
  if (!('users' in note)) return note;
  const users = rows.map((row) => toSummary(links, row));
  return { ...note, users };
}

const selectForEach = statement<MessageRow & { place: number }>(
  'chat.messages-for-each',
  `select w.place::int, ${messageColumns('said', 'w.viewer_id')}
   from unnest($1::uuid[], $2::uuid[]) with ordinality as w(viewer_id, message_id, place) join message said on said.id = w.message_id`,
);

/** Messages, each as its own viewer sees it, in the order asked for; null for one that is gone. It does not ask who may read them. */
export async function hydrateMessagesForEach(
  { sql, links }: Reading,
  wanted: readonly { viewerId: string | null; messageId: string }[],
): Promise<(MessageView | null)[]> {
  if (wanted.length === 0) return [];
  const rows = await sql.rows(selectForEach, [wanted.map((w) => w.viewerId), wanted.map((w) => w.messageId)]);
  const views = new Map(rows.map((row) => [row.place, toMessageView(links, row)]));
  return wanted.map((_, index) => views.get(index + 1) ?? null);
}
