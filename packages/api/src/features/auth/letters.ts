import type { Mail } from '../../kernel/ports.ts';
import type { MailPurpose } from './mail-token.ts';

const greeting = 'Hello,\n\n';
const closing = '\n\nYour Rookery\n';

/** The letter that takes a token to its reader. */
export function tokenLetter(purpose: MailPurpose, to: string, publicUrl: string, token: string): Mail {
  return purpose === 'password_reset' ? resetLetter(to, publicUrl, token) : verificationLetter(to, publicUrl, token);
}

function resetLetter(to: string, publicUrl: string, token: string): Mail {
  const text =
    'somebody, we hope you, asked to set a new password for your account. Open this link within an hour to choose one:\n\n' +
    `${publicUrl}/reset-password?token=${token}\n\n` +
    'Choosing a new password signs you out everywhere. If it was not you, do nothing: your password stays as it is.';
  return { to, subject: 'Set a new password', text: greeting + text + closing };
}

function verificationLetter(to: string, publicUrl: string, token: string): Mail {
  const text =
    'please tell us that this address is yours by opening this link within a day:\n\n' +
    `${publicUrl}/verify-email?token=${token}\n\n` +
    'If you did not open an account with us, do nothing and we will not write again.';
  return { to, subject: 'Is this your e-mail address?', text: greeting + text + closing };
}

/** Tells the owner of an account that its password is another now. */
export function passwordChangedLetter(to: string, publicUrl: string): Mail {
  const text =
    'the password of your account was changed just now. If it was you, all is well.\n\n' +
    `If it was not, set a new one at once: ${publicUrl}/forgot-password`;
  return { to, subject: 'Your password was changed', text: greeting + text + closing };
}
