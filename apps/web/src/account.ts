import type { Rookery } from '@rookery/sdk';
import { byId } from './dom.ts';
import { errorText } from './error-text.ts';
import { avatar, byline } from './people.ts';

/** Shows who is signed in, or the form to; calls back when that changes. */
export function showAccount(rookery: Rookery, onChange: () => void): void {
  const who = byId('account-who', HTMLElement);
  const problem = byId('account-problem', HTMLElement);
  let owner: string | undefined;

  const draw = async (): Promise<void> => {
    problem.textContent = '';
    who.replaceChildren();
    for (const place of document.querySelectorAll<HTMLElement>('[data-for]'))
      place.hidden = (place.dataset.for === 'member') !== (owner !== undefined);
    if (owner === undefined) return;
    const asked = owner;
    const { profile } = await rookery.me.get();
    if (asked === owner) who.replaceChildren(avatar(profile), byline(profile));
  };

  const redraw = (): void => {
    draw().catch((error) => {
      problem.textContent = errorText(error);
    });
  };

  byId('sign-out', HTMLButtonElement).addEventListener('click', () => {
    rookery.auth.logout().catch(() => undefined);
  });

  owner = rookery.session.current?.accountId;
  redraw();
  rookery.session.subscribe((session) => {
    if (session?.accountId === owner) return;
    owner = session?.accountId;
    redraw();
    onChange();
  });
}
