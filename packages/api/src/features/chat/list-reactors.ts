import type { OfMessageInput, ReactorPage } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { epochMs, firstRows, statement } from '../../kernel/sql.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { findMessage } from './find-message.ts';

type ReactorRow = SummaryRow & { sort_id: string; emoji: string; created_ms: number };

const selectPage = statement<ReactorRow>(
  'chat.reactors',
  firstRows(
    `select x.id as sort_id, x.emoji, ${epochMs('x.created_at')} as created_ms, ${summaryColumns('p')}
     from message_reaction x join profile p on p.id = x.profile_id and p.hidden_at is null
     where x.message_id = $1 and x.id < $2 order by x.id desc`,
    '$3',
  ),
);

const cursor = defineCursor('chat.reactors', z.uuid());

/** Who reacted to a message and how, newest first. */
export async function listReactors({ ctx, input }: SignedInCall<OfMessageInput>): Promise<ReactorPage> {
  const { sql, links } = ctx.app;
  const before = cursor.decode(input.cursor) ?? highestId;
  await findMessage(sql, { viewerId: ctx.viewer.id, messageId: input.id });
  const rows = await sql.rows(selectPage, [input.id, before, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.sort_id));
  const items = page.rows.map((row) => ({
    profile: toSummary(links, row),
    emoji: row.emoji,
    createdAt: new Date(row.created_ms),
  }));
  return pageWith(items, page.nextCursor);
}
