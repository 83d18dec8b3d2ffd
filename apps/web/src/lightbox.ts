import type { MediaView } from '@rookery/sdk';
import { byId } from './dom.ts';
import { imageOf } from './images.ts';

/** Shows one of the images of a post as large as the window. */
export function openLightbox(media: readonly MediaView[], start: number): void {
  const box = byId('lightbox', HTMLDialogElement);
  const place = byId('lightbox-image', HTMLElement);
  const caption = byId('lightbox-caption', HTMLElement);
  const next = byId('lightbox-next', HTMLButtonElement);
  let at = start;

  const draw = (): void => {
    const shown = media[at];
    const image = shown && imageOf(shown, 'large', shown.alt ?? undescribed);
    place.replaceChildren(...(image ? [image] : []));
    const count = media.length > 1 ? `${at + 1} of ${media.length}` : '';
    caption.textContent = [count, shown?.alt].filter(Boolean).join(': ');
  };
  const step = (by: number): void => {
    at = (at + by + media.length) % media.length;
    draw();
  };

  next.hidden = media.length < 2;
  next.onclick = () => step(1);
  box.onclick = ({ target }) => {
    if (target === box || target === place) box.close();
  };
  box.onkeydown = ({ key }) => {
    if (key === 'ArrowRight') step(1);
    if (key === 'ArrowLeft') step(-1);
  };
  draw();
  box.showModal();
}

/** What is said of an image that nobody has described. */
export const undescribed = 'Image without a description';
