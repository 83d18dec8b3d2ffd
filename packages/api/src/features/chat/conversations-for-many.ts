import type { ConversationMember, ConversationView } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import type { Links } from '../../kernel/ports.ts';
import { statement } from '../../kernel/sql.ts';
import { mediaOf, toMediaView } from '../media/index.ts';
import { isListed, mayReadConversation } from './chat.policy.ts';
import {
  type MemberRow,
  type OwnRow,
  ownColumns,
  type SharedRow,
  type SharedView,
  selectMembers,
  toMember,
  toOwnView,
  type WantedConversation,
} from './conversation.view.ts';
import { sharedMessageColumns } from './message.view.ts';
import { presentMessagesForMany } from './messages-for-many.ts';

const selectOwn = statement<OwnRow>(
  'chat.own-of-many',
  `select ${ownColumns} from unnest($1::uuid[], $2::uuid[]) with ordinality as w(viewer_id, conversation_id, place)
   join conversation c on c.id = w.conversation_id
   join conversation_member m on m.profile_id = w.viewer_id and m.conversation_id = c.id
   where ${mayReadConversation('c', 'm', 'w.viewer_id')} and ${isListed('c', 'm')}`,
);

const selectShared = statement<SharedRow>(
  'chat.conversations-for-many',
  `select c.id, c.title, ${mediaOf('c.avatar_id')} as avatar, (select to_jsonb(l) from (
     select ${sharedMessageColumns('said')} from message said where said.conversation_id = c.id and said.seq = w.seq) l) as last
   from unnest($1::uuid[], $2::int[]) as w(conversation_id, seq) join conversation c on c.id = w.conversation_id`,
);

/**
 * What `hydrateConversationsForEach` gives, for many viewers of few conversations: what they share is read and made once. One that does
 * not stand in the lists of a viewer is null for him.
 */
export async function hydrateConversationsForMany(
  read: Reading,
  wanted: readonly WantedConversation[],
  now: Date,
): Promise<(ConversationView | null)[]> {
  if (wanted.length === 0) return [];
  const ids = wanted.map(({ conversationId }) => conversationId);
  const rows = await read.sql.rows(selectOwn, [wanted.map(({ viewerId }) => viewerId), ids, now]);
  const views = await presentForMany(read, rows);
  const byPlace = new Map(rows.map(({ place }, index) => [place, views[index]]));
  return wanted.map((_, index) => byPlace.get(index + 1) ?? null);
}

async function presentForMany(read: Reading, rows: readonly OwnRow[]): Promise<(ConversationView | null)[]> {
  if (rows.length === 0) return [];
  const { sql, links } = read;
  // NOTE: what the first query saw last is what all of a view goes by.
  const distinct = [...new Map(rows.map((row) => [row.id, row])).values()];
  const ids = distinct.map(({ id }) => id);
  const [shared, members] = await Promise.all([
    sql.rows(selectShared, [ids, distinct.map((row) => row.last_seq)]),
    sql.rows(selectMembers, [ids]),
  ]);
  const sharedOf = new Map(shared.map((row) => [row.id, row]));
  const lastOf = await findLast(read, rows, sharedOf);
  const membersOf = Map.groupBy(members, (row) => row.conversation_id);
  const shownOf = new Map(distinct.map((row) => [row.id, new ShownMembers(links, row, membersOf.get(row.id) ?? [])]));
  const avatarOf = new Map(shared.map(({ id, avatar }) => [id, avatar && toMediaView(links, avatar, false)]));
  return rows.map((row, index) => {
    const conversation = sharedOf.get(row.id);
    if (!conversation) return null;
    const common: SharedView = {
      title: conversation.title,
      avatar: avatarOf.get(row.id) ?? null,
      members: shownOf.get(row.id)?.to(row) ?? [],
      lastMessage: lastOf[index] ?? null,
    };
    return { ...toOwnView(row), ...common };
  });
}

/** The last message of each, as its viewer sees it; none for one who came after it. */
async function findLast(
  read: Reading,
  rows: readonly OwnRow[],
  shared: ReadonlyMap<string, SharedRow>,
): Promise<ConversationView['lastMessage'][]> {
  const messages = [...shared.values()].flatMap(({ last }) => last ?? []);
  const wanted = rows.map((row) => {
    const last = row.last_seq > row.from_seq ? shared.get(row.id)?.last : null;
    return { viewerId: row.viewer_id, messageId: last?.id ?? '' };
  });
  return presentMessagesForMany(read, messages, wanted);
}

/** The first members of a conversation, made once for those who get to know what others have read, and once for the rest. */
class ShownMembers {
  readonly #rows: readonly MemberRow[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #toReaders: readonly ConversationMember[];
  readonly #toOthers: readonly ConversationMember[];

  constructor(links: Links, { member_count }: OwnRow, rows: readonly MemberRow[]) {
    const madeFor = (receipts: boolean) =>
      rows.map((row) => toMember(links, row, { viewer_id: null, receipts, member_count }));
    this.#rows = rows;
    this.#places = new Map(rows.map(({ profile_id }, place) => [profile_id, place]));
    this.#toReaders = madeFor(true);
    this.#toOthers = madeFor(false);
  }

  /** As a viewer sees them, who knows what he has read himself. */
  to({ viewer_id, receipts }: OwnRow): ConversationMember[] {
    const members = [...(receipts ? this.#toReaders : this.#toOthers)];
    const place = this.#places.get(viewer_id) ?? -1;
    const [self, row] = [members[place], this.#rows[place]];
    return self && row ? members.with(place, { ...self, lastReadSeq: row.last_read_seq }) : members;
  }
}
