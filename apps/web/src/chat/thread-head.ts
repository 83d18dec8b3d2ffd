import type { ConversationView } from '@rookery/sdk';
import { addressOf } from '../addresses.ts';
import { byId, element } from '../dom.ts';
import { presenceDot, presenceWords } from '../presence.ts';
import { faceOf } from './faces.ts';
import { nameOf, namesOf, otherOf } from './sentences.ts';

let shown: string | null = null;

/** Shows with whom a conversation is; null while that is not known. */
export function drawThreadHead(conversation: ConversationView | null, viewerId: string): void {
  const name = byId('thread-name', HTMLElement);
  const face = byId('thread-face', HTMLElement);
  const about = byId('thread-about', HTMLElement);
  const state = stateOf(conversation, viewerId);
  if (state === shown) return;
  shown = state;
  if (!conversation) {
    name.textContent = '…';
    face.replaceChildren(element('span', { class: 'avatar' }));
    about.replaceChildren();
    return;
  }
  const other = otherOf(conversation, viewerId);
  const said = nameOf(conversation, viewerId);
  name.replaceChildren(
    other ? element('a', { href: addressOf({ kind: 'profile', username: other.username }), dir: 'auto' }, said) : said,
  );
  face.replaceChildren(faceOf(conversation, viewerId, presenceDot));
  about.replaceChildren(other ? presenceWords(other.id) : membersText(conversation, viewerId));
}

/** NOTE: what is the same is not drawn again, so that no image flickers. */
function stateOf(conversation: ConversationView | null, viewerId: string): string {
  if (!conversation) return '';
  const { id, title, avatar, memberCount, members } = conversation;
  const faces = members.map(({ profile }) => [profile.username, profile.displayName, profile.avatar?.id]);
  return JSON.stringify([viewerId, id, title, avatar?.id, memberCount, faces]);
}

const named = 3;

function membersText({ members, memberCount }: ConversationView, viewerId: string): string {
  const people = members.map(({ profile }) => profile);
  if (memberCount <= named + 1) return namesOf(people, viewerId);
  const first = people.filter(({ id }) => id !== viewerId).slice(0, named);
  return `${first.map(({ displayName }) => displayName).join(', ')} and ${memberCount - named} others`;
}
