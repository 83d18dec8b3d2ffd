import type { PageInput, ProfilePage } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { statement } from '../../kernel/sql.ts';
import { type ViewRow, viewColumns, viewOf } from './hydrate-profiles.ts';
import { beforeNewest } from './profile-page.ts';
import { isShownTo } from './visibility.ts';

const cursor = defineCursor('graph.blocks', z.uuid());

// NOTE: nobody who is there is left out, also not who has blocked the caller: that would tell it.
const selectBlocks = statement<ViewRow & { block_id: string }>(
  'graph.blocks',
  `select b.id as block_id, ${viewColumns('p', '$1')} from block b join profile p on p.id = b.blocked_id
   where b.blocker_id = $1 and b.id < $2 and ${isShownTo('p', '$1')} order by b.id desc limit $3`,
);

/** Whom the caller blocks, the latest first. */
export async function listBlocks({ ctx, input }: SignedInCall<PageInput>): Promise<ProfilePage> {
  const { id } = ctx.viewer;
  const from = cursor.decode(input.cursor) ?? beforeNewest;
  const rows = await ctx.app.sql.rows(selectBlocks, [id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.block_id));
  return pageWith(
    page.rows.map((row) => viewOf(ctx.app.links, row, id)),
    page.nextCursor,
  );
}
