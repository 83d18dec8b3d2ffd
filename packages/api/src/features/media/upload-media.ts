import type { MediaView, UploadMediaInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { isUnavailable } from '../../kernel/pg-error.ts';
import type { ProcessedImage } from '../../kernel/ports.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { toMediaView } from './media.view.ts';
import { removeFiles, writeFiles } from './media-files.ts';
import { readMedia } from './read-media.ts';

const insert = statement(
  'media.insert',
  `insert into media (id, owner_id, kind, mime, bytes, width, height, blurhash, alt, variants, status, created_at, idle_since)
   values ($1, $2, 'image', 'image/webp', $3, $4, $5, $6, $7, $8::jsonb, 'ready', $9, $9)`,
);

/** Takes an image. NOTE: the row comes after the files, so that no row is ever without them. */
export async function uploadMedia({ ctx, input }: SignedInCall<UploadMediaInput>): Promise<MediaView> {
  const { file, alt = null } = input;
  if (file.size > ctx.app.settings.limits.imageBytes) throw new DomainError('payload_too_large');
  const image = await ctx.app.images.process(Buffer.from(await file.arrayBuffer()));
  const id = newId();
  await writeFiles(ctx.app, id, image);
  let kept: string | null = id;
  try {
    const view = await transact(ctx, (tx) => keep(tx, { id, ownerId: ctx.viewer.id, alt, image }));
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
  id: string;
  ownerId: string;
  alt: string | null;
  image: ProcessedImage;
}

async function keep(tx: Transaction, { id, ownerId, alt, image }: NewMedia): Promise<MediaView> {
  const { large } = image.variants;
  const sizes = Object.entries(image.variants).map(([name, { width, height }]) => [name, { width, height }] as const);
  const variants = JSON.stringify(Object.fromEntries(sizes));
  const { blurhash } = image;
  const values = [id, ownerId, large.bytes.length, large.width, large.height, blurhash, alt || null, variants];
  await tx.sql.run(insert, [...values, tx.app.clock.now()]);
  return toMediaView(tx.links, found(await readMedia(tx.sql, id)).media, false);
}
