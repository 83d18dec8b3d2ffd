import { z } from 'zod';
import { Id } from './ids.ts';
import { limits } from './limits.ts';
import { multilineText } from './text.ts';

export const MediaVariant = z
  .object({ url: z.string(), width: z.int(), height: z.int() })
  .describe('A picture in one size; `url` is absolute.');
export type MediaVariant = z.infer<typeof MediaVariant>;

export const MediaKind = z
  .enum(['image', 'video', 'audio', 'file'])
  .describe(
    'Told from the bytes, whatever the name says. What is none of the others is a file, which is only downloaded.',
  );
export type MediaKind = z.infer<typeof MediaKind>;

export const MediaView = z
  .object({
    id: Id,
    kind: MediaKind,
    name: z
      .string()
      .nullable()
      .describe('One line, under which a video, a recording or another file is downloaded; null for images.'),
    mime: z.string().describe('Of the file behind `url`, told from its bytes.'),
    bytes: z.int().describe('Of the file behind `url`.'),
    width: z.int().nullable().describe('Pixels of the image behind `url`; null for other kinds.'),
    height: z.int().nullable().describe('Pixels of the image behind `url`; null for other kinds.'),
    blurhash: z.string().nullable().describe('A blurred preview in a few characters.'),
    alt: z.string().nullable().describe('What is to be seen, for those who do not see it.'),
    url: z
      .string()
      .describe(
        'Absolute. For what not everybody may see, and all but images, it is signed and expires within the hour.',
      ),
    variants: z
      .object({ thumb: MediaVariant, small: MediaVariant, large: MediaVariant })
      .nullable()
      .describe('An image in three sizes; null for other kinds, and until it is ready.'),
    status: z.enum(['processing', 'ready', 'failed']),
  })
  .describe('A file that somebody uploaded.');
export type MediaView = z.infer<typeof MediaView>;

export const AltText = multilineText(limits.alt).describe('What is to be seen, up to 1,500 graphemes.');

/** NOTE: callers may give any Blob; the form that carries it over the wire makes a File of it. */
function fileField(): z.ZodType<Blob, Blob> {
  return z.file();
}

export const UploadMediaInput = z
  .strictObject({
    file: fileField().describe(
      'The bytes; their type is told from them alone. JPEG, PNG, WebP and GIF are images, up to 10 MB; anything else may have 50 MB.',
    ),
    alt: AltText.optional(),
  })
  .describe('A file, sent as a form under its name, and what to say of it to those who do not see it.');
export type UploadMediaInput = z.infer<typeof UploadMediaInput>;

export const UpdateMediaInput = z
  .strictObject({ id: Id, alt: AltText.nullable() })
  .describe('What to say of a file to those who do not see it; null takes it away.');
export type UpdateMediaInput = z.infer<typeof UpdateMediaInput>;
