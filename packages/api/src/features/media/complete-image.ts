import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mediaChanged } from './media.events.ts';
import { writePictures } from './media-files.ts';
import { holdersOf } from './media-use.ts';
import { sizeOf } from './store-media.ts';

const complete = statement(
  'media.complete',
  `update media set bytes = $2, width = $3, height = $4, blurhash = $5, variants = $6::jsonb, status = 'ready', version = version + 1
   where id = $1 and status = 'processing'`,
);

/** Gives an image whose row is there, still in processing, its pictures; whatever shows it shows them from then on. */
export async function completeImage(app: App, id: string, bytes: Buffer): Promise<void> {
  const image = await app.images.process(bytes);
  await writePictures(app, id, image.variants);
  const { thumb, small, large } = image.variants;
  const sizes = { thumb: sizeOf(thumb), small: sizeOf(small), large: sizeOf(large) };
  const values = [id, large.bytes.length, large.width, large.height, image.blurhash];
  await transact({ app }, async (tx) => {
    if ((await tx.sql.run(complete, [...values, JSON.stringify(sizes)])) === 0) return;
    await tx.emit(mediaChanged, { mediaId: id, holderIds: await holdersOf(tx.sql, id) });
  });
}
