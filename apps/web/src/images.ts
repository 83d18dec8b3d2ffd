import type { MediaVariant, MediaView } from '@rookery/sdk';
import { element } from './dom.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

/** The address of an image on this page's own server, under whichever name it is reached. */
export function addressOfImage({ url }: Pick<MediaVariant, 'url'>): string {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}

/** The colour of an image from afar, which its blurhash begins with; null when it has none. */
export function toneOf(blurhash: string | null): string | null {
  if (blurhash === null || blurhash.length < 6) return null;
  const mean = [...blurhash.slice(2, 6)].reduce((sum, digit) => sum * 83 + digits.indexOf(digit), 0);
  return `#${mean.toString(16).padStart(6, '0')}`;
}

/** An image in one of its sizes, on its colour until it has come. */
export function imageOf(media: MediaView, size: 'thumb' | 'small' | 'large', alt: string): HTMLImageElement | null {
  const variant = media.variants?.[size];
  if (!variant) return null;
  const { width, height } = variant;
  const attributes = { alt, width: String(width), height: String(height), loading: 'lazy', decoding: 'async' };
  const image = element('img', { ...attributes, src: addressOfImage(variant) });
  image.style.backgroundColor = toneOf(media.blurhash) ?? '';
  return image;
}
