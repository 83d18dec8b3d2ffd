import type { Mail } from '../../kernel/ports.ts';
import { letter } from '../accounts/index.ts';

const dayOf = (date: Date): string =>
  date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Tells the owner of an account that it will go, and how to keep it. */
export function deletionLetter(to: string, publicUrl: string, deleteAfter: Date): Mail {
  return letter(to, 'Your account will be deleted', [
    `your account was to be deleted, as you asked just now. Nobody sees it any more, and on ${dayOf(deleteAfter)} everything of it will be gone for good.`,
    `To keep it, sign in before that day and cancel the deletion: ${publicUrl}/login`,
    `If it was not you, do the same, and set a new password: ${publicUrl}/forgot-password`,
  ]);
}

/** Takes the link to what somebody takes with him to its owner. */
export function exportLetter(to: string, link: string, expiresAt: Date): Mail {
  return letter(to, 'Your copy of everything is ready', [
    `everything that your account holds is in one file now. Fetch it by ${dayOf(expiresAt)}, when the link expires:`,
    link,
    'Whoever has the link can fetch the file, so pass it on to nobody.',
  ]);
}
