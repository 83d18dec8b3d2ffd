import type { Rookery } from '@rookery/sdk';
import { addressOf } from '../addresses.ts';
import { byId } from '../dom.ts';
import { openLetterForm } from './letter-form.ts';
import { isLinkProblem, linkProblem } from './letter-problem.ts';

/** Lets the reader choose a new password, and leads on to where it is asked for. */
export function openResetPassword(rookery: Rookery, token: string | null): void {
  const password = byId('reset-password-password', HTMLInputElement);
  const mark = (isWrong: boolean): void => {
    password.setAttribute('aria-invalid', String(isWrong));
    if (isWrong) password.focus();
  };
  const form = openLetterForm('reset-password', {
    act: async () => {
      mark(false);
      await rookery.auth.resetPassword({ token: token ?? '', password: password.value });
      password.value = '';
      form.bar('This link has been used.');
      await forgetSession(rookery);
      location.hash = addressOf({ kind: 'login' });
      byId('login-note', HTMLElement).textContent = 'Your new password is set. Sign in with it.';
    },
    problemOf: (error) => {
      const problem = linkProblem('reset-password', error);
      if (isLinkProblem(error)) form.bar(problem);
      else mark(true);
      return problem;
    },
  });
  openEye(password);
  if (token === null) form.bar('Open the link in your letter again: a part of it is missing here.');
}

/** NOTE: the server has ended the sessions of the account, but its processes hear of that a moment later, so asking it tells nothing yet. */
async function forgetSession({ auth, session }: Rookery): Promise<void> {
  if (session.current) await auth.logout().catch(() => undefined);
}

function openEye(password: HTMLInputElement): void {
  const eye = byId('reset-password-shown', HTMLInputElement);
  eye.addEventListener('change', () => {
    password.type = eye.checked ? 'text' : 'password';
  });
}
