import type { DraftPage, PageInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../../kernel/context.ts';
import { cutPage, defineCursor } from '../../../kernel/cursor.ts';
import { highestId } from '../../../kernel/id.ts';
import { firstRows, statement } from '../../../kernel/sql.ts';
import { toDraftView } from './draft.view.ts';
import { type DraftRow, draftColumns } from './insert-draft.ts';

const cursor = defineCursor('posts.drafts.list', z.uuid());

const selectDrafts = statement<DraftRow>(
  'drafts.list',
  firstRows(
    `select ${draftColumns} from post_draft d
   where d.author_id = $1 and d.scheduled_at is null and d.id < $2 order by d.id desc`,
    '$3',
  ),
);

/** The caller's drafts, highestId first. */
export async function listDrafts({ ctx, input }: SignedInCall<PageInput>): Promise<DraftPage> {
  const from = cursor.decode(input.cursor) ?? highestId;
  const rows = await ctx.app.sql.rows(selectDrafts, [ctx.viewer.id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.id));
  return { items: page.rows.map(toDraftView), nextCursor: page.nextCursor };
}
