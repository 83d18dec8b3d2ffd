import { element } from './dom.ts';

/** A part of something that is shown, drawn anew only when what it shows has changed. */
export interface Part<Shown> {
  readonly place: HTMLElement;
  show(shown: Shown): void;
}

/** Makes a part; `stateOf` names what it depends on. */
export function createPart<Shown>(draw: (shown: Shown) => Node[], stateOf: (shown: Shown) => unknown): Part<Shown> {
  const place = element('div', { class: 'part' });
  let state: unknown;
  return {
    place,
    show: (shown) => {
      const now = stateOf(shown);
      if (now === state) return;
      state = now;
      place.replaceChildren(...draw(shown));
    },
  };
}
