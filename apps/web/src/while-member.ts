import type { Rookery } from '@rookery/sdk';

/** Keeps something going while somebody is signed in; `begin` returns the way out, and begins anew for another account. */
export function whileMember({ session }: Rookery, begin: () => () => void): void {
  let owner: string | undefined;
  let stop: (() => void) | null = null;
  const settle = (now: string | undefined): void => {
    if (now === owner) return;
    owner = now;
    stop?.();
    stop = now === undefined ? null : begin();
  };
  settle(session.current?.accountId);
  session.subscribe((current) => settle(current?.accountId));
}
