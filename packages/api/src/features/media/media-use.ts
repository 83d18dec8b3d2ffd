import type { MediaKind } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { type Sql, statement } from '../../kernel/sql.ts';

/** Whose files something shall show. */
export interface MediaUse {
  ownerId: string;
  mediaIds: readonly string[];
  /** A profile, a post, a draft: whatever has an id and shows files. */
  holderId: string;
  /** What may be shown there; images alone unless this says so. */
  kinds?: readonly MediaKind[];
}

const images: readonly MediaKind[] = ['image'];

const selectHolders = statement<{ holder_id: string }>(
  'media.holders',
  'select distinct holder_id from media_use where media_id = $1 order by holder_id',
);
// NOTE: the rows stay locked, in the order of their ids, until it is settled whether anything shows them.
const lock = statement<{ id: string; fit: boolean }>(
  'media.lock',
  `select m.id, m.owner_id = $3 and m.kind = any($5::text[]) and m.status = 'ready' as fit from media m
   where m.id in (
     select unnest($1::uuid[]) union all
     select u.media_id from media_use u where u.holder_id = $2 and ($4::smallint is null or u.position = $4)
   ) order by m.id for no key update`,
);
const drop = statement(
  'media.drop-uses',
  'delete from media_use where holder_id = $1 and ($2::smallint is null or position = $2)',
);
const insert = statement(
  'media.insert-uses',
  `insert into media_use (holder_id, position, media_id)
   select $1, $3 + n - 1, id from unnest($2::uuid[]) with ordinality as given(id, n)`,
);
const settleIdle = statement(
  'media.settle-idle',
  `update media m set idle_since =
     case when exists (select 1 from media_use u where u.media_id = m.id) then null else coalesce(m.idle_since, $2) end
   where m.id = any($1::uuid[])`,
);

/** Everything that shows a file. */
export async function holdersOf(sql: Sql, mediaId: string): Promise<string[]> {
  return (await sql.rows(selectHolders, [mediaId])).map(({ holder_id }) => holder_id);
}

/** Replaces what a holder shows by these files in this order; refuses any that is not the owner's, ready and of these kinds. */
export async function holdMedia(tx: Transaction, use: MediaUse): Promise<void> {
  await replace(tx, { kinds: images, ...use, position: null, pathOf: (index) => ['mediaIds', index] });
}

/** Puts one image, or none, where a holder shows a single one; `field` is told when it is refused. */
export async function placeMedia(
  tx: Transaction,
  place: { ownerId: string; holderId: string; position: number },
  { field, mediaId }: { field: string; mediaId: string | null },
): Promise<void> {
  const mediaIds = mediaId === null ? [] : [mediaId];
  await replace(tx, { ...place, kinds: images, mediaIds, pathOf: () => [field] });
}

/** Ends all that a holder shows, when it goes. */
export async function releaseMedia(tx: Transaction, holderId: string): Promise<void> {
  await replace(tx, { ownerId: null, kinds: [], mediaIds: [], holderId, position: null, pathOf: () => [] });
}

interface Replacement {
  ownerId: string | null;
  kinds: readonly MediaKind[];
  mediaIds: readonly string[];
  holderId: string;
  /** Null for all places of the holder. */
  position: number | null;
  pathOf(index: number): (string | number)[];
}

async function replace(tx: Transaction, replacement: Replacement): Promise<void> {
  const { ownerId, kinds, mediaIds, holderId, position, pathOf } = replacement;
  const rows = await tx.sql.rows(lock, [mediaIds, holderId, ownerId, position, kinds]);
  const fit = new Set(rows.flatMap((row) => (row.fit ? [row.id] : [])));
  for (const [index, id] of mediaIds.entries()) {
    if (!fit.has(id))
      throw invalidInput(pathOf(index), `is no ${kinds === images ? 'image' : 'file'} of yours that is ready`);
    if (mediaIds.indexOf(id) < index) throw invalidInput(pathOf(index), 'is there twice');
  }
  if (rows.length === 0) return;
  await tx.sql.run(drop, [holderId, position]);
  if (mediaIds.length > 0) await tx.sql.run(insert, [holderId, mediaIds, position ?? 0]);
  await tx.sql.run(settleIdle, [rows.map(({ id }) => id), tx.app.clock.now()]);
}
