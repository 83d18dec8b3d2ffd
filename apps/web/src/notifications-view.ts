import type { NotificationView } from '@rookery/sdk';
import { byId, element } from './dom.ts';
import { showNote } from './note.ts';
import type { NotificationState } from './notification-list.ts';
import { deedOf, whoOf } from './notification-text.ts';
import { avatar } from './people.ts';
import { timeElement } from './relative-time.ts';

/** The bell, its list, and the note that somebody has just done something. */
export interface NotificationsView {
  /** Null: nobody is signed in, or nothing is known yet. */
  draw(state: NotificationState | null): void;
  announce(notification: NotificationView): void;
  readonly isOpen: boolean;
  onToggle(task: () => void): void;
}

const title = document.title;

/** Takes hold of the places for notifications. */
export function createNotificationsView(): NotificationsView {
  const badge = byId('bell-count', HTMLElement);
  const bell = byId('bell-text', HTMLElement);
  const panel = byId('notifications', HTMLElement);
  const list = byId('notification-list', HTMLOListElement);
  const empty = byId('notifications-empty', HTMLElement);
  return {
    draw: (state) => {
      const { items, unreadCount } = state ?? { items: [], unreadCount: 0 };
      badge.hidden = unreadCount === 0;
      badge.textContent = unreadCount > 99 ? '99+' : String(unreadCount);
      bell.textContent = unreadCount === 0 ? 'Notifications' : `Notifications, ${unreadCount} unread`;
      document.title = unreadCount === 0 ? title : `(${unreadCount}) ${title}`;
      empty.hidden = items.length > 0;
      list.replaceChildren(...items.map(drawItem));
    },
    announce: (notification) => showNote(avatarOf(notification), sentenceOf(notification)),
    get isOpen() {
      return panel.matches(':popover-open');
    },
    onToggle: (task) => panel.addEventListener('toggle', task),
  };
}

function drawItem(notification: NotificationView): HTMLLIElement {
  const { post, createdAt, readAt } = notification;
  const words = element('div', { class: 'words' }, sentenceOf(notification), ' ', timeElement(createdAt));
  if (post) words.append(element('p', { class: 'excerpt', dir: 'auto' }, post.contentWarning ?? post.text));
  const item = element('li', {}, avatarOf(notification), words);
  if (readAt === null) {
    item.classList.add('unread');
    words.prepend(element('span', { class: 'unseen' }, 'Unread: '));
  }
  return item;
}

function sentenceOf(notification: NotificationView): HTMLElement {
  const who = element('strong', { dir: 'auto' }, whoOf(notification));
  return element('span', {}, who, ` ${deedOf(notification)}`);
}

function avatarOf({ actors }: NotificationView): HTMLElement | string {
  return actors[0] ? avatar(actors[0]) : '';
}
