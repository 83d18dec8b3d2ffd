import { networkError, type RookeryError } from '../errors.ts';
import { readError } from '../transport.ts';
import { type Encoded, encode } from '../wire.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { Socket, SocketConstructor } from './socket.ts';

/** What a connection needs. */
export interface ConnectionTerms {
  url: string;
  WebSocket: SocketConstructor;
  /** Null for somebody anonymous. */
  token: string | null;
}

/** What becomes of a subscription. */
export interface SubscriptionListener {
  started(): void;
  data(data: Encoded): void;
  /** Nothing will come any more: the server has refused it, or it is over. The end of the connection is not told here. */
  ended(error: RookeryError | null): void;
}

const startMs = 15_000;
const quietMs = 20_000;
const pongMs = 8_000;

/** A socket that carries subscriptions in tRPC's protocol. It declares itself dead when the other side falls silent. */
export class Connection {
  readonly token: string | null;
  /** Resolves with the reason when nothing will come any more. */
  readonly ended: Deferred<RookeryError> = deferred();
  /** Resolves when it is to be replaced while it still works. */
  readonly stale: Deferred<void> = deferred();
  readonly #listeners = new Map<number, SubscriptionListener>();
  readonly #socket: Socket;
  /** What is to be said first; null once it was. */
  #first: object[] | null = [];
  #last = 0;
  #timer: ReturnType<typeof setTimeout>;
  #open = true;
  #streaming = false;

  constructor({ url, WebSocket, token }: ConnectionTerms) {
    this.token = token;
    this.#timer = this.#failAfter(startMs, 'The stream did not start');
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener('open', () => this.#begin());
    this.#socket.addEventListener('message', ({ data }) => this.#hear(data));
    this.#socket.addEventListener('error', () => this.#fail('The connection failed'));
    this.#socket.addEventListener('close', () => this.#fail('The connection was closed'));
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Subscribes to a procedure; returns the way out. */
  subscribe(path: string, input: unknown, listener: SubscriptionListener): () => void {
    this.#last += 1;
    const id = this.#last;
    this.#listeners.set(id, listener);
    this.#say({ jsonrpc: '2.0', id, method: 'subscription', params: { path, input: encode(input) } });
    return () => {
      if (this.#listeners.delete(id)) this.#say({ jsonrpc: '2.0', id, method: 'subscription.stop' });
    };
  }

  /** Ends it for a reason. */
  end(error: RookeryError): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#timer);
    this.ended.resolve(error);
    this.#socket.close();
  }

  close(): void {
    this.#fail('Closed');
  }

  #begin(): void {
    const first = this.#first ?? [];
    this.#first = null;
    this.#say({ method: 'connectionParams', data: this.token === null ? null : { token: this.token } });
    if (first.length > 0) this.#say(first.length > 1 ? first : (first[0] ?? first));
  }

  #say(message: object): void {
    if (this.#first) this.#first.push(message);
    else if (this.#open) this.#socket.send(JSON.stringify(message));
  }

  #hear(data: unknown): void {
    if (!this.#open || typeof data !== 'string') return;
    if (this.#streaming) this.#awaitNews();
    if (data === 'PING') this.#socket.send('PONG');
    if (data.startsWith('{')) this.#read(readMessage(data));
  }

  #read({ id, method, error, result }: Message): void {
    const listener = this.#listeners.get(id ?? 0);
    if (method === 'reconnect') this.stale.resolve();
    if (error) this.#over(id, readError(error) ?? networkError('The server refused the stream'));
    if (result?.type === 'started') {
      this.#streaming = true;
      this.#awaitNews();
      listener?.started();
    }
    if (result?.type === 'data' && result.data) listener?.data(result.data);
    if (result?.type === 'stopped') this.#over(id, null);
  }

  /** NOTE: an error of no call is that of the whole connection. */
  #over(id: Message['id'], error: RookeryError | null): void {
    const listener = this.#listeners.get(id ?? 0);
    this.#listeners.delete(id ?? 0);
    if (listener) listener.ended(error);
    else if (error) this.end(error);
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
    this.end(networkError(message));
  }
}

interface Message {
  id?: number | null;
  method?: string;
  error?: Encoded;
  result?: { type: string; data?: Encoded };
}

/** NOTE: the server speaks tRPC's protocol; what is not of it has none of these fields and is passed over. */
function readMessage(text: string): Message {
  return JSON.parse(text) as Message;
}
