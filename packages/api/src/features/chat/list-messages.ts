import type { ListMessagesInput, MessagePage } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { defineCursor } from '../../kernel/cursor.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { mayReadConversation } from './chat.policy.ts';
import { type MessageRow, messageColumns, toMessageView } from './message.view.ts';

const cursor = defineCursor('messages', z.int().min(1));

const selectRange = statement<{ from_seq: number; last_seq: number }>(
  'chat.readable',
  `select m.from_seq, c.last_seq from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $2 and m.conversation_id = $1 and ${mayReadConversation('c', 'm', '$2')}`,
);

const selectMessages = statement<MessageRow>(
  'chat.messages',
  `select ${messageColumns('said', '$2')} from message said
   where said.conversation_id = $1 and said.seq between $3 and $4 order by said.seq desc`,
);

/** Messages of a conversation of the caller, from his joining on. NOTE: they have no gap, so that a page is a range of numbers. */
export async function listMessages({ ctx, input }: SignedInCall<ListMessagesInput>): Promise<MessagePage> {
  const { sql, links } = ctx.app;
  const { conversationId } = input;
  const viewerId = ctx.viewer.id;
  const { from_seq: before, last_seq: newest } = found(await sql.first(selectRange, [conversationId, viewerId]));
  const [low, high] = rangeOf(input, newest);
  const [first, last] = [Math.max(low, before + 1), Math.min(high, newest)];
  const rows = first > last ? [] : await sql.rows(selectMessages, [conversationId, viewerId, first, last]);
  return {
    items: rows.map((row) => toMessageView(links, row)),
    nextCursor: first > before + 1 && rows.length > 0 ? cursor.encode(first) : null,
    hasNewer: last < newest,
  };
}

/** The lowest and the highest number asked for. */
function rangeOf(input: ListMessagesInput, newest: number): [low: number, high: number] {
  const { limit, after, around } = input;
  const before = cursor.decode(input.cursor) ?? input.before;
  if (after !== undefined) return [after + 1, after + limit];
  if (around !== undefined) {
    const low = Math.max(1, Math.min(around - Math.floor(limit / 2), newest - limit + 1));
    return [low, low + limit - 1];
  }
  const high = before === undefined ? newest : before - 1;
  return [high - limit + 1, high];
}
