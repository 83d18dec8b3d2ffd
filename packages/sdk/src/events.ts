import type { RookeryEvents } from './generated/events.ts';
import type { EphemeralEvent, EphemeralInput, StreamEvent } from './generated/types.ts';
import type { StreamStatus } from './live/stream.ts';

/** A state to begin with, and what follows it. */
export interface FollowHandlers<Snapshot> {
  /** Gets the state to begin with; again after `stream.reset`, and when somebody else has signed in. */
  snapshot(snapshot: Snapshot): void;
  /** Gets every event after that. The state may know of the first ones already, so apply them as states, not as sums. */
  event(event: StreamEvent): void;
}

/** The live events of whoever is signed in, over one socket that is open while somebody listens. */
export interface LiveEvents {
  /**
   * Calls back with each event of a type from now on, or of all types with `*`: once each and in order, whatever the connection
   * goes through. Returns the way out.
   * @example
   * const off = rookery.events.on('notification.created', ({ data }) => show(data.notification));
   */
  on<Type extends keyof RookeryEvents>(type: Type, handler: (event: RookeryEvents[Type]) => unknown): () => void;
  /**
   * Reads a state and follows its changes without a gap between the two: `read` runs once the place in the stream is fixed, and
   * events that come meanwhile wait for it. Returns the way out.
   * @example
   * rookery.events.follow(() => rookery.notifications.list(), { snapshot: draw, event: redraw });
   */
  follow<Snapshot>(read: () => Promise<Snapshot>, handlers: FollowHandlers<Snapshot>): () => void;
  /**
   * Calls back with hints for those who look on, like `feed.new`: some may be lost, and none comes for the time of a break. Returns
   * the way out.
   * @example
   * const off = rookery.events.ephemeral({ topics: ['feed'] }, ({ type, data }) => type === 'feed.new' && pill.add(data.postId));
   */
  ephemeral(input: EphemeralInput, handler: (event: EphemeralEvent) => unknown): () => void;
  /** How the socket stands. */
  readonly status: StreamStatus;
  /** Calls back when the status changes; returns the way out. */
  onStatus(listener: (status: StreamStatus) => void): () => void;
  /** The place in the stream after the last event that was handed on; null while none is known. Keep it to go on after a restart. */
  readonly cursor: string | null;
  /** Goes on from a kept cursor instead of now; call it before anybody listens. Events next to the cursor may come again. */
  resume(cursor: string): void;
}
