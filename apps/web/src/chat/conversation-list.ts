import type { ConversationView } from '@rookery/sdk';
import { addressOf } from '../addresses.ts';
import { element } from '../dom.ts';
import { createKeyedList, type Line } from '../keyed-list.ts';
import { createPart } from '../part.ts';
import { presenceDot } from '../presence.ts';
import { timeElement } from '../relative-time.ts';
import { faceOf } from './faces.ts';
import { lastLine, nameOf } from './sentences.ts';

/** A conversation and whether it is the one that is open. */
interface Listed {
  conversation: ConversationView;
  isOpen: boolean;
}

/** A list of conversations. */
export interface ConversationList {
  show(conversations: readonly ConversationView[], openId: string | null): void;
}

/** Draws conversations into a list, to be opened. */
export function createConversationList(list: HTMLOListElement, viewerId: () => string): ConversationList {
  const show = createKeyedList<Listed>(
    list,
    // NOTE: what is shown depends on who looks.
    ({ conversation }) => `${viewerId()} ${conversation.id}`,
    () => createItem(viewerId()),
  );
  return {
    show: (conversations, openId) =>
      show(conversations.map((conversation) => ({ conversation, isOpen: conversation.id === openId }))),
  };
}

function createItem(viewerId: string): Line<Listed> {
  const face = createPart(
    ({ conversation }: Listed) => [faceOf(conversation, viewerId, presenceDot)],
    ({ conversation: { title, avatar, members } }) => [title, avatar?.id, ...members.map(nameAndFace)].join(' '),
  );
  const words = createPart(
    ({ conversation }: Listed) => drawWords(conversation, viewerId),
    ({ conversation: { title, unreadCount, lastMessage, mutedUntil, members } }) =>
      [title, unreadCount, lastMessage?.id, lastMessage?.version, mutedUntil, ...members.map(nameAndFace)].join(' '),
  );
  face.place.className = 'face';
  words.place.className = 'words';
  const link = element('a', {}, face.place, words.place);
  return {
    element: element('li', {}, link),
    show: (listed) => {
      const { conversation, isOpen } = listed;
      link.href = addressOf({ kind: 'messages', id: conversation.id });
      link.classList.toggle('unread', conversation.unreadCount > 0);
      if (isOpen) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
      face.show(listed);
      words.show(listed);
    },
  };
}

function nameAndFace({ profile }: ConversationView['members'][number]): string {
  return `${profile.displayName} ${profile.avatar?.id}`;
}

function drawWords(conversation: ConversationView, viewerId: string): Node[] {
  const { lastActivityAt, unreadCount, mutedUntil } = conversation;
  const name = element('strong', { class: 'name', dir: 'auto' }, nameOf(conversation, viewerId));
  const line = element('span', { class: 'last', dir: 'auto' }, lastLine(conversation, viewerId));
  const marks = element('span', { class: 'marks' });
  if (mutedUntil && mutedUntil > new Date()) marks.append(element('span', { class: 'tag' }, 'muted'));
  if (unreadCount > 0) {
    const count = unreadCount > 99 ? '99+' : String(unreadCount);
    marks.append(element('span', { class: 'badge' }, count, element('span', { class: 'unseen' }, ' unread')));
  }
  return [
    element('span', { class: 'between' }, name, timeElement(lastActivityAt)),
    element('span', { class: 'between' }, line, marks),
  ];
}
