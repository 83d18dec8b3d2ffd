import type { ConversationView } from '@rookery/sdk';
import { element } from '../dom.ts';
import { imageOf } from '../images.ts';
import { avatar } from '../people.ts';
import { nameOf, otherOf } from './sentences.ts';

/** The face of a conversation: that of the other one with a dot, the picture of a group, or two of its faces. */
export function faceOf(
  conversation: ConversationView,
  viewerId: string,
  dot: (userId: string) => HTMLElement,
): HTMLElement {
  const other = otherOf(conversation, viewerId);
  if (other) return element('span', { class: 'faced' }, avatar(other), dot(other.id));
  const picture = conversation.avatar && imageOf(conversation.avatar, 'thumb', '');
  if (picture) return element('span', { class: 'faced' }, element('span', { class: 'avatar' }, picture));
  const others = conversation.members.filter(({ profile }) => profile.id !== viewerId).slice(0, 2);
  if (others.length === 2)
    return element('span', { class: 'faced two' }, ...others.map(({ profile }) => avatar(profile)));
  const [only] = others;
  const [letter = '?'] = nameOf(conversation, viewerId);
  const face = only ? avatar(only.profile) : element('span', { class: 'avatar tone-4', 'aria-hidden': 'true' }, letter);
  return element('span', { class: 'faced' }, face);
}
