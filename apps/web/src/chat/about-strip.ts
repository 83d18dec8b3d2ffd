import type { MessageView } from '@rookery/sdk';
import { byId, element } from '../dom.ts';
import { lineOf } from './sentences.ts';

/** Which message what is written is about. */
export type About = { kind: 'reply' | 'edit'; message: MessageView } | null;

/** Shows above the composer what it is about. */
export interface AboutStrip {
  readonly about: About;
  turn(about: About): void;
  /** Gives it up, as the button there does. */
  cancel(): void;
}

const words = { reply: 'Answering', edit: 'Changing' } as const;

/** Takes hold of the strip; calls back when the reader gives up what it is about. */
export function createAboutStrip(onCancel: (about: About) => void): AboutStrip {
  const strip = byId('message-about', HTMLElement);
  let about: About = null;
  const turn = (next: About): void => {
    about = next;
    strip.hidden = next === null;
    strip.replaceChildren(...(next ? [element('strong', {}, words[next.kind]), said(next.message), stop] : []));
  };
  const cancel = (): void => {
    const before = about;
    turn(null);
    if (before) onCancel(before);
  };
  const stop = element('button', { type: 'button', 'aria-label': 'Cancel' }, '✕');
  stop.addEventListener('click', cancel);
  return {
    get about() {
      return about;
    },
    turn,
    cancel,
  };
}

function said(message: MessageView): HTMLElement {
  return element('span', { dir: 'auto' }, lineOf(message));
}
