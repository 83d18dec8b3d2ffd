import type { App } from '../../kernel/app.ts';
import type { ProcessedImage } from '../../kernel/ports.ts';
import { fileName } from './media.view.ts';

const variants = ['thumb', 'small', 'large'] as const;

/** Writes the pictures of a file; when it returns they outlive a loss of power, when it throws none is left. */
export async function writeFiles({ storage }: App, id: string, image: ProcessedImage): Promise<void> {
  const written = await Promise.allSettled(
    variants.map((variant) => storage.put(fileName(id, variant), image.variants[variant].bytes)),
  );
  const failed = written.find(({ status }) => status === 'rejected');
  if (failed?.status !== 'rejected') return;
  await removeFiles({ storage }, [id]);
  throw failed.reason;
}

/** Removes the pictures of files. */
export async function removeFiles({ storage }: Pick<App, 'storage'>, ids: readonly string[]): Promise<void> {
  for (const id of ids) for (const variant of variants) await storage.delete(fileName(id, variant));
}
