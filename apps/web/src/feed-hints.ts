import type { Rookery } from '@rookery/sdk';

/** Calls back when the home feed of whoever is signed in may have grown; nobody else has one to be told of. */
export function followHints({ events, session }: Rookery, task: () => void): void {
  let stop: (() => void) | null = null;
  const turn = (isMember: boolean): void => {
    if (isMember) stop ??= events.ephemeral({ topics: ['feed'] }, task);
    else {
      stop?.();
      stop = null;
    }
  };
  turn(session.current !== null);
  session.subscribe((current) => turn(current !== null));
}
