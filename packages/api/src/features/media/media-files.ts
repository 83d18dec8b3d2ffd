import type { App } from '../../kernel/app.ts';
import type { ProcessedImage } from '../../kernel/ports.ts';
import { fileName, pictureName } from './media.view.ts';

const variants = ['thumb', 'small', 'large'] as const;

/** Writes the pictures of an image; when it returns they outlive a loss of power, when it throws none is left. */
export async function writePictures({ storage }: App, id: string, pictures: ProcessedImage['variants']): Promise<void> {
  const written = await Promise.allSettled(
    variants.map((variant) => storage.put(pictureName(id, variant), pictures[variant].bytes)),
  );
  const failed = written.find(({ status }) => status === 'rejected');
  if (failed?.status !== 'rejected') return;
  await removeFiles({ storage }, [id]);
  throw failed.reason;
}

/** Writes a file as it came; when it returns it outlives a loss of power, when it throws nothing is left. */
export async function writeFile({ storage }: App, id: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await storage.put(fileName(id), content);
}

/** Removes what lies in the storage of files. */
export async function removeFiles({ storage }: Pick<App, 'storage'>, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    for (const variant of variants) await storage.delete(pictureName(id, variant));
    await storage.delete(fileName(id));
  }
}
