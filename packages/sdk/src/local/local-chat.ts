import type { ChatApi } from '../generated/api.ts';
import type { SessionStorage } from '../session-storage.ts';
import type { SessionStore } from '../session-store.ts';
import type { locked, watchStorage } from '../storage.ts';
import type { Folder } from './conversation-changes.ts';
import type { FollowedPorts } from './followed.ts';
import type { MessagesState } from './messages-model.ts';
import type { ConversationsState } from './show-conversations.ts';
import type { Store } from './store.ts';

/** The conversations of whoever is signed in, kept as they are on the server while somebody has subscribed. */
export interface LocalConversations extends Store<ConversationsState> {
  /** Loads the next ones of a folder, those with older messages, if there are any. */
  loadMore(folder: Folder): Promise<void>;
}

/** The messages of one conversation, kept as they are on the server while somebody has subscribed. */
export interface LocalMessages extends Store<MessagesState> {
  /** Loads the next older ones, if there are any. */
  loadOlder(): Promise<void>;
}

/** What somebody says. */
export interface NewMessage {
  /** May be empty with images. */
  text: string;
  /** Own images, at most ten. */
  mediaIds?: readonly string[] | undefined;
  /** A message of the conversation that this one answers. */
  replyToId?: string | undefined;
}

/** Chat as it is kept on this machine. */
export interface LocalChat {
  readonly conversations: LocalConversations;
  /** The messages of a conversation; always the same object for the same one. */
  messages(conversationId: string): LocalMessages;
  /**
   * Shows a message at once and sends it after those before it: as often as it takes, until the server has taken or refused it.
   * Resolves with its `clientId`. Rejects with `limit_reached` when 200 are waiting.
   */
  send(conversationId: string, message: NewMessage): Promise<string>;
  /** Sends a message again that was refused, after those that wait. */
  retry(clientId: string): Promise<void>;
  /** Takes a message away that the server has not taken yet. NOTE: one that was on its way may have arrived all the same. */
  drop(clientId: string): Promise<void>;
  /** Shows a conversation as read at once; takes that back and rejects when the server refuses. */
  markRead(conversationId: string, seq: number): Promise<void>;
  /** Tells the others that the caller is writing; call it on each key, it sends few. */
  typing(conversationId: string): Promise<void>;
}

/** Where messages wait until they are sent, and under which name. */
export interface OutboxPlace {
  storage: SessionStorage;
  key: string;
  locked: typeof locked;
  watchStorage: typeof watchStorage;
}

/** What chat stands on. */
export interface ChatPorts extends FollowedPorts {
  session: Pick<SessionStore, 'accountId' | 'ready' | 'subscribe'>;
  chat: ChatApi;
  /** Without one, what has not been sent ends with the page. */
  outbox: OutboxPlace | undefined;
}
