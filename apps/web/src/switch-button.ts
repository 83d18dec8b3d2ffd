import { element } from './dom.ts';
import { errorText } from './error-text.ts';
import { showNote } from './note.ts';

/** What a button stands on that is on or off by a state which the server answers. */
export interface Switch<State> {
  isOn(state: State): boolean;
  textOf(state: State): string;
  turn(on: boolean): Promise<State>;
}

/** A button such as "Follow"; it rests while the server is asked. */
export function createSwitch<State>(first: State, { isOn, textOf, turn }: Switch<State>): HTMLButtonElement {
  const button = element('button', { type: 'button' });
  let state = first;
  const draw = (): void => {
    button.textContent = textOf(state);
    button.className = isOn(state) ? 'quiet' : 'primary';
    button.setAttribute('aria-pressed', String(isOn(state)));
  };
  const press = async (): Promise<void> => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      state = await turn(!isOn(state));
      draw();
    } catch (error) {
      showNote(errorText(error));
    } finally {
      button.removeAttribute('aria-disabled');
    }
  };
  button.addEventListener('click', () => void press());
  draw();
  return button;
}
