import type { EphemeralEvent } from '@rookery/contract';
import type { EventFlow, EventSink, SharedEvent } from '../../kernel/event-sink.ts';

/** Events that wait for a reader who is slow; of more, the oldest are dropped. */
const most = 32;

/** Begins to tell of one topic; the function that it returns ends that. */
export type EphemeralSource = (tell: (event: EphemeralEvent) => void) => () => void;

/** What one reader hears of several topics: the newest, without a promise, and nothing once he has gone. */
export class EphemeralStream implements EventFlow {
  readonly #sink: EventSink;
  readonly #leave: (() => void)[];
  #waiting: SharedEvent[] = [];
  #refused = false;

  constructor(sources: readonly EphemeralSource[], sink: EventSink) {
    this.#sink = sink;
    this.#leave = sources.map((begin) => begin((event) => this.#offer(event)));
  }

  resume(): void {
    this.#refused = false;
    this.#push();
  }

  stop(): void {
    for (const leave of this.#leave.splice(0)) leave();
    this.#waiting = [];
  }

  #offer(event: EphemeralEvent): void {
    this.#waiting = [...this.#waiting, sharedEventOf(event)].slice(-most);
    this.#push();
  }

  #push(): void {
    try {
      for (let [event] = this.#waiting; event && !this.#refused; [event] = this.#waiting) {
        this.#refused = !this.#sink.push(event);
        if (!this.#refused) this.#waiting.shift();
      }
    } catch (error) {
      this.stop();
      this.#sink.fail(error);
    }
  }
}

const shared = new WeakMap<EphemeralEvent, SharedEvent>();

/** One object for all who are told of the same, which is serialised once. */
function sharedEventOf(event: EphemeralEvent): SharedEvent {
  const known = shared.get(event) ?? { id: null, data: event };
  shared.set(event, known);
  return known;
}
