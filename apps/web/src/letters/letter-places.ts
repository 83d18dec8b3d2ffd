import type { Rookery } from '@rookery/sdk';
import type { LetterKind } from '../addresses.ts';
import { byId } from '../dom.ts';
import { titlePlace } from '../page-title.ts';
import { openForgotPassword } from './forgot-password.ts';
import type { LetterLink } from './letter-link.ts';
import { openResetPassword } from './reset-password.ts';
import { openVerifyEmail } from './verify-email.ts';

/** The places to which letters lead. */
export interface LetterPlaces {
  open(kind: LetterKind): void;
  close(): void;
}

const titles: Record<LetterKind, string> = {
  'verify-email': 'Confirm your address',
  'reset-password': 'Set a new password',
  'forgot-password': 'Forgotten password',
  login: 'Sign in',
};
const kinds = ['verify-email', 'reset-password', 'forgot-password'] as const;

/** Takes hold of the places to which letters lead; nothing is asked of the server before the reader asks for it. */
export function createLetterPlaces(rookery: Rookery, link: LetterLink | null): LetterPlaces {
  const tokenOf = (kind: LetterKind): string | null => (link?.kind === kind ? link.token : null);
  const show = (shown: LetterKind | null): void => {
    for (const kind of kinds) byId(kind, HTMLElement).hidden = kind !== shown;
    byId('letter-ways', HTMLElement).hidden = shown === null;
    if (shown !== 'login') byId('login-note', HTMLElement).textContent = '';
  };
  openVerifyEmail(rookery, tokenOf('verify-email'));
  openResetPassword(rookery, tokenOf('reset-password'));
  openForgotPassword(rookery);
  return {
    open: (kind) => {
      show(kind);
      titlePlace(titles[kind]);
      scrollTo({ top: 0, behavior: 'instant' });
      byId(kind === 'login' ? 'sign-in-login' : `${kind}-heading`, HTMLElement).focus({ preventScroll: true });
    },
    close: () => show(null),
  };
}
