import type { PresenceView, Rookery } from '@rookery/sdk';
import { element } from './dom.ts';
import { relativeTime } from './relative-time.ts';
import { whileMember } from './while-member.ts';

const most = 100;
const known = new Map<string, PresenceView>();
let asked = new Set<string>();
let ask: (ids: readonly string[]) => void = () => undefined;

/** A dot that is there while somebody is, if he lets that be seen. */
export function presenceDot(userId: string): HTMLElement {
  const dot = element('span', { class: 'presence', 'data-presence': userId, 'data-shows': 'dot' });
  dot.append(element('span', { class: 'unseen' }, 'online'));
  return registered(dot, userId);
}

/** Whether somebody is there, or when he was, in words; empty where that is not shown. */
export function presenceWords(userId: string): HTMLElement {
  return registered(element('span', { 'data-presence': userId, 'data-shows': 'words' }), userId);
}

/** Keeps all dots and words on the page true while somebody is signed in. */
export function keepPresence(rookery: Rookery): void {
  const { events, users } = rookery;
  const note = (views: readonly PresenceView[]): void => {
    for (const view of views) known.set(view.userId, view);
    drawAll();
  };
  ask = (ids) => {
    // NOTE: nobody misses a dot.
    if (rookery.session.current && ids.length > 0)
      users.presence({ ids: [...ids] }).then(
        ({ items }) => note(items),
        () => undefined,
      );
  };
  const askAgain = (): void => ask([...shown()].slice(0, most));
  whileMember(rookery, () => {
    askAgain();
    const stop = events.ephemeral({ topics: ['presence'] }, (event) => {
      if (event.type === 'presence') note([event.data]);
    });
    return () => {
      stop();
      known.clear();
      drawAll();
    };
  });
  events.onStatus((status) => {
    if (status === 'open') askAgain();
  });
}

function registered(place: HTMLElement, userId: string): HTMLElement {
  draw(place);
  if (asked.size === 0) queueMicrotask(askForNew);
  if (!known.has(userId)) asked.add(userId);
  return place;
}

function askForNew(): void {
  const ids = [...asked].slice(0, most);
  asked = new Set();
  ask(ids);
}

function places(): NodeListOf<HTMLElement> {
  return document.querySelectorAll<HTMLElement>('[data-presence]');
}

function shown(): Set<string> {
  return new Set([...places()].map(({ dataset }) => dataset.presence ?? ''));
}

function drawAll(): void {
  for (const place of places()) draw(place);
}

function draw(place: HTMLElement): void {
  const view = known.get(place.dataset.presence ?? '');
  if (place.dataset.shows === 'dot') place.hidden = view?.online !== true;
  else place.textContent = view ? wordsOf(view) : '';
}

function wordsOf({ online, lastSeenAt }: PresenceView): string {
  if (online) return 'Online';
  return lastSeenAt ? `Last seen ${relativeTime(lastSeenAt, new Date())}` : '';
}
