import {
  type ConversationsState,
  type ConversationView,
  type LocalConversations,
  type Rookery,
  RookeryError,
} from '@rookery/sdk';
import { byId } from '../dom.ts';
import { errorText } from '../error-text.ts';
import { showNote } from '../note.ts';
import { titlePlace, titleUnread } from '../page-title.ts';
import { createConversationList } from './conversation-list.ts';
import { nameOf } from './sentences.ts';
import { createThread } from './thread.ts';

/** The place for messages. */
export interface MessagesPlace {
  /** Shows it, with a conversation open or none. */
  open(conversationId: string | null): void;
  close(): void;
}

/** Takes hold of the place for messages, and keeps what is unread true wherever the reader is. */
export function createMessagesPlace(rookery: Rookery): MessagesPlace {
  const { session } = rookery;
  const { conversations } = rookery.chat.local();
  const place = byId('messages', HTMLElement);
  const viewerId = (): string => session.current?.accountId ?? '';
  const thread = createThread(rookery);
  const lists = {
    inbox: createConversationList(byId('inbox-list', HTMLOListElement), viewerId),
    requests: createConversationList(byId('request-list', HTMLOListElement), viewerId),
  };
  // NOTE: one that lies further down than what is loaded is read by itself.
  let apart: ConversationView | null = null;
  let asked: string | null = null;
  let isOpen = false;

  const find = (id: string): ConversationView | null => {
    const { inbox, requests } = conversations.current;
    return [...inbox.items, ...requests.items].find((one) => one.id === id) ?? (apart?.id === id ? apart : null);
  };

  const readApart = async (id: string): Promise<void> => {
    try {
      apart = await rookery.chat.get({ id });
      if (thread.id === id) draw();
    } catch (error) {
      if (thread.id !== id || find(id)) return;
      thread.fail(error instanceof RookeryError && error.reason === 'not_found' ? gone : errorText(error));
    }
  };

  const drawFolder = (folder: Folder, { items, hasMore }: ConversationsState[Folder]): void => {
    lists[folder].show(items, thread.id);
    byId(`${folder}-more`, HTMLButtonElement).hidden = !hasMore;
  };

  const draw = (): void => {
    const state = conversations.current;
    drawUnread(session.current ? (state.unread?.count ?? 0) : 0);
    if (!isOpen) return;
    drawFolder('inbox', state.inbox);
    drawFolder('requests', state.requests);
    drawStates(state);
    const open = thread.id === null ? null : find(thread.id);
    if (thread.id !== null && !open && state.status === 'ready' && asked !== thread.id) {
      asked = thread.id;
      void readApart(thread.id);
    }
    if (open) thread.show(open);
    titlePlace(open ? nameOf(open, viewerId()) : 'Messages');
  };
  openMoreButtons(conversations);
  conversations.subscribe(draw);
  session.subscribe(() => {
    if (!session.current) thread.open(null);
    draw();
  });
  draw();

  return {
    open: (id) => {
      const isBack = isOpen && id === null && thread.id !== null;
      isOpen = true;
      asked = null;
      place.hidden = false;
      place.dataset.shows = id === null ? 'list' : 'thread';
      thread.open(session.current ? id : null);
      draw();
      if (isBack) byId('messages-heading', HTMLElement).focus({ preventScroll: true });
    },
    close: () => {
      isOpen = false;
      place.hidden = true;
      thread.open(null);
    },
  };
}

type Folder = 'inbox' | 'requests';

function openMoreButtons({ loadMore }: LocalConversations): void {
  for (const folder of ['inbox', 'requests'] as const) {
    const more = byId(`${folder}-more`, HTMLButtonElement);
    more.addEventListener('click', () => {
      more.disabled = true;
      loadMore(folder)
        .catch((error) => showNote(errorText(error)))
        .finally(() => {
          more.disabled = false;
        });
    });
  }
}

const gone = 'It is gone, or not for you to see.';

function drawUnread(count: number): void {
  const badge = byId('messages-count', HTMLElement);
  badge.hidden = count === 0;
  badge.textContent = count > 99 ? '99+' : String(count);
  byId('messages-unread', HTMLElement).textContent = count === 0 ? '' : ` (${count} unread)`;
  titleUnread('messages', count);
}

function drawStates({ status, inbox, requests }: ConversationsState): void {
  const isEmpty = inbox.items.length + requests.items.length === 0;
  byId('talks-skeleton', HTMLElement).hidden = status !== 'loading' || !isEmpty;
  byId('talks-empty', HTMLElement).hidden = status !== 'ready' || !isEmpty;
  byId('talks-failed', HTMLElement).hidden = status !== 'failed';
  byId('requests', HTMLElement).hidden = requests.items.length === 0;
}
