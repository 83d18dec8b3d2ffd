import { addressOf, isLetterPlace, type LetterKind, type Place, readPlace } from './addresses.ts';
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

/** Shows the board, the messages, or that to which a letter leads, and where the link that skips to it leads. */
export function showStage(place: Place, isMember: boolean): void {
  if (isLetterPlace(place)) showLetter(place.kind);
  else showBoardOrMessages(place, isMember);
}

function showLetter(kind: LetterKind): void {
  document.body.dataset.place = kind === 'login' ? 'login' : 'letter';
  byId('board', HTMLElement).hidden = true;
  byId('messages-guest', HTMLElement).hidden = true;
  skipTo(`#${kind}-heading`, 'Skip to the form');
}

function showBoardOrMessages(place: Place, isMember: boolean): void {
  const isMessages = place.kind === 'messages';
  document.body.dataset.place = isMessages && isMember ? 'messages' : 'board';
  byId('board', HTMLElement).hidden = isMessages;
  byId('messages-guest', HTMLElement).hidden = !isMessages || isMember;
  if (isMessages) skipTo('#messages-heading', 'Skip to the messages');
  else skipTo('#board-heading', 'Skip to the board');
}

function skipTo(hash: string, text: string): void {
  const skip = byId('skip', HTMLAnchorElement);
  skip.hash = hash;
  skip.textContent = text;
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
