import type { ProfileSummary } from '@rookery/sdk';
import { element } from './dom.ts';

const tones = 6;

/** A letter on a colour that is always the same for a person; pictures are not served yet. */
export function avatar({ displayName, username }: ProfileSummary): HTMLElement {
  const tone = [...username].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % tones;
  const [first] = new Intl.Segmenter().segment(displayName || username);
  const initial = first?.segment.toLocaleUpperCase() ?? '?';
  return element('span', { class: `avatar tone-${tone}`, 'aria-hidden': 'true' }, initial);
}

/** Who somebody is: name, username, and whether it is a program. */
export function byline({ displayName, username, isBot }: ProfileSummary): HTMLElement {
  const name = element('strong', { class: 'name', dir: 'auto' }, displayName);
  const line = element('span', { class: 'byline' }, name, ' ', element('span', { class: 'username' }, `@${username}`));
  if (isBot) line.append(' ', element('span', { class: 'tag' }, 'bot'));
  return line;
}
