/** An event that many sockets get: one object, serialised once for all of them. */
export interface SharedEvent {
  /** The cursor that a client hands back as `lastEventId`; null for a hint, after which nobody resumes. */
  readonly id: string | null;
  readonly data: unknown;
}

/** The end of a live stream that the transport holds. */
export interface EventSink {
  /** Tells where the stream begins of a reader who named no place: whoever resumes from there misses nothing. Called once, before any push. */
  opened?(cursor: string): void;
  /**
   * Takes an event, or answers false: the reader is behind, the event was not taken, and nothing more will be until
   * `resume` is called. What was not taken must be read again from where the reader stood.
   */
  push(event: SharedEvent): boolean;
  /** Ends the stream with an error that the client sees. */
  fail(error: unknown): void;
  /** Ends the stream; the client will not open it again. */
  done(): void;
  /** Bytes that the reader has yet to take from us. */
  readonly backlog: number;
}

/** The end of a live stream that the feature holds. */
export interface EventFlow {
  /** The reader is gone: push nothing more. Called once, also after `fail` and `done`. */
  stop(): void;
  /** The reader has caught up after a push that was not taken. */
  resume?(): void;
}

/** Key of the method by which a subscription's result feeds a sink rather than being iterated. */
export const EVENT_SINK: unique symbol = Symbol('rookery.eventSink');

/**
 * A subscription's result that sockets are fed from directly; every other transport iterates it, and gets the same events as
 * `tracked(event.id, event.data)`, or bare when they have no id. NOTE: an output parser that wraps the result hides the method, and the stream is iterated.
 */
export interface EventSource<Event> extends AsyncIterable<Event> {
  [EVENT_SINK](sink: EventSink): EventFlow;
}

/** Whether a subscription's result can feed a sink. */
export function isEventSource(value: unknown): value is EventSource<unknown> {
  return typeof value === 'object' && value !== null && EVENT_SINK in value;
}
