import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mediaChanged } from './media.events.ts';
import { writeFiles } from './media-files.ts';
import { holdersOf } from './media-use.ts';

const complete = statement(
  'media.complete',
  `update media set bytes = $2, width = $3, height = $4, blurhash = $5, variants = $6::jsonb, status = 'ready', version = version + 1
   where id = $1 and status = 'processing'`,
);

/** Gives an image whose row is there, still in processing, its pictures; whatever shows it shows them from then on. */
export async function completeImage(app: App, id: string, bytes: Buffer): Promise<void> {
  const image = await app.images.process(bytes);
  await writeFiles(app, id, image);
  const { thumb, small, large } = image.variants;
  const sizes = Object.entries({ thumb, small, large }).map(([name, { width, height }]) => [name, { width, height }]);
  const values = [id, large.bytes.length, large.width, large.height, image.blurhash];
  await transact({ app }, async (tx) => {
    if ((await tx.sql.run(complete, [...values, JSON.stringify(Object.fromEntries(sizes))])) === 0) return;
    await tx.emit(mediaChanged, { mediaId: id, holderIds: await holdersOf(tx.sql, id) });
  });
}
