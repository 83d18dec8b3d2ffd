import { networkError, RookeryError } from '../errors.ts';
import type { StreamEvent } from '../generated/types.ts';
import { jitter } from '../timing.ts';
import { connect, type Connection } from './connection.ts';
import { createSeen } from './seen.ts';
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

/** The events of one account, each once and in order, over as many connections as it takes. */
export interface Stream {
  cursor(): string | null;
  isAnchored(): boolean;
  /** Moves to another connection if this one was opened with an older token. */
  useToken(token: string): void;
  close(): void;
}

const steadyMs = 10_000;

/** Opens a stream, and opens it again after every break until it is closed. */
export function openStream(ports: StreamPorts): Stream {
  const closing = new AbortController();
  const seen = createSeen();
  let cursor = ports.after;
  let anchored = false;
  let live: Connection | null = null;
  let newest: Connection | null = null;
  let wake = (): void => undefined;

  const take = (event: StreamEvent, at: string): void => {
    if (event.type === 'stream.reset') seen.clear();
    if (!seen.add(event.id)) return;
    cursor = at;
    ports.deliver(event);
  };

  const open = async (): Promise<Connection> => {
    const token = await ports.token();
    if (!token) throw networkError('Nobody is signed in');
    const after = (cursor ??= await ports.head(closing.signal));
    closing.signal.throwIfAborted();
    if (!anchored) {
      anchored = true;
      ports.onAnchored();
    }
    newest = connect({ ...ports, token, after, onEvent: take });
    await newest.started;
    return newest;
  };

  const holdOn = async (): Promise<void> => {
    const next = await open();
    live?.close();
    live = next;
    ports.onStatus('open');
    const error = await Promise.race([live.ended, live.stale]);
    if (error) throw error;
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      const began = Date.now();
      if (!live?.isOpen()) ports.onStatus('connecting');
      await holdOn().catch(onTrouble);
      if (closing.signal.aborted) return;
      if (Date.now() - began > steadyMs) failures = 0;
      if (!live?.isOpen()) ports.onStatus('waiting');
      await pause(jitter(failures, 400, 15_000));
    }
  };

  const onTrouble = async (error: unknown): Promise<void> => {
    if (closing.signal.aborted) return;
    if (!(error instanceof RookeryError)) return ports.report(error);
    if (error.code === 'UNAUTHORIZED' && newest) await ports.renew(newest.token).catch(() => undefined);
    else if (error.reason !== 'network' && error.reason !== 'unavailable') ports.report(error);
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const onOnline = (): void => wake();
  globalThis.addEventListener?.('online', onOnline);
  void run();

  return {
    cursor: () => cursor,
    isAnchored: () => anchored,
    useToken: (token) => {
      if (live && live.token !== token) live.replace();
    },
    close: () => {
      closing.abort();
      globalThis.removeEventListener?.('online', onOnline);
      live?.close();
      newest?.close();
      wake();
    },
  };
}
