import type { Mail } from '../../kernel/ports.ts';
import { letter } from '../accounts/index.ts';
import type { MailPurpose } from './mail-token.ts';

const letters = {
  password_reset: {
    path: 'reset-password',
    subject: 'Set a new password',
    before:
      'somebody, we hope you, asked to set a new password for your account. Open this link within an hour to choose one:',
    after:
      'Choosing a new password signs you out everywhere. If it was not you, do nothing: your password stays as it is.',
  },
  email_verification: {
    path: 'verify-email',
    subject: 'Is this your e-mail address?',
    before: 'please tell us that this address is yours by opening this link within a day:',
    after: 'If you did not open an account with us, do nothing and we will not write again.',
  },
} as const satisfies Record<MailPurpose, { path: string; subject: string; before: string; after: string }>;

/** The letter that takes a token to its reader. */
export function tokenLetter(purpose: MailPurpose, to: string, link: { publicUrl: string; token: string }): Mail {
  const { path, subject, before, after } = letters[purpose];
  return letter(to, subject, [before, `${link.publicUrl}/${path}?token=${link.token}`, after]);
}

/** Tells the owner of an account that its password is another now. */
export function passwordChangedLetter(to: string, publicUrl: string): Mail {
  return letter(to, 'Your password was changed', [
    'the password of your account was changed just now. If it was you, all is well.',
    `If it was not, set a new one at once: ${publicUrl}/forgot-password`,
  ]);
}

/** Tells whoever reads the old address that the account has another one now. */
export function emailChangedLetter(to: string, publicUrl: string): Mail {
  return letter(to, 'Your e-mail address was changed', [
    'your account has another e-mail address now, and we will not write to this one again. If it was you, all is well.',
    `If it was not, sign in with your username and set a new password at once: ${publicUrl}/login`,
  ]);
}
