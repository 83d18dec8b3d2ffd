import { browser } from '../browser.ts';
import { RookeryError } from '../errors.ts';
import type { MessageView, SendMessageInput } from '../generated/types.ts';
import { type Deferred, deferred } from '../live/deferred.ts';
import { jitter } from '../timing.ts';
import type { ChatPorts, NewMessage } from './local-chat.ts';
import type { MessagesChange, OutgoingMessage } from './messages-model.ts';
import { Outbox, type WaitingMessage } from './outbox.ts';

/** What sending tells. */
export interface SendingListener {
  /** Something became of a message that waits. */
  changed(conversationId: string, change: MessagesChange): void;
  /** The server has taken a message. */
  sent(message: MessageView): void;
}

const mostWaiting = 200;
const passing: ReadonlySet<string> = new Set(['network', 'rate_limited', 'unavailable']);

/** Sends the messages of whoever is signed in: those of a conversation one after the other, until the server has taken or refused each. */
export class Sending {
  readonly #ports: ChatPorts;
  readonly #listener: SendingListener;
  readonly #outbox: Outbox;
  /** In the order of sending. */
  #waiting: readonly WaitingMessage[] = [];
  /** Those that have been kept, so that they are done with once they are kept no more. */
  #kept: ReadonlySet<string> = new Set();
  /** Those under way; settled once it is known what became of them. */
  readonly #calls = new Map<string, Deferred<void>>();
  readonly #lanes = new Set<string>();
  #owner: string | null = null;
  #leaving = new AbortController();

  constructor(ports: ChatPorts, listener: SendingListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#outbox = new Outbox(ports, (kept) => this.#merge(kept));
    ports.session.subscribe(() => this.#own());
    this.#own();
  }

  /** What waits in a conversation. */
  outgoing(conversationId: string): readonly OutgoingMessage[] {
    return this.#waiting.filter((it) => it.conversationId === conversationId);
  }

  async send(conversationId: string, { text, mediaIds = [], replyToId = '' }: NewMessage): Promise<string> {
    if (this.#owner === null) throw refusal('UNAUTHORIZED', 'token_missing', 'Nobody is signed in');
    if (this.#waiting.length >= mostWaiting)
      throw refusal('CONFLICT', 'limit_reached', `${mostWaiting} messages wait to be sent`);
    const clientId = uuid();
    const told = { clientId, text, mediaIds: [...mediaIds], replyToId: replyToId || null };
    await this.#add({ ...told, conversationId, createdAt: new Date(), state: 'pending', reason: null });
    return clientId;
  }

  async retry(clientId: string): Promise<void> {
    const message = this.#find(clientId);
    if (message?.state === 'failed') await this.#add({ ...message, state: 'pending', reason: null });
  }

  async drop(clientId: string): Promise<void> {
    const message = this.#find(clientId);
    if (!message) return;
    this.#forget(message);
    await this.#outbox.remove(clientId);
  }

  /** The server has these, whatever became of the calls. */
  heard(messages: readonly MessageView[]): void {
    for (const { clientId, sender } of messages) {
      const message = sender?.id === this.#owner && this.#find(clientId ?? '');
      if (message) this.#settle(message);
    }
  }

  #find(clientId: string): WaitingMessage | undefined {
    return this.#waiting.find((it) => it.clientId === clientId);
  }

  /** Puts a message behind all others. NOTE: kept before it is first sent. */
  async #add(message: WaitingMessage): Promise<void> {
    const { signal } = this.#leaving;
    this.#put(message);
    const isKept = await this.#outbox.put(message);
    if (signal.aborted) return;
    // NOTE: otherwise it would not be known to be done once another tab has sent it.
    if (isKept) this.#kept = new Set([...this.#kept, message.clientId]);
    this.#begin(message.conversationId);
  }

  #put(message: WaitingMessage): void {
    this.#waiting = [...this.#waiting.filter(({ clientId }) => clientId !== message.clientId), message];
    this.#listener.changed(message.conversationId, { type: 'sending', message });
  }

