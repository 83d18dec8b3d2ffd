import type { StreamEvent } from '../generated/types.ts';
import { ConversationsView } from './conversations-view.ts';
import type { ChatPorts, LocalMessages, NewMessage } from './local-chat.ts';
import { MessagesView } from './messages-view.ts';
import { Sending } from './sending.ts';

const tellEveryMs = 3000;

/** Chat as it is kept on this machine: conversations, their messages, and what is on its way. */
export class ChatView {
  readonly conversations: ConversationsView;
  readonly #ports: ChatPorts;
  readonly #sending: Sending;
  readonly #messages = new Map<string, MessagesView>();
  readonly #typed = new Map<string, number>();

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#sending = new Sending(ports, {
      changed: (conversationId, change) => this.#messages.get(conversationId)?.apply(change),
      sent: (message) => {
        this.#messages.get(message.conversationId)?.apply({ type: 'sent', message });
        this.conversations.sent(message);
      },
    });
    this.conversations = new ConversationsView(ports, (event) => this.#hear(event));
  }

  messages(conversationId: string): LocalMessages {
    const known = this.#messages.get(conversationId);
    if (known) return known;
    const view = new MessagesView(this.#ports, conversationId, {
      outgoing: () => this.#sending.outgoing(conversationId),
      heard: (messages) => this.#sending.heard(messages),
    });
    this.#messages.set(conversationId, view);
    return view;
  }

  send(conversationId: string, message: NewMessage): Promise<string> {
    return this.#sending.send(conversationId, message);
  }

  retry(clientId: string): Promise<void> {
    return this.#sending.retry(clientId);
  }

  drop(clientId: string): Promise<void> {
    return this.#sending.drop(clientId);
  }

  markRead(conversationId: string, seq: number): Promise<void> {
    return this.conversations.markRead(conversationId, seq);
  }

  async typing(conversationId: string): Promise<void> {
    const now = Date.now();
    if (now - (this.#typed.get(conversationId) ?? 0) < tellEveryMs) return;
    this.#typed.set(conversationId, now);
    // NOTE: nobody misses it.
    await this.#ports.chat.typing({ conversationId }).catch(() => undefined);
  }

  #hear(event: StreamEvent): void {
    if (event.type === 'message.created') this.#sending.heard([event.data.message]);
  }
}
