import type { MessageView } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { cameBetween, type MessageRow, sharedMessageColumns, toMessageView } from './message.view.ts';

const selectShared = statement<MessageRow>(
  'chat.messages-for-many',
  `select ${sharedMessageColumns('said')} from message said where said.id = any($1::uuid[])`,
);
const selectMine = statement<{ message_id: string; profile_id: string; emoji: string }>(
  'chat.reactions-of-many',
  `select message_id, profile_id, emoji from message_reaction where message_id = any($1::uuid[]) and profile_id = any($2::uuid[])`,
);
const selectLate = statement<{ message_id: string; profile_id: string }>(
  'chat.late-of-many',
  `select said.id as message_id, late.profile_id from message said join conversation_member late on ${cameBetween('late', 'said')}
   where said.id = any($1::uuid[]) and late.profile_id = any($2::uuid[])`,
);

/** Whose view of which message. */
export interface WantedMessage {
  viewerId: string;
  messageId: string;
}

/** What `hydrateMessagesForEach` gives, for many viewers of few messages: what they share is read and made once. */
export async function hydrateMessagesForMany(
  read: Reading,
  wanted: readonly WantedMessage[],
): Promise<(MessageView | null)[]> {
  if (wanted.length === 0) return [];
  const ids = [...new Set(wanted.map(({ messageId }) => messageId))];
  return presentMessagesForMany(read, await read.sql.rows(selectShared, [ids]), wanted);
}

/** Messages read by `sharedMessageColumns` as many see them. */
export async function presentMessagesForMany(
  { sql, links }: Reading,
  rows: readonly MessageRow[],
  wanted: readonly WantedMessage[],
): Promise<(MessageView | null)[]> {
  const views = new Map(rows.map((row) => [row.id, toMessageView(links, row)]));
  const viewerIds = [...new Set(wanted.map(({ viewerId }) => viewerId))];
  const own = await findOwn(sql, [...views.values()], viewerIds);
  return wanted.map(({ viewerId, messageId }) => {
    const view = views.get(messageId);
    return view ? asSeenWith(view, own.get(messageId + viewerId)) : null;
  });
}

/** What of a message is a viewer's own. */
interface Own {
  emojis: Set<string>;
  isLate: boolean;
}

async function findOwn(
  sql: Sql,
  views: readonly MessageView[],
  viewerIds: readonly string[],
): Promise<Map<string, Own>> {
  const reacted = views.filter(({ reactions }) => reactions.length > 0).map(({ id }) => id);
  const answers = views.filter(({ replyTo }) => replyTo !== null).map(({ id }) => id);
  const [mine, late] = await Promise.all([
    reacted.length > 0 ? sql.rows(selectMine, [reacted, viewerIds]) : [],
    answers.length > 0 ? sql.rows(selectLate, [answers, viewerIds]) : [],
  ]);
  const own = new Map<string, Own>();
  const ownOf = ({ message_id, profile_id }: { message_id: string; profile_id: string }): Own => {
    const known = own.get(message_id + profile_id) ?? { emojis: new Set(), isLate: false };
    own.set(message_id + profile_id, known);
    return known;
  };
  for (const row of mine) ownOf(row).emojis.add(row.emoji);
  for (const row of late) ownOf(row).isLate = true;
  return own;
}

function asSeenWith(view: MessageView, own: Own | undefined): MessageView {
  if (!own) return view;
  const reactions = view.reactions.map((one) => (own.emojis.has(one.emoji) ? { ...one, mine: true } : one));
  return { ...view, reactions, replyTo: own.isLate ? null : view.replyTo };
}
