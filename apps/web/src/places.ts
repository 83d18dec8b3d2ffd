import { addressOf, type Place, readPlace } from './addresses.ts';
import { byId } from './dom.ts';

/** Marks the list that is shown, for who is signed in or for everybody, and says in the search box what was searched. */
export function markPlace(place: Place, isMember: boolean): void {
  const shown = addressOf(listOf(place, isMember));
  for (const link of document.querySelectorAll<HTMLAnchorElement>('#places a')) {
    if (link.hash === shown) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  byId('search-box', HTMLInputElement).value = place.kind === 'search' ? place.query : '';
}

/** The place of the navigation in which a place lies. */
function listOf(place: Place, isMember: boolean): Place {
  if (place.kind === 'messages') return { kind: 'messages', id: null };
  return place.kind === 'home' && !isMember ? { kind: 'everyone' } : place;
}

/** Shows the board or the messages, and where the link that skips to it leads. */
export function showStage(place: Place, isMember: boolean): void {
  const isMessages = place.kind === 'messages';
  const skip = byId('skip', HTMLAnchorElement);
  document.body.dataset.place = isMessages && isMember ? 'messages' : 'board';
  byId('board', HTMLElement).hidden = isMessages;
  byId('messages-guest', HTMLElement).hidden = !isMessages || isMember;
  skip.hash = isMessages ? '#messages-heading' : '#board-heading';
  skip.textContent = isMessages ? 'Skip to the messages' : 'Skip to the board';
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
