import type { NotificationView } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
import { byId, element } from './dom.ts';
import { type AnswerFriend, friendAnswer } from './friend-answer.ts';
import { showNote } from './note.ts';
import type { NotificationState } from './notification-list.ts';
import { deedOf, whoOf } from './notification-text.ts';
import { titleUnread } from './page-title.ts';
import { avatar } from './people.ts';
import { timeElement } from './relative-time.ts';

/** The bell, its list, and the note that somebody has just done something. */
export interface NotificationsView {
  /** Null: nobody is signed in, or nothing is known yet. */
  draw(state: NotificationState | null): void;
  announce(notification: NotificationView): void;
  readonly isOpen: boolean;
  onToggle(task: () => void): void;
  onAnswer(task: AnswerFriend): void;
}

/** Takes hold of the places for notifications. */
export function createNotificationsView(): NotificationsView {
  const badge = byId('bell-count', HTMLElement);
  const bell = byId('bell-text', HTMLElement);
  const panel = byId('notifications', HTMLElement);
  let answer: AnswerFriend = async () => undefined;
  panel.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) panel.hidePopover();
  });
  const list = byId('notification-list', HTMLOListElement);
  const empty = byId('notifications-empty', HTMLElement);
  return {
    draw: (state) => {
      const { items, unreadCount } = state ?? { items: [], unreadCount: 0 };
      badge.hidden = unreadCount === 0;
      badge.textContent = unreadCount > 99 ? '99+' : String(unreadCount);
      bell.textContent = unreadCount === 0 ? 'Notifications' : `Notifications, ${unreadCount} unread`;
      titleUnread('notifications', unreadCount);
      empty.hidden = items.length > 0;
      list.replaceChildren(...items.map((item) => drawItem(item, answer)));
    },
    announce: (notification) => showNote(avatarOf(notification), sentenceOf(notification)),
    get isOpen() {
      return panel.matches(':popover-open');
    },
    onToggle: (task) => panel.addEventListener('toggle', task),
    onAnswer: (task) => {
      answer = task;
    },
  };
}

function drawItem(notification: NotificationView, answer: AnswerFriend): HTMLLIElement {
  const { createdAt, readAt } = notification;
  const words = element('div', { class: 'words' }, sentenceOf(notification), ' ', timeElement(createdAt));
  words.append(...excerptOf(notification), ...friendAnswer(notification, answer));
  const item = element('li', {}, avatarOf(notification), words);
  if (readAt === null) {
    item.classList.add('unread');
    words.prepend(element('span', { class: 'unseen' }, 'Unread: '));
  }
  return item;
}

/** What it is about, to go there. */
function excerptOf({ post, conversationId, groupId }: NotificationView): HTMLElement[] {
  const conversation = conversationId && addressOf({ kind: 'messages', id: conversationId });
  if (conversation) return [element('a', { class: 'excerpt', href: conversation }, 'Read it, and answer or decline')];
  if (groupId)
    return [element('a', { class: 'excerpt', href: addressOf({ kind: 'group', id: groupId }) }, 'See the group')];
  if (!post) return [];
  const { id, contentWarning, text, media } = post;
  const said = contentWarning ?? (text || (media.length > 0 ? 'An image' : 'A post without words'));
  return [element('a', { class: 'excerpt', dir: 'auto', href: addressOf({ kind: 'post', id }) }, said)];
}

function sentenceOf(notification: NotificationView): HTMLElement {
  const [actor] = notification.actors;
  const who = actor
    ? element('a', { class: 'who-did', dir: 'auto', href: addressOf({ kind: 'profile', username: actor.username }) })
    : element('strong');
  who.append(whoOf(notification));
  return element('span', {}, who, ` ${deedOf(notification)}`);
}

function avatarOf({ actors }: NotificationView): HTMLElement | string {
  return actors[0] ? avatar(actors[0]) : '';
}
