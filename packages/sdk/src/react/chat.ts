import type {
  ConversationsState,
  FolderState,
  LocalChat,
  LocalMessages,
  MessagesState,
  NewMessage,
} from '@rookery/sdk';
import { useMemo, useSyncExternalStore } from 'react';
import { useRookery } from './context.ts';

/** The conversations of a folder as they are shown. */
export interface Conversations extends Pick<ConversationsState, 'status' | 'unread'>, FolderState {
  /** Loads the next ones, those with older messages, if there are any. */
  loadMore(): Promise<void>;
}

const noFolder: FolderState = { items: [], hasMore: false };
const noConversations: ConversationsState = { status: 'loading', inbox: noFolder, requests: noFolder, unread: null };
const noMessages: MessagesState = { status: 'loading', items: [], outgoing: [], hasOlder: false };

/** The conversations of who is signed in, those with the newest messages first, kept up to date over all devices. */
export function useConversations(folder: 'inbox' | 'requests' = 'inbox'): Conversations {
  const { conversations } = useRookery().chat.local();
  const state = useConversationsState();
  const loadMore = useMemo(() => () => conversations.loadMore(folder), [conversations, folder]);
  return { status: state.status, unread: state.unread, ...state[folder], loadMore };
}

/** All of them; opens the view. */
export function useConversationsState(): ConversationsState {
  const view = useRookery().chat.local().conversations;
  return useSyncExternalStore(
    view.subscribe,
    () => view.current,
    () => noConversations,
  );
}

/** The messages of a conversation as they are shown, and what can be done with them. */
export interface Messages extends MessagesState, Pick<LocalMessages, 'loadOlder'>, Pick<LocalChat, 'retry' | 'drop'> {
  /** Shows a message at once and sends it; resolves with its `clientId`. */
  send(message: NewMessage): Promise<string>;
  /** Notes that they have been read up to a `seq`. */
  markRead(seq: number): Promise<void>;
}

/** The messages of a conversation and those on their way to it, kept up to date over all devices. */
export function useMessages(conversationId: string): Messages {
  const chat = useRookery().chat.local();
  const view = chat.messages(conversationId);
  const state = useSyncExternalStore(
    view.subscribe,
    () => view.current,
    () => noMessages,
  );
  const deeds = useMemo(
    () => ({
      loadOlder: view.loadOlder,
      send: (message: NewMessage) => chat.send(conversationId, message),
      retry: chat.retry,
      drop: chat.drop,
      markRead: (seq: number) => chat.markRead(conversationId, seq),
    }),
    [chat, view, conversationId],
  );
  return { ...state, ...deeds };
}
