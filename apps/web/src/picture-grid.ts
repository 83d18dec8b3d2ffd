import type { MediaView } from '@rookery/sdk';
import { element } from './dom.ts';
import { addressOfImage, imageOf } from './images.ts';
import { openLightbox, undescribed } from './lightbox.ts';

const [narrowest, widest] = [0.75, 2.4];

/** The images of a post; each keeps its place before it has come, and opens in full. */
export function pictureGrid(media: readonly MediaView[]): HTMLElement[] {
  const images = media.filter(({ variants }) => variants !== null);
  if (images.length === 0) return [];
  const grid = element('div', { class: `pictures of-${images.length}` });
  const [only] = images;
  if (images.length === 1 && only?.width && only.height) {
    const ratio = Math.min(widest, Math.max(narrowest, only.width / only.height));
    grid.style.setProperty('--ratio', String(ratio));
  }
  grid.append(...images.flatMap((one, index) => drawPicture(one, () => openLightbox(images, index)) ?? []));
  return [grid];
}

/** NOTE: a link, so that whoever wants the image in a tab of its own gets it. */
function drawPicture(media: MediaView, open: () => void): HTMLElement | null {
  const image = imageOf(media, 'small', media.alt ?? undescribed);
  const large = media.variants?.large;
  if (!image || !large) return null;
  image.srcset = [media.variants?.small ?? large, large]
    .map((variant) => `${addressOfImage(variant)} ${variant.width}w`)
    .join(', ');
  image.sizes = '(min-width: 52rem) 36rem, 90vw';
  const link = element('a', { class: 'picture', href: addressOfImage(large), target: '_blank' }, image);
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  return link;
}
