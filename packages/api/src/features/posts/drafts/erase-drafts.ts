import type { Transaction } from '../../../kernel/app.ts';
import { statement } from '../../../kernel/sql.ts';
import { releaseMedia } from '../../media/index.ts';

const drop = statement<{ id: string }>(
  'drafts.erase',
  'delete from post_draft where id in (select id from post_draft where author_id = $1 order by id limit 100) returning id',
);

/** Deletes the drafts and scheduled posts of somebody. */
export async function eraseDrafts(tx: Transaction, authorId: string): Promise<boolean> {
  const rows = await tx.sql.rows(drop, [authorId]);
  for (const { id } of rows) await releaseMedia(tx, id);
  return rows.length > 0;
}
