import { RookeryError } from '../errors.ts';
import type { ChatApi } from '../generated/api.ts';
import type { ConversationView, MessageView, StreamEvent } from '../generated/types.ts';
import type { Folder } from './conversation-changes.ts';
import {
  type ConversationsChange,
  type ConversationsModel,
  type ConversationsSnapshot,
  noConversations,
  reduceConversations,
} from './conversations-model.ts';
import { Followed } from './followed.ts';
import type { ChatPorts, LocalConversations } from './local-chat.ts';
import { type ConversationsState, isComplete, showConversations } from './show-conversations.ts';
import { Soon } from './soon.ts';

const leastItems = 20;
const mostItems = 100;
const fetchAfterMs = 20;
const countAfterMs = 250;
let deeds = 0;

/** Makes the view; it reads nothing before somebody subscribes. */
export class ConversationsView implements LocalConversations {
  readonly #api: ChatApi;
  readonly #followed: Followed<ConversationsModel, ConversationsChange, ConversationsSnapshot, ConversationsState>;
  readonly #loading = new Map<Folder, Promise<void>>();
  readonly #fetching: Soon;
  readonly #counting: Soon;

  constructor(ports: ChatPorts, heard: (event: StreamEvent) => void) {
    this.#api = ports.chat;
    this.#fetching = new Soon(() => this.#fetch(), fetchAfterMs, ports.report);
    this.#counting = new Soon(() => this.#count(), countAfterMs, ports.report);
    this.#followed = new Followed(ports, {
      empty: (owner) => noConversations(owner ?? ''),
      reduce: reduceConversations,
      show: showConversations,
      read: (model) => this.#read(model),
      began: (snapshot) => ({ type: 'snapshot', ...snapshot }),
      told: (event) => {
        heard(event);
        this.#recount(event.type);
        return { type: 'event', event };
      },
      opened: { type: 'opened' },
      failed: { type: 'failed' },
      changed: () => {
        if (this.#isUp && this.#followed.model.wanted.size > 0) this.#fetching.ask();
      },
    });
  }

  get current(): ConversationsState {
    return this.#followed.current;
  }

  subscribe(listener: () => void): () => void {
    return this.#followed.subscribe(listener);
  }

  loadMore(folder: Folder): Promise<void> {
    const loading = this.#loading.get(folder) ?? this.#loadPage(folder).finally(() => this.#loading.delete(folder));
    this.#loading.set(folder, loading);
    return loading;
  }

  async markRead(conversationId: string, seq: number): Promise<void> {
    const known = this.#followed.model.known.get(conversationId);
    if (this.#isUp && known && known.lastReadSeq >= Math.min(seq, known.lastSeq)) return;
    deeds += 1;
    const key = deeds;
    this.#followed.apply({ type: 'reading', key, conversationId, seq });
    try {
      const { lastReadSeq } = await this.#api.markRead({ conversationId, seq });
      this.#followed.apply({ type: 'readBy', key, lastReadSeq });
      this.#recount('conversation.read');
    } catch (error) {
      this.#followed.apply({ type: 'refused', key });
      throw error;
    }
  }

  /** Takes what a call of the caller's own has answered. */
  sent(message: MessageView): void {
    this.#followed.apply({ type: 'sent', message });
  }

  /** Whether what is known is followed. */
  get #isUp(): boolean {
    return this.#followed.isOpen && this.#followed.model.status === 'ready';
  }

  async #read({ known }: ConversationsModel): Promise<ConversationsSnapshot> {
    const page = (folder: Folder): ReturnType<ChatApi['conversations']> => {
      const shown = [...known.values()].filter((it) => it.folder === folder).length;
      return this.#api.conversations({ folder, limit: Math.min(mostItems, Math.max(leastItems, shown)) });
    };
    const [inbox, requests, unread] = await Promise.all([page('inbox'), page('requests'), this.#api.unreadCount()]);
    return { inbox, requests, unread };
  }

  async #loadPage(folder: Folder): Promise<void> {
    const { cursor } = this.#followed.model.loaded[folder];
    if (cursor === null || !this.#isUp) return;
    await this.#followed.ask({
      asked: { type: 'asked' },
      missed: { type: 'missed' },
      call: () => this.#api.conversations({ folder, limit: leastItems, cursor }),
      answered: (page) => ({ type: 'page', folder, cursor, page }),
    });
  }

  async #fetch(): Promise<void> {
    if (!this.#isUp) return;
    await Promise.all(
      [...this.#followed.model.wanted].map((id) =>
        this.#followed.ask({
          asked: { type: 'asked' },
          missed: { type: 'missed' },
          call: () => this.#find(id),
          answered: (conversation) => ({ type: 'fetched', id, conversation }),
        }),
      ),
    );
  }

  async #find(id: string): Promise<ConversationView | null> {
    try {
      return await this.#api.get({ id });
    } catch (error) {
      if (error instanceof RookeryError && error.reason === 'not_found') return null;
      throw error;
    }
  }

  #recount(type: string): void {
    if (/^(message\.created|conversation\.)/.test(type)) this.#counting.ask();
  }

  async #count(): Promise<void> {
    if (!this.#isUp || isComplete(this.#followed.model)) return;
    const owner = this.#followed.model.viewerId;
    const unread = await this.#api.unreadCount();
    if (owner === this.#followed.model.viewerId) this.#followed.apply({ type: 'counted', unread });
  }
}
