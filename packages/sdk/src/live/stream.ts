import { networkError } from '../errors.ts';
import type { StreamEvent } from '../generated/types.ts';
import { decode, type Encoded } from '../wire.ts';
import { Connection } from './connection.ts';
import { Endurance } from './endurance.ts';
import { RecentIds } from './recent-ids.ts';
import { recover } from './recover.ts';
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

/** The events of one account, each once and in order, over as many connections as it takes until it is closed. */
export class Stream {
  readonly #ports: StreamPorts;
  readonly #endurance: Endurance;
  readonly #delivered = new RecentIds();
  #cursor: string | null;
  #anchored = false;
  /** The one that flows. */
  #live: Connection | null = null;
  /** The one that was opened last: that which flows, or one that is to take over. */
  #newest: Connection | null = null;

  constructor(ports: StreamPorts) {
    this.#ports = ports;
    this.#cursor = ports.after;
    this.#endurance = new Endurance({
      flow: (signal, opened) => this.#flow(signal, opened),
      recover: (error) => recover(error, { ...ports, used: this.#newest?.token ?? null }),
      onTry: () => this.#tellUnlessOpen('connecting'),
      onPause: () => this.#tellUnlessOpen('waiting'),
    });
    this.#endurance.start();
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
    this.#endurance.close();
    this.#live?.close();
    this.#newest?.close();
  }

  /** Opens a connection and waits until another is needed. NOTE: the one before serves until this one does. */
  async #flow(signal: AbortSignal, opened: () => void): Promise<void> {
    const next = await this.#open(signal);
    this.#live?.close();
    this.#live = next;
    opened();
    this.#ports.onStatus('open');
    const error = await Promise.race([next.ended.promise, next.stale.promise]);
    if (error) throw error;
  }

  async #open(signal: AbortSignal): Promise<Connection> {
    const { token: getToken, head } = this.#ports;
    const token = await getToken();
    if (!token) throw networkError('Nobody is signed in');
    const after = this.#cursor ?? (await head(signal));
    signal.throwIfAborted();
    this.#anchor(after);
    const next = new Connection({ ...this.#ports, token });
    this.#newest = next;
    await this.#start(next, after);
    return next;
  }

  /** Resolves when the server has begun to stream; rejects when it will not. */
  #start(connection: Connection, after: string): Promise<void> {
    return new Promise((resolve, reject) => {
      void connection.ended.promise.then(reject);
      connection.subscribe(
        'events.stream',
        { lastEventId: after },
        {
          started: resolve,
          data: (data) => this.#take(...readEvent(data)),
          ended: (error) => connection.end(error ?? networkError('The server ended the stream')),
        },
      );
    });
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

  #tellUnlessOpen(status: StreamStatus): void {
    if (!this.#live?.isOpen && !this.#endurance.isClosed) this.#ports.onStatus(status);
  }
}

/** NOTE: every event of the stream is tracked, so each comes in an envelope with its cursor. */
function readEvent(encoded: Encoded): [StreamEvent, string] {
  const { id, data } = decode(encoded) as { id: string; data: StreamEvent };
  return [data, id];
}