  #settle(message: WaitingMessage): void {
    this.#forget(message);
    void this.#outbox.remove(message.clientId);
  }

  #forget({ clientId, conversationId }: WaitingMessage): void {
    this.#waiting = this.#waiting.filter((it) => it.clientId !== clientId);
    this.#listener.changed(conversationId, { type: 'dropped', clientId });
    this.#calls.get(clientId)?.resolve();
  }

  #refuse(message: WaitingMessage, reason: RookeryError['reason']): void {
    const { clientId, conversationId } = message;
    const refused: WaitingMessage = { ...message, state: 'failed', reason };
    this.#waiting = this.#waiting.map((it) => (it.clientId === clientId ? refused : it));
    this.#listener.changed(conversationId, { type: 'refused', clientId, reason });
    void this.#outbox.put(refused);
  }

  /** Takes over what is kept, which other tabs may have changed. */
  #merge(kept: readonly WaitingMessage[]): void {
    const ids = new Set(kept.map(({ clientId }) => clientId));
    const isDone = ({ clientId }: WaitingMessage): boolean => this.#kept.has(clientId) && !ids.has(clientId);
    for (const message of this.#waiting.filter(isDone)) this.#forget(message);
    this.#kept = ids;
    for (const message of kept) {
      const known = this.#find(message.clientId);
      if (known?.state !== message.state) this.#put(message);
      this.#begin(message.conversationId);
    }
  }

  #own(): void {
    const owner = this.#ports.session.accountId;
    if (owner === this.#owner) return;
    this.#owner = owner;
    this.#leaving.abort();
    this.#leaving = new AbortController();
    this.#lanes.clear();
    this.#calls.clear();
    this.#waiting = [];
    void this.#outbox.open(owner);
  }

  #begin(conversationId: string): void {
    if (this.#lanes.has(conversationId) || !this.#next(conversationId)) return;
    this.#lanes.add(conversationId);
    void this.#run(conversationId, this.#leaving.signal);
  }

  #next(conversationId: string): WaitingMessage | undefined {
    return this.#waiting.find((it) => it.conversationId === conversationId && it.state === 'pending');
  }

  async #run(conversationId: string, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted && this.#next(conversationId); failures += 1) {
      const done = await this.#outbox.alone(conversationId, () => this.#flush(conversationId, signal));
      if (!done) await untilOnline(jitter(failures, 400, 15_000), signal);
    }
    if (!signal.aborted) this.#lanes.delete(conversationId);
  }

  /** Sends what waits; false when the way to the server is barred. */
  async #flush(conversationId: string, signal: AbortSignal): Promise<boolean> {
    await this.#outbox.reread();
    for (;;) {
      const message = signal.aborted ? undefined : this.#next(conversationId);
      if (!message) return true;
      if (!(await this.#attempt(message, signal))) return false;
    }
  }

  async #attempt(message: WaitingMessage, signal: AbortSignal): Promise<boolean> {
    const { clientId } = message;
    const known = deferred<void>();
    this.#calls.set(clientId, known);
    try {
      const call = this.#ports.chat.send(inputOf(message), { idempotencyKey: clientId, signal });
      const sent = await Promise.race([call, known.promise]);
      if (!sent || signal.aborted) return true;
      this.#listener.sent(sent);
      this.#settle(message);
    } catch (error) {
      if (signal.aborted || !this.#find(clientId)) return true;
      if (!(error instanceof RookeryError)) this.#ports.report(error);
      const reason = error instanceof RookeryError ? error.reason : 'internal_error';
      if (passing.has(reason)) return false;
      this.#refuse(message, reason);
    } finally {
      if (this.#calls.get(clientId) === known) this.#calls.delete(clientId);
    }
    return true;
  }
}

/** NOTE: always the same for the same message, or the server would take its key for misused. */
function inputOf({ conversationId, clientId, text, mediaIds, replyToId }: WaitingMessage): SendMessageInput {
  const media = mediaIds.length > 0 ? { mediaIds: [...mediaIds] } : {};
  return { conversationId, clientId, text, ...media, ...(replyToId === null ? {} : { replyToId }) };
}

/** As the server would refuse it. */
function refusal(code: RookeryError['code'], reason: RookeryError['reason'], message: string): RookeryError {
  return new RookeryError({ issues: [], requestId: null, retryAfter: null, status: 0, message, code, reason });
}

/** NOTE: crypto.randomUUID is missing on pages without TLS. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-a$4-$5');
}

function untilOnline(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      browser.removeEventListener?.('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    browser.addEventListener?.('online', done);
    signal.addEventListener('abort', done);
  });
}
