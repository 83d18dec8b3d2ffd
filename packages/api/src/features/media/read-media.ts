import { type Sql, statement } from '../../kernel/sql.ts';
import { mediaOf, type StoredMedia } from './media.view.ts';

const select = statement<{ owner_id: string; media: StoredMedia }>(
  'media.read',
  `select o.owner_id, ${mediaOf('o.id')} as media from media o where o.id = $1`,
);

/** A file and whose it is, or null. */
export async function readMedia(sql: Sql, id: string): Promise<{ ownerId: string; media: StoredMedia } | null> {
  const row = await sql.first(select, [id]);
  return row && { ownerId: row.owner_id, media: row.media };
}
