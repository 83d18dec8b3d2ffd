import type { Rookery } from '@rookery/sdk';
import { byId } from '../dom.ts';
import { errorText } from '../error-text.ts';
import { openLetterForm } from './letter-form.ts';
import { isLinkProblem, linkProblem } from './letter-problem.ts';

/** Lets the reader confirm his address. NOTE: programs of mail open links by themselves, so it takes a press. */
export function openVerifyEmail({ auth }: Rookery, token: string | null): void {
  const offerAnother = (): void => {
    byId('verify-email-another', HTMLElement).hidden = false;
  };
  const form = openLetterForm('verify-email', {
    act: async () => {
      await auth.verifyEmail({ token: token ?? '' });
      form.finish();
    },
    problemOf: (error) => {
      const problem = linkProblem('verify-email', error);
      if (isLinkProblem(error)) {
        form.bar(problem);
        offerAnother();
      }
      return problem;
    },
  });
  openAnother(auth);
  if (token !== null) return;
  form.bar('Open the link in your letter again: a part of it is missing here.');
  offerAnother();
}

function openAnother(auth: Rookery['auth']): void {
  const button = byId('verify-email-send', HTMLButtonElement);
  const sent = byId('verify-email-sent', HTMLElement);
  const send = async (): Promise<void> => {
    button.disabled = true;
    try {
      await auth.requestEmailVerification();
      sent.textContent = 'If your address is still to be confirmed, another letter is on its way.';
    } catch (error) {
      sent.textContent = errorText(error);
    } finally {
      button.disabled = false;
    }
  };
  button.addEventListener('click', () => void send());
}
