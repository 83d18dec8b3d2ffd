import {
  type ConversationFolder,
  type ConversationKind,
  type ConversationMember,
  type ConversationRole,
  type ConversationView,
  limits,
} from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import type { Links } from '../../kernel/ports.ts';
import { dateOrNull, epochMs, statement } from '../../kernel/sql.ts';
import { mediaOf, type StoredMedia, toMediaView } from '../media/index.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { mayReadConversation } from './chat.policy.ts';
import { type MessageRow, messageColumns, toMessageView } from './message.view.ts';

const membersShown = 50;

/** What `ownColumns` selects: what costs nothing to read again for each member. */
export interface OwnRow {
  place: number;
  id: string;
  kind: ConversationKind;
  member_count: number;
  last_seq: number;
  viewer_id: string;
  last_read_seq: number;
  from_seq: number;
  role: ConversationRole;
  folder: ConversationFolder;
  muted_ms: number | null;
  activity_ms: number;
  created_ms: number;
  /** Whether the viewer sends receipts, and so gets them. */
  receipts: boolean;
}

/** What of a view is read once for many. */
export type SharedView = Pick<ConversationView, 'title' | 'avatar' | 'members' | 'lastMessage'>;

/** What of a conversation is the same to all, but for what of its last message is a viewer's own. */
export interface SharedRow {
  id: string;
  title: string | null;
  avatar: StoredMedia | null;
  last: MessageRow | null;
}

/** What `memberColumns` selects. */
export type MemberRow = SummaryRow & {
  id: string;
  role: ConversationRole;
  last_read_seq: number;
  joined_ms: number;
  /** Whether this one sends receipts; not before having accepted a request. */
  receipts: boolean;
};

/** SQL condition: a member lets others know what it has read. */
export function sendsReceipts(profileId: string): string {
  return `not exists (select from privacy_setting s where s.profile_id = ${profileId} and not s.read_receipts)`;
}

/** SQL: columns of a membership `m` and its profile `p`. */
export const memberColumns = `m.id, m.role, m.last_read_seq, ${epochMs('m.joined_at')} as joined_ms, ${summaryColumns('p')},
  m.folder = 'inbox' and ${sendsReceipts('m.profile_id')} as receipts`;

/** SQL: columns of what one member sees by himself, of those wanted `w`, conversations `c` and memberships `m`; $3 is the time. */
export const ownColumns = `w.place::int, w.viewer_id, c.id, c.kind, c.member_count, c.last_seq, m.last_read_seq, m.from_seq, m.role, m.folder,
  case when m.muted_until > $3 then ${epochMs('m.muted_until')} end as muted_ms,
  ${epochMs('coalesce(c.last_message_at, c.created_at)')} as activity_ms, ${epochMs('c.created_at')} as created_ms,
  ${sendsReceipts('w.viewer_id')} as receipts`;

const selectForEach = statement<OwnRow & SharedRow>(
  'chat.conversations-for-each',
  `select ${ownColumns}, c.title, ${mediaOf('c.avatar_id')} as avatar,
     case when c.last_seq > m.from_seq then (select to_jsonb(l) from (
       select ${messageColumns('said', 'w.viewer_id')} from message said where said.conversation_id = c.id and said.seq = c.last_seq) l) end as last
   from unnest($1::uuid[], $2::uuid[]) with ordinality as w(viewer_id, conversation_id, place)
   join conversation c on c.id = w.conversation_id
   join conversation_member m on m.profile_id = w.viewer_id and m.conversation_id = c.id
   where ${mayReadConversation('c', 'm', 'w.viewer_id')}`,
);

/** The first members of conversations. */
export const selectMembers = statement<MemberRow & { conversation_id: string }>(
  'chat.first-members',
  `select w.conversation_id, first.* from unnest($1::uuid[]) as w(conversation_id) cross join lateral (
     select ${memberColumns} from conversation_member m join profile p on p.id = m.profile_id and p.hidden_at is null
     where m.conversation_id = w.conversation_id order by m.id limit ${membersShown}) first`,
);

/** Whose view of which conversation. */
export interface WantedConversation {
  viewerId: string;
  conversationId: string;
}

/** Conversations, each as its own member sees it, in the order asked for; null for one that he may not see. */
export async function hydrateConversationsForEach(
  read: Reading,
  wanted: readonly WantedConversation[],
  now: Date,
): Promise<(ConversationView | null)[]> {
  if (wanted.length === 0) return [];
  const ids = wanted.map((w) => w.conversationId);
  const rows = await read.sql.rows(selectForEach, [wanted.map((w) => w.viewerId), ids, now]);
  const views = await presentConversations(read, rows);
  const byPlace = new Map(rows.map(({ place }, index) => [place, views[index]]));
  return wanted.map((_, index) => byPlace.get(index + 1) ?? null);
}

/** One conversation as a member sees it, or `not_found`. */
export async function findConversation(
  read: Reading,
  wanted: WantedConversation,
  now: Date,
): Promise<ConversationView> {
  const [view] = await hydrateConversationsForEach(read, [wanted], now);
  return found(view);
}

async function presentConversations(
  { sql, links }: Reading,
  rows: readonly (OwnRow & SharedRow)[],
): Promise<ConversationView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const members = await sql.rows(selectMembers, [[...new Set(ids)]]);
  const membersOf = Map.groupBy(members, (row) => row.conversation_id);
  return rows.map((row) => ({
    ...toOwnView(row),
    title: row.title,
    avatar: row.avatar && toMediaView(links, row.avatar, false),
    members: (membersOf.get(row.id) ?? []).map((member) => toMember(links, member, row)),
    lastMessage: row.last && toMessageView(links, row.last),
  }));
}

/** What of a conversation one member sees by himself. */
export function toOwnView(row: OwnRow): Omit<ConversationView, keyof SharedView> {
  return {
    id: row.id,
    kind: row.kind,
    memberCount: row.member_count,
    lastSeq: row.last_seq,
    lastReadSeq: row.last_read_seq,
    unreadCount: row.last_seq - row.last_read_seq,
    firstSeq: row.from_seq + 1,
    role: row.role,
    folder: row.folder,
    mutedUntil: dateOrNull(row.muted_ms),
    lastActivityAt: new Date(row.activity_ms),
    createdAt: new Date(row.created_ms),
  };
}

/** A member as a viewer, or somebody who is none of them, sees it; `lastReadSeq` is for those who let others know theirs. */
export function toMember(
  links: Links,
  member: MemberRow,
  viewer: { viewer_id: string | null; receipts: boolean; member_count: number },
): ConversationMember {
  const own = member.profile_id === viewer.viewer_id;
  const shown = own || (viewer.receipts && member.receipts && viewer.member_count <= limits.receiptsUpTo);
  return {
    profile: toSummary(links, member),
    role: member.role,
    lastReadSeq: shown ? member.last_read_seq : null,
    joinedAt: new Date(member.joined_ms),
  };
}
