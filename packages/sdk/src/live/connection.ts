import { networkError, type RookeryError } from '../errors.ts';
import type { StreamEvent } from '../generated/types.ts';
import { readError } from '../transport.ts';
import { decode, type Encoded } from '../wire.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { Socket, SocketConstructor } from './socket.ts';

/** What a connection needs. */
export interface ConnectionTerms {
  url: string;
  WebSocket: SocketConstructor;
  token: string;
  /** The cursor from which the stream begins. */
  after: string;
  onEvent(event: StreamEvent, cursor: string): void;
}

const startMs = 15_000;
const quietMs = 20_000;
const pongMs = 8_000;

/**
 * A socket that carries the stream of events from a cursor on, in tRPC's protocol. It declares itself dead when the other
 * side falls silent.
 */
export class Connection {
  readonly token: string;
  /** Resolves when the server has begun to stream; rejects when it will not. */
  readonly started: Deferred<void> = deferred();
  /** Resolves with the reason when nothing will come any more. */
  readonly ended: Deferred<RookeryError> = deferred();
  /** Resolves when it is to be replaced while it still works. */
  readonly stale: Deferred<void> = deferred();
  readonly #onEvent: ConnectionTerms['onEvent'];
  readonly #socket: Socket;
  #timer: ReturnType<typeof setTimeout>;
  #open = true;
  #streaming = false;

  constructor({ url, WebSocket, token, after, onEvent }: ConnectionTerms) {
    this.token = token;
    this.#onEvent = onEvent;
    this.#timer = this.#failAfter(startMs, 'The stream did not start');
    this.started.promise.catch(() => undefined);
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener('open', () => this.#subscribe(after));
    this.#socket.addEventListener('message', ({ data }) => this.#hear(data));
    this.#socket.addEventListener('error', () => this.#fail('The connection failed'));
    this.#socket.addEventListener('close', () => this.#fail('The connection was closed'));
  }

  get isOpen(): boolean {
    return this.#open;
  }

  close(): void {
    this.#fail('Closed');
  }

  #subscribe(after: string): void {
    if (!this.#open) return;
    this.#send({ method: 'connectionParams', data: { token: this.token } });
    const params = { path: 'events.stream', input: { json: { lastEventId: after } } };
    this.#send({ jsonrpc: '2.0', id: 1, method: 'subscription', params });
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #hear(data: unknown): void {
    if (!this.#open || typeof data !== 'string') return;
    if (this.#streaming) this.#awaitNews();
    if (data === 'PING') this.#socket.send('PONG');
    if (data.startsWith('{')) this.#read(readMessage(data));
  }

  #read({ method, error, result }: Message): void {
    if (method === 'reconnect') this.stale.resolve();
    if (error) this.#end(readError(error) ?? networkError('The server refused the stream'));
    if (result?.type === 'started') this.#start();
    if (result?.type === 'data' && result.data) this.#onEvent(...readEvent(result.data));
    if (result?.type === 'stopped') this.#fail('The server ended the stream');
  }

  #start(): void {
    this.#streaming = true;
    this.#awaitNews();
    this.started.resolve();
  }

  #awaitNews(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = this.#failAfter(pongMs, 'The connection is dead');
      this.#socket.send('PING');
    }, quietMs);
  }

  #failAfter(ms: number, message: string): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#fail(message), ms);
  }

  #fail(message: string): void {
    this.#end(networkError(message));
  }

  #end(error: RookeryError): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#timer);
    this.started.reject(error);
    this.ended.resolve(error);
    this.#socket.close();
  }
}

interface Message {
  method?: string;
  error?: Encoded;
  result?: { type: string; data?: Encoded };
}

/** NOTE: the server speaks tRPC's protocol; what is not of it has none of these fields and is passed over. */
function readMessage(text: string): Message {
  return JSON.parse(text) as Message;
}

/** NOTE: every event of the stream is tracked, so each comes in an envelope with its cursor. */
function readEvent(encoded: Encoded): [StreamEvent, string] {
  const { id, data } = decode(encoded) as { id: string; data: StreamEvent };
  return [data, id];
}
