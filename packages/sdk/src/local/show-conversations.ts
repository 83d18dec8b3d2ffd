import type { ChatUnread, ConversationView } from '../generated/types.ts';
import { byPlace, type Folder, placeOf, withUnread } from './conversation-changes.ts';
import type { ConversationsModel } from './conversations-model.ts';
import type { ViewStatus } from './notifications-model.ts';

/** The conversations of a folder as they are shown. */
export interface FolderState {
  /** Those with the newest messages first, as far as they have been loaded. */
  readonly items: readonly ConversationView[];
  readonly hasMore: boolean;
}

/** Conversations as they are shown. */
export interface ConversationsState {
  readonly status: ViewStatus;
  readonly inbox: FolderState;
  readonly requests: FolderState;
  /** Of all, loaded or not; null until it is known. */
  readonly unread: ChatUnread | null;
}

/** Whether all conversations are loaded, so that what is unread need not be counted by the server. */
export function isComplete({ loaded }: ConversationsModel): boolean {
  return loaded.inbox.cursor === null && loaded.requests.cursor === null;
}

/** The model as it is shown: with what the caller has read. */
export function showConversations(model: ConversationsModel): ConversationsState {
  const shown = [...model.known.values()].map((it) => withReads(it, model));
  const unread = model.counted && isComplete(model) ? unreadOf(shown) : model.counted;
  return {
    status: model.status,
    inbox: folder('inbox', shown, model),
    requests: folder('requests', shown, model),
    unread,
  };
}

function withReads(conversation: ConversationView, { reads }: ConversationsModel): ConversationView {
  const own = reads.filter(({ conversationId }) => conversationId === conversation.id).map(({ seq }) => seq);
  const lastReadSeq = Math.min(conversation.lastSeq, Math.max(conversation.lastReadSeq, ...own));
  return lastReadSeq > conversation.lastReadSeq ? withUnread({ ...conversation, lastReadSeq }) : conversation;
}

function folder(name: Folder, shown: readonly ConversationView[], { loaded }: ConversationsModel): FolderState {
  const { floor, cursor } = loaded[name];
  const items = shown
    .filter((it) => it.folder === name && (floor === null || byPlace(placeOf(it), floor) >= 0))
    .sort((a, b) => byPlace(placeOf(b), placeOf(a)));
  return { items, hasMore: cursor !== null };
}

function unreadOf(shown: readonly ConversationView[]): ChatUnread {
  const unread = shown.filter(({ unreadCount }) => unreadCount > 0);
  const inbox = unread.filter((it) => it.folder === 'inbox');
  return {
    count: inbox.reduce((sum, { unreadCount }) => sum + unreadCount, 0),
    conversations: inbox.length,
    requests: unread.length - inbox.length,
  };
}
