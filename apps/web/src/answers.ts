import type { Fetch } from '@rookery/sdk';

/** Watches whether the server answers, whatever is asked. */
export interface Answers {
  readonly fetch: Fetch;
  /** Whether the last call was answered. */
  readonly come: boolean;
  onChange(listener: () => void): void;
}

/** Makes a `fetch` that remembers how the last call went. */
export function watchAnswers(): Answers {
  const listeners: (() => void)[] = [];
  let come = true;
  const note = (answered: boolean): void => {
    if (answered === come) return;
    come = answered;
    for (const listener of listeners) listener();
  };
  return {
    fetch: async (url, init) => {
      try {
        const response = await globalThis.fetch(url, init);
        note(true);
        return response;
      } catch (error) {
        if (!init.signal?.aborted) note(false);
        throw error;
      }
    },
    get come() {
      return come;
    },
    onChange: (listener) => listeners.push(listener),
  };
}
