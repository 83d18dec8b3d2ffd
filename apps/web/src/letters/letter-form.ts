import type { LetterKind } from '../addresses.ts';
import { byId } from '../dom.ts';

/** What a form asks of the server, and how it tells of a failure. */
export interface LetterDeed {
  act(): Promise<void>;
  problemOf(error: unknown): string;
}

/** A form that a letter leads to. */
export interface LetterForm {
  /** Gives way to what came of it. */
  finish(): void;
  /** Gives way to the reason why it cannot be used. */
  bar(problem: string): void;
}

/** Lets a form of the page ask, once at a time. */
export function openLetterForm(kind: LetterKind, { act, problemOf }: LetterDeed): LetterForm {
  const form = byId(`${kind}-form`, HTMLFormElement);
  const problem = byId(`${kind}-problem`, HTMLElement);
  let isAsking = false;

  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    form.setAttribute('aria-busy', 'true');
    problem.textContent = '';
    try {
      await act();
    } catch (error) {
      problem.textContent = problemOf(error);
    } finally {
      isAsking = false;
      form.removeAttribute('aria-busy');
    }
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void ask();
  });
  return {
    finish: () => {
      const done = byId(`${kind}-done`, HTMLElement);
      form.hidden = true;
      done.hidden = false;
      done.focus();
    },
    bar: (text) => {
      form.hidden = true;
      problem.textContent = text;
    },
  };
}
