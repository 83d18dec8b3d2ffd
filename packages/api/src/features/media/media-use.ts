import type { Transaction } from '../../kernel/app.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';

const use = statement<{ id: string }>(
  'media.use',
  `with usable as (
     select w.place, m.id from unnest($2::uuid[]) with ordinality as w(id, place) join media m on m.id = w.id
     where m.owner_id = $1 and m.kind = 'image' and m.status = 'ready' for key share of m
   ), held as (
     insert into media_use (holder_id, position, media_id) select $3::uuid, place - 1, id from usable
     on conflict (holder_id, position) do update set media_id = excluded.media_id
   ), surplus as (
     delete from media_use where holder_id = $3 and position >= cardinality($2::uuid[])
   ) select id from usable`,
);

/** Makes a holder, like a post, show these files in this order and no others; refuses any that is not an own image that is ready. */
export async function holdMedia(
  tx: Transaction,
  { ownerId, mediaIds, holderId }: { ownerId: string; mediaIds: readonly string[]; holderId: string },
): Promise<void> {
  const rows = await tx.sql.rows(use, [ownerId, mediaIds, holderId]);
  const usable = new Set(rows.map((row) => row.id));
  const missing = mediaIds.findIndex((id) => !usable.has(id));
  if (missing >= 0) throw invalidInput(['mediaIds', missing], 'is not an image of yours that is ready');
}

const release = statement('media.release', 'delete from media_use where holder_id = $1');

/** Takes everything from a holder that it shows. */
export async function releaseMedia(tx: Transaction, holderId: string): Promise<void> {
  await tx.sql.run(release, [holderId]);
}
