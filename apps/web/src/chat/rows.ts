import type { ConversationView, MessagesState, MessageView, OutgoingMessage, SystemNote } from '@rookery/sdk';
import { dayOf } from './days.ts';
import { otherOf } from './sentences.ts';

/** A message that somebody wrote, or that is on its way. */
export interface SaidRow {
  readonly kind: 'said';
  readonly key: string;
  readonly isOwn: boolean;
  /** Whether it says by whom it is, which is plain between two. */
  readonly isNamed: boolean;
  /** Whether it goes on where the one above, of the same sender, has ended. */
  readonly goesOn: boolean;
  /** Whether the other one of a direct conversation has read up to here. */
  readonly isSeen: boolean;
  readonly message: MessageView | null;
  readonly outgoing: OutgoingMessage | null;
}

/** A line of a conversation. */
export type Row =
  | SaidRow
  | { readonly kind: 'day'; readonly key: string; readonly date: Date }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'note'; readonly key: string; readonly message: MessageView; readonly note: SystemNote };

/** What rows are made of. */
export interface RowsOf {
  state: Pick<MessagesState, 'items' | 'outgoing'>;
  conversation: ConversationView | null;
  viewerId: string;
  /** Up to where it had been read when it was opened; null: nothing is marked as new. */
  newAfter: number | null;
}

const runMs = 5 * 60_000;
const noRun: { senderId: string | null; at: number } = { senderId: '', at: 0 };

/** The lines of a conversation: messages in their order, with days, what happened, and what is on its way at the end. */
export function rowsOf({ state, conversation, viewerId, newAfter }: RowsOf): Row[] {
  const rows: Row[] = [];
  const seen = seenSeq(state.items, conversation, viewerId);
  const firstNew = newAfter === null ? undefined : state.items.find(({ seq }) => seq > newAfter);
  const isGroup = conversation?.kind === 'group';
  let day = '';
  let run = noRun;

  const begin = (date: Date): void => {
    if (day === dayOf(date)) return;
    day = dayOf(date);
    run = noRun;
    rows.push({ kind: 'day', key: `day ${day}`, date });
  };
  const say = (at: number, senderId: string | null, row: Pick<SaidRow, 'key' | 'message' | 'outgoing' | 'isSeen'>) => {
    const goesOn = run.senderId === senderId && at - run.at < runMs;
    run = { senderId, at };
    const isOwn = senderId === viewerId;
    rows.push({ kind: 'said', goesOn, isOwn, isNamed: isGroup && !isOwn && !goesOn, ...row });
  };

  for (const message of state.items) {
    const { id, seq, createdAt, sender, system } = message;
    begin(createdAt);
    if (message === firstNew) rows.push({ kind: 'new', key: 'new' });
    if (system || message === firstNew) run = noRun;
    if (system) rows.push({ kind: 'note', key: id, message, note: system });
    else {
      const row = { key: keyOf(message, viewerId), message, outgoing: null, isSeen: seq === seen };
      say(createdAt.getTime(), sender?.id ?? null, row);
    }
  }
  for (const outgoing of state.outgoing) {
    begin(outgoing.createdAt);
    const row = { key: `own ${outgoing.clientId}`, message: null, outgoing, isSeen: false };
    say(outgoing.createdAt.getTime(), viewerId, row);
  }
  return rows;
}

/** NOTE: an own message keeps the key that it had on its way, and with it its element. */
function keyOf({ id, sender, clientId }: MessageView, viewerId: string): string {
  return sender?.id === viewerId && clientId !== null ? `own ${clientId}` : id;
}

/** The newest own message that the other one of a direct conversation has read. */
function seenSeq(items: readonly MessageView[], conversation: ConversationView | null, viewerId: string): number {
  const other = conversation && otherOf(conversation, viewerId);
  const upTo = conversation?.members.find(({ profile }) => profile.id === other?.id)?.lastReadSeq ?? 0;
  return items.findLast(({ seq, sender }) => sender?.id === viewerId && seq <= upTo)?.seq ?? 0;
}
