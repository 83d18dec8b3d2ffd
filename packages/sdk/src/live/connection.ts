import { networkError, type RookeryError } from '../errors.ts';
import type { StreamEvent } from '../generated/types.ts';
import { readError } from '../transport.ts';
import { decode, type Encoded } from '../wire.ts';
import type { SocketConstructor } from './socket.ts';

/** A socket that carries the stream of events from a cursor on. */
export interface Connection {
  readonly token: string;
  /** Resolves when the server has begun to stream; rejects when it will not. */
  readonly started: Promise<void>;
  /** Resolves with the reason when nothing will come any more. */
  readonly ended: Promise<RookeryError>;
  /** Resolves when it is to be replaced while it still works. */
  readonly stale: Promise<void>;
  isOpen(): boolean;
  replace(): void;
  close(): void;
}

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

/** Opens a socket, signs in and subscribes, all in tRPC's protocol; declares itself dead when the other side falls silent. */
export function connect({ url, WebSocket, token, after, onEvent }: ConnectionTerms): Connection {
  let open = true;
  let streaming = false;
  const [started, onStarted, onRefused] = promise<void>();
  const [ended, onEnded] = promise<RookeryError>();
  const [stale, replace] = promise<void>();
  started.catch(() => undefined);

  const end = (error: RookeryError): void => {
    if (!open) return;
    open = false;
    clearTimeout(timer);
    onRefused(error);
    onEnded(error);
    socket.close();
  };
  const fail = (message: string): void => end(networkError(message));
  const awaitNews = (): void => {
    clearTimeout(timer);
    timer = setTimeout(ping, quietMs);
  };
  const ping = (): void => {
    socket.send('PING');
    timer = setTimeout(fail, pongMs, 'The connection is dead');
  };

  const onMessage = (data: unknown): void => {
    if (!open) return;
    if (streaming) awaitNews();
    if (data === 'PING') socket.send('PONG');
    if (typeof data !== 'string' || !data.startsWith('{')) return;
    const { method, error, result } = readMessage(data);
    if (method === 'reconnect') replace();
    if (error) end(readError(error) ?? networkError('The server refused the stream'));
    if (result?.type === 'stopped') fail('The server ended the stream');
    if (result?.type === 'started') {
      streaming = true;
      awaitNews();
      onStarted();
    }
    if (result?.type === 'data' && result.data) onEvent(...readEvent(result.data));
  };

  const socket = new WebSocket(url);
  let timer = setTimeout(fail, startMs, 'The stream did not start');
  socket.addEventListener('open', () => {
    if (!open) return;
    socket.send(JSON.stringify({ method: 'connectionParams', data: { token } }));
    const params = { path: 'events.stream', input: { json: { lastEventId: after } } };
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscription', params }));
  });
  socket.addEventListener('message', ({ data }) => onMessage(data));
  socket.addEventListener('error', () => fail('The connection failed'));
  socket.addEventListener('close', () => fail('The connection was closed'));
  return { token, started, ended, stale, isOpen: () => open, replace, close: () => fail('Closed') };
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

function promise<T>(): [Promise<T>, (value: T) => void, (reason: unknown) => void] {
  let settle: [(value: T) => void, (reason: unknown) => void] = [() => undefined, () => undefined];
  const made = new Promise<T>((...both) => {
    settle = both;
  });
  return [made, ...settle];
}
