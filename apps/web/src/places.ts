import { addressOf, type Place, readPlace } from './addresses.ts';
import { byId } from './dom.ts';

/** Marks the list that is shown, for who is signed in or for everybody, and says in the search box what was searched. */
export function markPlace(place: Place, isMember: boolean): void {
  const shown = addressOf(place.kind === 'home' && !isMember ? { kind: 'everyone' } : place);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('#places a')) {
    if (link.hash === shown) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  byId('search-box', HTMLInputElement).value = place.kind === 'search' ? place.query : '';
}

/** Lets the search box search, and calls back whenever the reader goes to another place. */
export function openPlaces(onChange: () => void): void {
  const box = byId('search-box', HTMLInputElement);
  byId('search', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const query = box.value.trim();
    if (query !== '') location.hash = addressOf({ kind: 'search', query });
  });
  addEventListener('hashchange', () => {
    if (readPlace(location.hash)) onChange();
  });
}
