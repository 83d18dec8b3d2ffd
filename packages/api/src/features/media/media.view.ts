import type { MediaView } from '@rookery/contract';
import type { Links } from '../../kernel/ports.ts';

type VariantName = keyof NonNullable<MediaView['variants']>;

/** A file as the database holds it. */
export interface StoredMedia {
  id: string;
  kind: MediaView['kind'];
  mime: string;
  bytes: number;
  width: number | null;
  height: number | null;
  blurhash: string | null;
  alt: string | null;
  variants: Record<VariantName, { width: number; height: number }> | null;
  status: MediaView['status'];
}

const json = `jsonb_build_object('id', m.id, 'kind', m.kind, 'mime', m.mime, 'bytes', m.bytes, 'width', m.width, 'height', m.height,
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
export function fileName(id: string, variant: VariantName): string {
  return `${id}/${variant}.webp`;
}

/** A file as the wire has it; `open` says whether everybody may read it. */
export function toMediaView(links: Links, media: StoredMedia, open: boolean): MediaView {
  const { variants } = media;
  const at = (variant: VariantName): string => links.file(fileName(media.id, variant), open);
  return {
    ...media,
    url: at('large'),
    variants: variants && {
      thumb: { url: at('thumb'), ...variants.thumb },
      small: { url: at('small'), ...variants.small },
      large: { url: at('large'), ...variants.large },
    },
  };
}
