import type { ChatApi } from '../generated/api.ts';
import { guard } from '../guard.ts';
import { loadOnce } from '../live/loading.ts';
import type { ChatView } from './chat-view.ts';
import type { Folder } from './conversation-changes.ts';
import { LateView } from './late-view.ts';
import type { ChatPorts, LocalChat, LocalConversations, LocalMessages, OutboxPlace } from './local-chat.ts';
import type { MessagesState } from './messages-model.ts';
import type { ConversationsState } from './show-conversations.ts';
import type { Store } from './store.ts';

/** The procedures of chat, and the view of it that is kept on this machine. */
export interface ChatWithView extends ChatApi {
  /**
   * Conversations and messages, kept as they are on the server while somebody has subscribed: for all devices, over breaks, and for
   * whoever is signed in; what is sent shows at once. Always the same object.
   * @example
   * const chat = rookery.chat.local();
   * const messages = chat.messages(conversationId);
   * const off = messages.subscribe(() => draw(messages.current.items, messages.current.outgoing));
   * await chat.send(conversationId, { text: 'Hello' });
   */
  local(): LocalChat;
}

const folder = { items: [], hasMore: false };
const noConversations: ConversationsState = { status: 'loading', inbox: folder, requests: folder, unread: null };
const noMessages: MessagesState = { status: 'loading', items: [], outgoing: [], hasOlder: false };

/** Makes the way to the view. */
export function withChat(ports: ChatPorts): ChatWithView {
  const { chat, session, report, outbox } = ports;
  const load = loadOnce(async () => {
    await session.ready;
    return new (await import('./chat-view.ts')).ChatView(ports);
  }, report);
  const late = <State, View extends Store<State>>(empty: State, get: (chat: ChatView) => View): LateView<State, View> =>
    new LateView<State, View>(empty, async () => get(await load()), report);
  const views = new Map<string, LocalMessages>();
  const local: LocalChat = {
    conversations: Object.assign(
      late<ConversationsState, LocalConversations>(noConversations, (it) => it.conversations),
      { loadMore: async (from: Folder) => (await load()).conversations.loadMore(from) },
    ),
    messages: (id) => {
      const known =
        views.get(id) ??
        Object.assign(
          late<MessagesState, LocalMessages>(noMessages, (it) => it.messages(id)),
          { loadOlder: async () => (await load()).messages(id).loadOlder() },
        );
      views.set(id, known);
      return known;
    },
    send: async (...said) => (await load()).send(...said),
    retry: async (id) => (await load()).retry(id),
    drop: async (id) => (await load()).drop(id),
    markRead: async (...read) => (await load()).markRead(...read),
    typing: async (id) => (await load()).typing(id),
  };
  if (outbox) keepOutbox(ports, outbox, load);
  return { ...chat, local: () => local };
}

/** Goes on with what the page before has left, and leaves nothing to whoever comes after. */
function keepOutbox({ session, report }: ChatPorts, { storage, key }: OutboxPlace, load: () => Promise<unknown>): void {
  let owner: string | null = null;
  session.subscribe(() =>
    guard(report, async () => {
      const before = owner;
      owner = session.accountId;
      if (owner === before) return;
      if (before !== null) await storage.removeItem(`${key} ${before}`);
      if (owner !== null && (await storage.getItem(`${key} ${owner}`))) await load();
    }),
  );
}
