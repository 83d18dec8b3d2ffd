import type { MediaView, UploadMediaInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { isUnavailable } from '../../kernel/pg-error.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { toMediaView } from './media.view.ts';
import { removeFiles } from './media-files.ts';
import { readMedia } from './read-media.ts';
import { type Stored, storeMedia } from './store-media.ts';

const insert = statement(
  'media.insert',
  `insert into media (id, owner_id, kind, mime, name, bytes, width, height, blurhash, alt, variants, status, created_at, idle_since)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, 'ready', $12, $12)`,
);

/** Takes a file. NOTE: the row comes after the bytes, so that no row is ever without them. */
export async function uploadMedia({ ctx, input }: SignedInCall<UploadMediaInput>): Promise<MediaView> {
  const id = newId();
  const media = await storeMedia(ctx.app, id, input.file);
  let kept: string | null = id;
  try {
    const view = await transact(ctx, (tx) => keep(tx, { ownerId: ctx.viewer.id, alt: input.alt || null, media }));
    kept = view.id;
    return view;
  } catch (error) {
    if (!isUnavailable(error)) kept = null;
    throw error;
  } finally {
    // NOTE: a key that was used before got the first answer. Whether a lost connection has committed, the sweep will see.
    if (kept !== id) await removeFiles(ctx.app, [id]);
  }
}

interface NewMedia {
  ownerId: string;
  alt: string | null;
  media: Stored;
}

async function keep(tx: Transaction, { ownerId, alt, media }: NewMedia): Promise<MediaView> {
  const { id, kind, mime, name, bytes, width, height, blurhash, variants } = media;
  const told = [kind, mime, name, bytes, width, height, blurhash, alt, variants && JSON.stringify(variants)];
  await tx.sql.run(insert, [id, ownerId, ...told, tx.app.clock.now()]);
  return toMediaView(tx.links, found(await readMedia(tx.sql, id)).media, false);
}
