import type { Rookery } from '@rookery/sdk';
import { byId } from './dom.ts';
import { errorText } from './error-text.ts';

const demo = { username: 'demo', password: 'rookery-demo' };

/** Lets the form sign in; where the demo is offered and there is one, its account stands in the form already. */
export function openSignIn(rookery: Rookery, { offersDemo }: { offersDemo: boolean }): void {
  const form = byId('sign-in', HTMLFormElement);
  const login = byId('sign-in-login', HTMLInputElement);
  const password = byId('sign-in-password', HTMLInputElement);
  const button = byId('sign-in-button', HTMLButtonElement);
  const problem = byId('sign-in-problem', HTMLElement);

  const signIn = async (): Promise<void> => {
    button.disabled = true;
    problem.textContent = '';
    try {
      await rookery.auth.login({ login: login.value, password: password.value });
    } catch (error) {
      problem.textContent = errorText(error);
    } finally {
      button.disabled = false;
    }
  };

  const offerDemo = async (): Promise<void> => {
    await rookery.users.get({ username: demo.username });
    byId('sign-in-demo', HTMLElement).hidden = false;
    if (login.value !== '' || password.value !== '') return;
    login.value = demo.username;
    password.value = demo.password;
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void signIn();
  });
  if (offersDemo) offerDemo().catch(() => undefined);
}
