import type { FollowHandlers, LiveEvents } from '../events.ts';
import type { RookeryEvents } from '../generated/events.ts';
import type { StreamEvent } from '../generated/types.ts';
import { guard } from '../guard.ts';
import type { SessionStore } from '../session-store.ts';
import { follow } from './follow.ts';
import { LateStream } from './late-stream.ts';
import type { Loader } from './loading.ts';
import type { Stream, StreamPorts, StreamStatus } from './stream.ts';

/** What live events stand on. */
export interface HubPorts extends Pick<StreamPorts, 'url' | 'head' | 'report'> {
  /** Throws where there is none. */
  socket(): StreamPorts['WebSocket'];
  session: SessionStore;
  load: Loader<{ Stream: typeof Stream }>;
}

type Handler = (event: StreamEvent) => unknown;

/** Shares one stream among all handlers: that of the account that is signed in. */
export class Hub implements Omit<LiveEvents, 'ephemeral'> {
  readonly #ports: HubPorts;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #statusListeners = new Set<(status: StreamStatus) => void>();
  readonly #anchorListeners = new Set<() => void>();
  readonly #leaveSession: () => void;
  #stream: LateStream | null = null;
  #owner: string | null = null;
  #status: StreamStatus = 'idle';
  #resumeFrom: string | null = null;

  constructor(ports: HubPorts) {
    this.#ports = ports;
    this.#leaveSession = ports.session.subscribe(() => this.#settle());
  }

  get status(): StreamStatus {
    return this.#status;
  }

  get cursor(): string | null {
    return this.#stream?.cursor ?? this.#resumeFrom;
  }

  resume(cursor: string): void {
    this.#resumeFrom = cursor;
  }

  on<Type extends keyof RookeryEvents>(type: Type, handler: (event: RookeryEvents[Type]) => unknown): () => void {
    this.#ports.socket();
    const own: Handler = (event) => handler(ofType<RookeryEvents[Type]>(event));
    const known = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, known.add(own));
    this.#settle();
    return () => {
      known.delete(own);
      if (known.size === 0 && this.#handlers.get(type) === known) this.#handlers.delete(type);
      // NOTE: whoever leaves to come back in the same tick does not cost a connection.
      setTimeout(() => this.#settle());
    };
  }

  follow<Snapshot>(read: () => Promise<Snapshot>, handlers: FollowHandlers<Snapshot>): () => void {
    const ports = {
      report: this.#ports.report,
      onEvent: (handler: Handler) => this.on('*', handler),
      onAnchored: (listener: () => void) => {
        if (this.#stream?.isAnchored) listener();
        return added(this.#anchorListeners, listener);
      },
    };
    return follow(ports, read, handlers);
  }

  onStatus(listener: (status: StreamStatus) => void): () => void {
    return added(this.#statusListeners, listener);
  }

  /** Ends the stream and forgets all handlers. */
  close(): void {
    this.#leaveSession();
    this.#handlers.clear();
    this.#settle();
  }

  /** Brings the stream in line with who is signed in and whether anybody listens. */
  #settle(): void {
    const { session } = this.#ports;
    const wanted = this.#handlers.size > 0 ? session.accountId : null;
    if (this.#stream && this.#owner !== wanted) this.#end(this.#stream);
    if (this.#stream && session.state) this.#stream.moveTo(session.state.accessToken);
    if (this.#stream || !wanted) return;
    this.#owner = wanted;
    this.#stream = this.#begin();
    this.#resumeFrom = null;
  }

  #begin(): LateStream {
    const { url, head, report, session, socket, load } = this.#ports;
    return new LateStream(load, {
      url,
      head,
      report,
      WebSocket: socket(),
      after: this.#resumeFrom,
      token: () => session.token(),
      renew: (used) => session.renew(used),
      deliver: (event) => this.#deliver(event),
      onAnchored: () => {
        for (const listener of this.#anchorListeners) listener();
      },
      onStatus: (status) => this.#setStatus(status),
    });
  }

  #end(stream: LateStream): void {
    stream.close();
    this.#stream = null;
    this.#setStatus('idle');
  }

  #setStatus(status: StreamStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of [...this.#statusListeners]) guard(this.#ports.report, () => listener(status));
  }

  #deliver(event: StreamEvent): void {
    const called = [event.type, '*'].flatMap((type) => [...(this.#handlers.get(type) ?? [])]);
    for (const handler of called) guard(this.#ports.report, () => handler(event));
  }
}

function added<T>(set: Set<T>, value: T): () => void {
  set.add(value);
  return () => set.delete(value);
}

/** NOTE: a handler is called with events of the type that it is registered under alone. */
function ofType<Event extends StreamEvent>(event: StreamEvent): Event {
  return event as Event;
}
