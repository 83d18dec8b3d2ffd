import type { LiveEvents } from '../events.ts';
import type { StreamEvent } from '../generated/types.ts';
import { guard } from '../guard.ts';
import type { SessionStore } from '../session-store.ts';
import { follow } from './follow.ts';
import { openStream, type Stream, type StreamPorts, type StreamStatus } from './stream.ts';

/** What live events stand on. */
export interface HubPorts extends Pick<StreamPorts, 'url' | 'head' | 'report'> {
  /** Throws where there is none. */
  WebSocket(): StreamPorts['WebSocket'];
  session: SessionStore;
}

type Handler = (event: StreamEvent) => unknown;

/** Shares one stream among all handlers: that of the account that is signed in. */
export function createHub(ports: HubPorts): LiveEvents & { close(): void } {
  const { session, report } = ports;
  const handlers = new Map<string, Set<Handler>>();
  const statusListeners = new Set<(status: StreamStatus) => void>();
  const anchorListeners = new Set<() => void>();
  let stream: Stream | null = null;
  let owner: string | null = null;
  let status: StreamStatus = 'idle';
  let resumeFrom: string | null = null;

  const setStatus = (next: StreamStatus): void => {
    if (next === status) return;
    status = next;
    for (const listener of [...statusListeners]) guard(report, () => listener(next));
  };

  const deliver = (event: StreamEvent): void => {
    const called = [event.type, '*'].flatMap((type) => [...(handlers.get(type) ?? [])]);
    for (const handler of called) guard(report, () => handler(event));
  };

  const open = (): Stream =>
    openStream({
      ...ports,
      WebSocket: ports.WebSocket(),
      after: resumeFrom,
      token: session.token,
      renew: session.renew,
      deliver,
      onAnchored: () => anchorListeners.forEach((listener) => listener()),
      onStatus: setStatus,
    });

  /** Brings the stream in line with who is signed in and whether anybody listens. */
  const settle = (): void => {
    const wanted = handlers.size > 0 ? session.accountId() : null;
    if (stream && owner !== wanted) {
      stream.close();
      stream = null;
      setStatus('idle');
    }
    stream?.useToken(session.state()?.accessToken ?? '');
    if (stream || !wanted) return;
    owner = wanted;
    stream = open();
    resumeFrom = null;
  };

  const on = (type: string, handler: Handler): (() => void) => {
    ports.WebSocket();
    const own: Handler = (event) => handler(event);
    const known = handlers.get(type) ?? new Set();
    handlers.set(type, known.add(own));
    settle();
    return () => {
      known.delete(own);
      if (known.size === 0 && handlers.get(type) === known) handlers.delete(type);
      // NOTE: whoever leaves to come back in the same tick does not cost a connection.
      setTimeout(settle);
    };
  };

  const unsubscribe = session.subscribe(settle);
  const followPorts = {
    onEvent: (handler: Handler) => on('*', handler),
    onAnchored: (listener: () => void) => {
      if (stream?.isAnchored()) listener();
      return added(anchorListeners, listener);
    },
    report,
  };

  return {
    on: (type, handler) => on(type, asHandler(handler)),
    follow: (read, both) => follow(followPorts, read, both),
    get status() {
      return status;
    },
    onStatus: (listener) => added(statusListeners, listener),
    get cursor() {
      return stream?.cursor() ?? resumeFrom;
    },
    resume: (cursor) => {
      resumeFrom = cursor;
    },
    close: () => {
      unsubscribe();
      handlers.clear();
      settle();
    },
  };
}

function added<T>(set: Set<T>, value: T): () => void {
  set.add(value);
  return () => set.delete(value);
}

/** NOTE: a handler is called with events of the type that it is registered under alone. */
function asHandler<Event extends StreamEvent>(handler: (event: Event) => unknown): Handler {
  return handler as unknown as Handler;
}
