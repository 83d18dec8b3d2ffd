import type { FoundMessagePage, SearchMessagesInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { found } from '../../kernel/errors.ts';
import { highestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { mayReadConversation } from './chat.policy.ts';
import { type MessageRow, messageColumns, toMessageView } from './message.view.ts';
import { prefixSign, queryOf, wordPrefixOf } from './message-words.ts';

/** SQL condition: the message `k` has the words. */
const matches = `k.tokens @@ replace($2, '${prefixSign}', ${wordPrefixOf('mine.id')})::tsquery`;

/** NOTE: `offset 0` keeps the words, which the index finds, apart from the conversation, by which a plan would read all of it. */
const byIndex = `select * from (select k.conversation_id, k.seq, k.id from message k where ${matches} offset 0) k
  where k.conversation_id = mine.id and k.seq > mine.from_seq`;

function mineOf(condition: string): string {
  return `select c.id, m.from_seq from conversation_member m join conversation c on c.id = m.conversation_id
    where m.profile_id = $1 and ${condition} and ${mayReadConversation('c', 'm', '$1')} offset 0`;
}

function shown(places: string, order: string): string {
  return `select ${messageColumns('k', '$1')} from (${places}) f
    join message k on k.conversation_id = f.conversation_id and k.seq = f.seq order by ${order}`;
}

const searchAll = statement<MessageRow>(
  'chat.search',
  shown(
    `select f.conversation_id, f.seq from (${mineOf('c.last_seq > m.from_seq')}) mine
     cross join lateral (${byIndex}) f where f.id < $3 order by f.id desc limit $4`,
    'k.id desc',
  ),
);

const readable = statement<{ id: string }>('chat.search-readable', mineOf('m.conversation_id = $2'));

/** Of one conversation this many of the newest messages are read before the index is asked, which gives all that ever had a word. */
const reach = 1000;

const walkOne = statement<MessageRow>(
  'chat.search-walk',
  shown(
    `select k.conversation_id, k.seq from (${mineOf('m.conversation_id = $5')}) mine cross join lateral (
       select * from message k where k.conversation_id = mine.id and k.seq > mine.from_seq and k.seq < $3
       order by k.seq desc limit ${reach}) k
     where ${matches} order by k.seq desc limit $4`,
    'k.seq desc',
  ),
);

const searchOne = statement<MessageRow>(
  'chat.search-one',
  shown(
    `select f.conversation_id, f.seq from (${mineOf('m.conversation_id = $5')}) mine cross join lateral (${byIndex}) f
     where f.seq < $3 order by f.seq desc limit $4`,
    'k.seq desc',
  ),
);

const cursorOfAll = defineCursor('chat.search', z.uuid());
const cursorOfOne = defineCursor('chat.search-one', z.int32());
const highestSeq = 2 ** 31 - 1;

/** Messages that the caller may read and that have the words, newest first. */
export async function searchMessages(call: SignedInCall<SearchMessagesInput>): Promise<FoundMessagePage> {
  const { conversationId } = call.input;
  return conversationId === undefined ? searchEverywhere(call) : searchIn(call, conversationId);
}

async function searchEverywhere({ ctx, input }: SignedInCall<SearchMessagesInput>): Promise<FoundMessagePage> {
  const { sql, links } = ctx.app;
  const query = queryOf(input.query);
  const before = cursorOfAll.decode(input.cursor) ?? highestId;
  const rows = query === null ? [] : await sql.rows(searchAll, [ctx.viewer.id, query, before, input.limit + 1]);
  const page = cutPage(rows, input.limit, ({ id }) => cursorOfAll.encode(id));
  return pageWith(
    page.rows.map((row) => toMessageView(links, row)),
    page.nextCursor,
  );
}

async function searchIn(
  { ctx, input }: SignedInCall<SearchMessagesInput>,
  conversationId: string,
): Promise<FoundMessagePage> {
  const { sql, links } = ctx.app;
  const query = queryOf(input.query);
  const before = cursorOfOne.decode(input.cursor) ?? highestSeq;
  found(await sql.first(readable, [ctx.viewer.id, conversationId]));
  if (query === null) return pageWith([], null);
  const values = [ctx.viewer.id, query, before, input.limit + 1, conversationId];
  const near = await sql.rows(walkOne, values);
  const rows = near.length > input.limit ? near : await sql.rows(searchOne, values);
  const page = cutPage(rows, input.limit, ({ seq }) => cursorOfOne.encode(seq));
  return pageWith(
    page.rows.map((row) => toMessageView(links, row)),
    page.nextCursor,
  );
}
