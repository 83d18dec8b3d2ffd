import type { MediaView } from '@rookery/contract';
import type { Links } from '../../kernel/ports.ts';

type VariantName = keyof NonNullable<MediaView['variants']>;

/** A file as the database holds it. */
export interface StoredMedia {
  id: string;
  kind: MediaView['kind'];
  name: string | null;
  mime: string;
  bytes: number;
  width: number | null;
  height: number | null;
  blurhash: string | null;
  alt: string | null;
  variants: Record<VariantName, { width: number; height: number }> | null;
  status: MediaView['status'];
}

const json = `jsonb_build_object('id', m.id, 'kind', m.kind, 'name', m.name, 'mime', m.mime, 'bytes', m.bytes, 'width', m.width, 'height', m.height,
  'blurhash', m.blurhash, 'alt', m.alt, 'variants', m.variants, 'status', m.status)`;

/** SQL expression: the file whose id an expression gives, as `StoredMedia`, or null. */
export function mediaOf(id: string): string {
  return `(select ${json} from media m where m.id = ${id})`;
}

/** SQL expression: the files that a holder shows, in order, as an array of `StoredMedia`. */
export function mediaHeldBy(holderId: string): string {
  return `(select coalesce(jsonb_agg(${json} order by u.position), '[]') from media_use u join media m on m.id = u.media_id where u.holder_id = ${holderId})`;
}

/** The name under which a picture is served. */
export function pictureName(id: string, variant: VariantName): string {
  return `${id}/${variant}.webp`;
}

/** The name under which a file is served that is no image. */
export function fileName(id: string): string {
  return `${id}/file`;
}

/** A file as the wire has it; `open` says whether everybody may read it, which is for images alone. */
export function toMediaView(links: Links, media: StoredMedia, open: boolean): MediaView {
  const { variants } = media;
  const at = (variant: VariantName): string => links.file(pictureName(media.id, variant), open);
  return {
    ...media,
    url: media.kind === 'image' ? at('large') : links.file(fileName(media.id), false),
    variants: variants && {
      thumb: { url: at('thumb'), ...variants.thumb },
      small: { url: at('small'), ...variants.small },
      large: { url: at('large'), ...variants.large },
    },
  };
}
