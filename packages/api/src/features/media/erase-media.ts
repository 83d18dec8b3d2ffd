import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { removeFiles } from './media-files.ts';

const select = statement<{ id: string }>(
  'media.lock-to-erase',
  'select id from media where owner_id = $1 order by id limit 100 for update',
);
const drop = statement('media.erase', 'delete from media where id = any($1::uuid[])');

/** Deletes what somebody uploaded. NOTE: files before their rows, so that a crash leaves a row by which the rest is found. */
export async function eraseMedia(tx: Transaction, ownerId: string): Promise<boolean> {
  const ids = (await tx.sql.rows(select, [ownerId])).map(({ id }) => id);
  if (ids.length === 0) return false;
  await removeFiles(tx.app, ids);
  await tx.sql.run(drop, [ids]);
  return true;
}
