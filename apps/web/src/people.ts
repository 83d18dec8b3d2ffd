import type { ProfileSummary } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
import { element } from './dom.ts';
import { imageOf } from './images.ts';

const tones = 6;

/** The face of somebody; without one, a letter on a colour that is always the same for a person. */
export function avatar({ avatar: picture, displayName, username }: ProfileSummary): HTMLElement {
  const tone = [...username].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % tones;
  const [first] = new Intl.Segmenter().segment(displayName || username);
  const initial = first?.segment.toLocaleUpperCase() ?? '?';
  const face = element('span', { class: `avatar tone-${tone}`, 'aria-hidden': 'true' }, initial);
  const image = picture && imageOf(picture, 'thumb', '');
  image?.addEventListener('error', () => image.remove());
  if (image) face.append(image);
  return face;
}

/** Who somebody is: name, username, and whether it is a program; leads to the profile. */
export function byline({ displayName, username, isBot }: ProfileSummary): HTMLElement {
  const name = element('strong', { class: 'name', dir: 'auto' }, displayName);
  const handle = element('span', { class: 'username' }, `@${username}`);
  const line = element('a', { class: 'byline', href: addressOf({ kind: 'profile', username }) }, name, ' ', handle);
  if (isBot) line.append(' ', element('span', { class: 'tag' }, 'bot'));
  return line;
}
