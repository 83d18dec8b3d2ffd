import { byId } from './dom.ts';

const shownMs = 7000;
let ending: ReturnType<typeof setTimeout> | undefined;

/** Says something at the edge of the page for a few seconds. */
export function showNote(...content: (Node | string)[]): void {
  const place = byId('note', HTMLElement);
  place.replaceChildren(...content);
  place.classList.add('shown');
  clearTimeout(ending);
  ending = setTimeout(() => place.classList.remove('shown'), shownMs);
}
