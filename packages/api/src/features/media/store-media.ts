import type { MediaView } from '@rookery/contract';
import type { App } from '../../kernel/app.ts';
import { DomainError } from '../../kernel/errors.ts';
import { fileNameOf } from './file-name.ts';
import { fileTypeOf, headBytes } from './file-type.ts';
import type { StoredMedia } from './media.view.ts';
import { writeFile, writePictures } from './media-files.ts';

/** A file whose bytes lie in the storage, and that has no row yet. */
export type Stored = Omit<StoredMedia, 'alt' | 'status'>;

/** Puts what was sent into the storage: an image as pictures that are made anew, anything else as it is. */
export async function storeMedia(app: App, id: string, file: Blob): Promise<Stored> {
  if (file.size > app.settings.limits.fileBytes) throw new DomainError('payload_too_large');
  if (file.size === 0) throw new DomainError('unsupported_media');
  const head = Buffer.from(await file.slice(0, headBytes).arrayBuffer());
  return app.images.knows(head) ? storeImage(app, id, file) : storeFile(app, { id, head, file });
}

async function storeImage(app: App, id: string, file: Blob): Promise<Stored> {
  if (file.size > app.settings.limits.imageBytes) throw new DomainError('payload_too_large');
  const { variants, blurhash } = await app.images.process(Buffer.from(await file.arrayBuffer()));
  await writePictures(app, id, variants);
  const { thumb, small, large } = variants;
  return {
    id,
    kind: 'image',
    name: null,
    mime: 'image/webp',
    bytes: large.bytes.length,
    width: large.width,
    height: large.height,
    blurhash,
    variants: { thumb: sizeOf(thumb), small: sizeOf(small), large: sizeOf(large) },
  };
}

async function storeFile(app: App, { id, head, file }: { id: string; head: Buffer; file: Blob }): Promise<Stored> {
  await writeFile(app, id, file.stream());
  const name = file instanceof File ? fileNameOf(file.name) : null;
  const unseen = { width: null, height: null, blurhash: null, variants: null };
  return { id, ...fileTypeOf(head), name, bytes: file.size, ...unseen };
}

type Size = Pick<NonNullable<MediaView['variants']>['thumb'], 'width' | 'height'>;

/** How large a picture is. */
export function sizeOf({ width, height }: Size): Size {
  return { width, height };
}
