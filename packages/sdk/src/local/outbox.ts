import type { ChatPorts } from './local-chat.ts';
import type { OutgoingMessage } from './messages-model.ts';

/** A message that has not been sent yet, and where to. */
export interface WaitingMessage extends OutgoingMessage {
  readonly conversationId: string;
}

type Change = (kept: readonly WaitingMessage[]) => readonly WaitingMessage[];

/** Keeps messages of an account until they are sent, together with the other tabs on the same storage; does nothing without one. */
export class Outbox {
  readonly #ports: ChatPorts;
  readonly #onKept: (kept: readonly WaitingMessage[]) => void;
  /** Those that need not be kept any more, which another tab may write once again. */
  readonly #removed = new Set<string>();
  #key: string | null = null;
  #unwatch = (): void => undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(ports: ChatPorts, onKept: (kept: readonly WaitingMessage[]) => void) {
    this.#ports = ports;
    this.#onKept = onKept;
  }

  /** Goes on with what is kept of an account. */
  async open(owner: string | null): Promise<void> {
    const { outbox } = this.#ports;
    this.#unwatch();
    this.#key = outbox && owner !== null ? `${outbox.key} ${owner}` : null;
    if (!outbox || this.#key === null) return;
    this.#unwatch = outbox.watchStorage(outbox.storage, this.#key, (text) => this.#onKept(this.#parse(text)));
    await this.reread();
  }

  /** Hands on what is kept now. */
  async reread(): Promise<void> {
    const key = this.#key;
    if (key === null) return;
    await this.#writing;
    const kept = await this.#read(key);
    if (kept && key === this.#key) this.#onKept(kept);
  }

  /** Keeps a message, behind all others; false when it could not be kept. */
  put(message: WaitingMessage): Promise<boolean> {
    return this.#change((kept) => [...kept.filter(({ clientId }) => clientId !== message.clientId), message]);
  }

  remove(clientId: string): Promise<boolean> {
    this.#removed.add(clientId);
    return this.#change((kept) => kept.filter((it) => it.clientId !== clientId));
  }

  /** Does something while no other tab does it to the same conversation; the next one finds what became of it. */
  alone<T>(conversationId: string, task: () => Promise<T>): Promise<T> {
    const { outbox } = this.#ports;
    if (!outbox || this.#key === null) return task();
    return outbox.locked(`${this.#key} ${conversationId}`, async () => {
      const result = await task();
      await this.#writing;
      return result;
    });
  }

  #change(change: Change): Promise<boolean> {
    const key = this.#key;
    const { outbox, report } = this.#ports;
    if (!outbox || key === null) return Promise.resolve(false);
    const { storage } = outbox;
    const write = async (): Promise<boolean> => {
      const text = storage.getItem(key);
      // NOTE: where reading is done at once, writing follows at once, so that tabs that cannot lock hardly meet.
      const kept = change(this.#parse(text instanceof Promise ? await text : text));
      // NOTE: what belongs to somebody who has signed out meanwhile is not written any more.
      if (key !== this.#key) return false;
      await (kept.length > 0 ? storage.setItem(key, JSON.stringify(kept)) : storage.removeItem(key));
      return true;
    };
    const failed = (error: unknown): false => {
      report(error);
      return false;
    };
    const written = this.#writing.then(() => outbox.locked(key, write)).catch(failed);
    this.#writing = written;
    return written;
  }

  /** Null when it cannot be read. */
  async #read(key: string): Promise<readonly WaitingMessage[] | null> {
    try {
      return this.#parse((await this.#ports.outbox?.storage.getItem(key)) ?? null);
    } catch (error) {
      this.#ports.report(error);
      return null;
    }
  }

  #parse(text: string | null): readonly WaitingMessage[] {
    return parseWaiting(text).filter(({ clientId }) => !this.#removed.has(clientId));
  }
}

/** Reads what a storage holds; nothing when that is of another making. */
function parseWaiting(text: string | null): readonly WaitingMessage[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) && value.every(isWaiting) ? value.map(withDate) : [];
  } catch {
    return [];
  }
}

function isWaiting(value: unknown): value is WaitingMessage {
  return typeof value === 'object' && value !== null && 'conversationId' in value && 'clientId' in value;
}

function withDate(message: WaitingMessage): WaitingMessage {
  return { ...message, createdAt: new Date(message.createdAt) };
}
