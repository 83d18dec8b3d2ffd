import type { Rookery } from '@rookery/sdk';
import type { Answers } from './answers.ts';
import { byId } from './dom.ts';

/** Says calmly how the page stands to the server. */
export function showConnection(rookery: Rookery, answers: Answers): void {
  const place = byId('connection', HTMLElement);
  const text = byId('connection-text', HTMLElement);

  const draw = (): void => {
    const [state, words] = describe(rookery, answers);
    place.dataset.state = state;
    if (text.textContent !== words) text.textContent = words;
  };

  answers.onChange(draw);
  rookery.events.onStatus(draw);
  rookery.session.subscribe(draw);
  addEventListener('online', draw);
  addEventListener('offline', draw);
  draw();
}

function describe({ session, events }: Rookery, answers: Answers): [state: string, words: string] {
  if (!navigator.onLine) return ['bad', 'You are offline'];
  if (!answers.come) return ['bad', 'No answer, trying again'];
  if (!session.current) return ['good', 'Connected'];
  return events.status === 'open' ? ['good', 'Live'] : ['waiting', 'Connecting'];
}
