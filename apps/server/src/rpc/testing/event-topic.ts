import {
  EVENT_SINK,
  type EventFlow,
  type EventSink,
  type EventSource,
  type SharedEvent,
} from '@rookery/api/event-sink';
import { tracked } from '@trpc/server';

/** A stream of events as a feature would offer it: kept in a list, read from where a reader stands. */
export class EventTopic {
  readonly events: (SharedEvent & { id: string })[] = [];
  readonly readers = new Set<() => void>();

  publish(data: unknown): SharedEvent {
    const event = { id: String(this.events.length + 1), data };
    this.events.push(event);
    for (const wake of [...this.readers]) wake();
    return event;
  }

  /** Everything after an event, and then what comes. */
  after(lastEventId: string | undefined, signal: AbortSignal | undefined): EventSource<unknown> {
    const from = lastEventId === undefined ? this.events.length : Number(lastEventId);
    return {
      [EVENT_SINK]: (sink) => this.#feed(sink, from),
      [Symbol.asyncIterator]: () => this.#iterate(from, signal),
    };
  }

  #feed(sink: EventSink, from: number): EventFlow {
    let at = from;
    const pump = (): void => {
      for (let event = this.events[at]; event; event = this.events[at]) {
        if (!sink.push(event)) return;
        at++;
      }
    };
    this.readers.add(pump);
    pump();
    return { stop: () => this.readers.delete(pump), resume: pump };
  }

  async *#iterate(from: number, signal: AbortSignal | undefined): AsyncGenerator<unknown> {
    let news = Promise.withResolvers<void>();
    const wake = (): void => news.resolve();
    this.readers.add(wake);
    signal?.addEventListener('abort', wake);
    try {
      for (let at = from; !signal?.aborted; ) {
        for (let event = this.events[at]; event; event = this.events[at]) {
          at++;
          yield tracked(event.id, event.data);
        }
        await news.promise;
        news = Promise.withResolvers();
      }
    } finally {
      this.readers.delete(wake);
    }
  }
}
