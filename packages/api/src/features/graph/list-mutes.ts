import type { MutePage, PageInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { dateOrNull, epochMs, statement } from '../../kernel/sql.ts';
import { type ViewRow, viewColumns, viewOf } from './hydrate-profiles.ts';
import { mayMeet } from './visibility.ts';

const cursor = defineCursor('graph.mutes', z.uuid());

type Row = ViewRow & { mute_id: string; until_ms: number | null; muted_ms: number };

const selectMutes = statement<Row>(
  'graph.mutes',
  `select m.id as mute_id, ${epochMs('m.until')} as until_ms, ${epochMs('m.created_at')} as muted_ms, ${viewColumns('p', '$1')}
   from mute m join profile p on p.id = m.muted_id
   where m.muter_id = $1 and m.id < $2 and (m.until is null or m.until > now()) and ${mayMeet('p', '$1')}
   order by m.id desc limit $3`,
);

/** Whom the caller mutes now, the latest first. */
export async function listMutes({ ctx, input }: SignedInCall<PageInput>): Promise<MutePage> {
  const { id } = ctx.viewer;
  const from = cursor.decode(input.cursor) ?? highestId;
  const rows = await ctx.app.sql.rows(selectMutes, [id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.mute_id));
  return pageWith(
    page.rows.map((row) => ({
      profile: viewOf(ctx.app.links, row, id),
      until: dateOrNull(row.until_ms),
      createdAt: new Date(row.muted_ms),
    })),
    page.nextCursor,
  );
}
