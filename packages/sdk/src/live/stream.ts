import { browser } from '../browser.ts';
import { networkError, RookeryError } from '../errors.ts';
import type { StreamEvent } from '../generated/types.ts';
import { jitter } from '../timing.ts';
import { Connection } from './connection.ts';
import { RecentIds } from './recent-ids.ts';
import type { SocketConstructor } from './socket.ts';

/** How the stream stands: not needed, being opened, flowing, or waiting to be opened again. */
export type StreamStatus = 'idle' | 'connecting' | 'open' | 'waiting';

/** What a stream stands on. */
export interface StreamPorts {
  url: string;
  WebSocket: SocketConstructor;
  /** Where to begin; null: at the end of now. */
  after: string | null;
  token(): Promise<string | null>;
  /** Replaces a token that was refused. */
  renew(used: string): Promise<void>;
  head(signal: AbortSignal): Promise<string>;
  deliver(event: StreamEvent): void;
  /** The place of the stream is fixed: whatever happens from now on will be delivered. */
  onAnchored(): void;
  onStatus(status: StreamStatus): void;
  report(error: unknown): void;
}

const steadyMs = 10_000;

/** The events of one account, each once and in order, over as many connections as it takes until it is closed. */
export class Stream {
  readonly #ports: StreamPorts;
  readonly #closing = new AbortController();
  readonly #delivered = new RecentIds();
  #cursor: string | null;
  #anchored = false;
  #failures = 0;
  /** The one that flows. */
  #live: Connection | null = null;
  /** The one that was opened last: that which flows, or one that is to take over. */
  #newest: Connection | null = null;
  #wake: () => void = () => undefined;

  constructor(ports: StreamPorts) {
    this.#ports = ports;
    this.#cursor = ports.after;
    browser.addEventListener?.('online', this.#onOnline);
    void this.#run();
  }

  get cursor(): string | null {
    return this.#cursor;
  }

  get isAnchored(): boolean {
    return this.#anchored;
  }

  /** Moves to another connection if this one was opened with an older token. */
  moveTo(token: string): void {
    if (this.#live && this.#live.token !== token) this.#live.stale.resolve();
  }

  close(): void {
    this.#closing.abort();
    browser.removeEventListener?.('online', this.#onOnline);
    this.#live?.close();
    this.#newest?.close();
    this.#wake();
  }

  readonly #onOnline = (): void => this.#wake();

  async #run(): Promise<void> {
    for (; !this.#closing.signal.aborted; this.#failures += 1) {
      const began = Date.now();
      this.#tellUnlessOpen('connecting');
      await this.#flow().catch((error: unknown) => this.#handle(error));
      if (Date.now() - began > steadyMs) this.#failures = 0;
      this.#tellUnlessOpen('waiting');
      await this.#pause(jitter(this.#failures, 400, 15_000));
    }
  }

  /** Opens a connection and waits until another is needed. NOTE: the one before serves until this one does. */
  async #flow(): Promise<void> {
    const next = await this.#open();
    this.#live?.close();
    this.#live = next;
    // NOTE: where connections begin well and break soon, they are opened again soon, though not at once.
    this.#failures = Math.min(this.#failures, 1);
    this.#ports.onStatus('open');
    const error = await Promise.race([next.ended.promise, next.stale.promise]);
    if (error) throw error;
  }

  async #open(): Promise<Connection> {
    const { token: getToken, head } = this.#ports;
    const token = await getToken();
    if (!token) throw networkError('Nobody is signed in');
    const after = this.#cursor ?? (await head(this.#closing.signal));
    this.#closing.signal.throwIfAborted();
    this.#anchor(after);
    const next = new Connection({
      ...this.#ports,
      token,
      after,
      onEvent: (event, cursor) => this.#take(event, cursor),
    });
    this.#newest = next;
    await next.started.promise;
    return next;
  }

  #anchor(cursor: string): void {
    this.#cursor = cursor;
    if (this.#anchored) return;
    this.#anchored = true;
    this.#ports.onAnchored();
  }

  #take(event: StreamEvent, cursor: string): void {
    if (event.type === 'stream.reset') this.#delivered.clear();
    if (!this.#delivered.add(event.id)) return;
    this.#cursor = cursor;
    this.#ports.deliver(event);
  }

  async #handle(error: unknown): Promise<void> {
    const { renew, report } = this.#ports;
    if (this.#closing.signal.aborted) return;
    if (!(error instanceof RookeryError)) return report(error);
    if (error.code === 'UNAUTHORIZED' && this.#newest) await renew(this.#newest.token).catch(() => undefined);
    else if (error.reason !== 'network' && error.reason !== 'unavailable') report(error);
  }

  #tellUnlessOpen(status: StreamStatus): void {
    if (!this.#live?.isOpen && !this.#closing.signal.aborted) this.#ports.onStatus(status);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#closing.signal.aborted ? 0 : ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
