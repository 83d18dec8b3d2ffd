import type { Rookery } from '@rookery/sdk';
import { byId } from '../dom.ts';
import { errorText } from '../error-text.ts';
import { openLetterForm } from './letter-form.ts';

/** Lets the reader ask for a letter; the answer is the same whether or not an account has the address. */
export function openForgotPassword({ auth }: Rookery): void {
  const email = byId('forgot-password-email', HTMLInputElement);
  const form = openLetterForm('forgot-password', {
    act: async () => {
      await auth.requestPasswordReset({ email: email.value.trim() });
      form.finish();
    },
    problemOf: errorText,
  });
}
