import { RookeryError } from '../errors.ts';
import type { MessagePage, MessageView, StreamEvent } from '../generated/types.ts';
import { Followed } from './followed.ts';
import type { ChatPorts, LocalMessages } from './local-chat.ts';
import {
  gapOf,
  type MessagesChange,
  type MessagesModel,
  type MessagesState,
  noMessages,
  type OutgoingMessage,
  reduceMessages,
  showMessages,
} from './messages-model.ts';
import { Soon } from './soon.ts';

/** What a view of messages has to do with those that are on their way. */
export interface OutgoingPorts {
  outgoing(): readonly OutgoingMessage[];
  /** The server has these. */
  heard(messages: readonly MessageView[]): void;
}

const leastItems = 30;
const mostItems = 100;
const fillAfterMs = 100;

/** Makes the view; it reads nothing before somebody subscribes. */
export class MessagesView implements LocalMessages {
  readonly #ports: ChatPorts;
  readonly #id: string;
  readonly #outgoing: OutgoingPorts;
  readonly #filling: Soon;
  readonly #followed: Followed<MessagesModel, MessagesChange, MessagePage | null, MessagesState>;
  #loading: Promise<void> | null = null;

  constructor(ports: ChatPorts, conversationId: string, outgoing: OutgoingPorts) {
    this.#ports = ports;
    this.#id = conversationId;
    this.#outgoing = outgoing;
    this.#filling = new Soon(() => this.#fill(), fillAfterMs, ports.report);
    this.#followed = new Followed(ports, {
      empty: (owner) => ({ ...noMessages(conversationId, owner ?? ''), outgoing: outgoing.outgoing() }),
      reduce: reduceMessages,
      show: showMessages,
      read: ({ items }) => this.#read(items.length),
      began: (page) => this.#began(page),
      told: (event) => this.#told(event),
      opened: { type: 'opened' },
      failed: { type: 'failed' },
      changed: () => {
        if (this.#isUp && gapOf(this.#followed.model) !== null) this.#filling.ask();
      },
    });
  }

  get current(): MessagesState {
    return this.#followed.current;
  }

  subscribe(listener: () => void): () => void {
    return this.#followed.subscribe(listener);
  }

  loadOlder(): Promise<void> {
    this.#loading ??= this.#loadPage().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** Takes what becomes of what the caller sends. */
  apply(change: MessagesChange): void {
    this.#followed.apply(change);
  }

  get #isUp(): boolean {
    return this.#followed.isOpen && this.#followed.model.status === 'ready';
  }

  /** Null when the conversation is not there for the caller. */
  async #read(shown: number): Promise<MessagePage | null> {
    const limit = Math.min(mostItems, Math.max(leastItems, shown));
    try {
      return await this.#ports.chat.messages({ conversationId: this.#id, limit });
    } catch (error) {
      if (error instanceof RookeryError && error.reason === 'not_found') return null;
      throw error;
    }
  }

  #began(page: MessagePage | null): MessagesChange {
    if (!page) return { type: 'gone' };
    this.#outgoing.heard(page.items);
    return { type: 'snapshot', page };
  }

  #told(event: StreamEvent): MessagesChange {
    if (event.type === 'message.created') this.#outgoing.heard([event.data.message]);
    const isBack = event.type === 'conversation.updated' && event.data.conversation.id === this.#id;
    if (isBack && this.#followed.model.status === 'gone') this.#followed.refresh();
    return { type: 'event', event };
  }

  async #loadPage(): Promise<void> {
    const cursor = this.#followed.model.olderCursor;
    if (cursor === null || !this.#isUp) return;
    await this.#ask('older', () => this.#ports.chat.messages({ conversationId: this.#id, limit: leastItems, cursor }));
  }

  async #fill(): Promise<void> {
    const after = gapOf(this.#followed.model);
    if (after === null || !this.#isUp) return;
    await this.#ask('newer', () => this.#ports.chat.messages({ conversationId: this.#id, limit: mostItems, after }));
    if (gapOf(this.#followed.model) !== null) this.#filling.ask();
  }

  #ask(type: 'older' | 'newer', call: () => Promise<MessagePage>): Promise<void> {
    return this.#followed.ask({
      asked: { type: 'asked' },
      missed: { type: 'missed' },
      call,
      answered: (page) => {
        this.#outgoing.heard(page.items);
        return { type, page };
      },
    });
  }
}
