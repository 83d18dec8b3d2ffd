import type { SharedEvent } from '../kernel/event-sink.ts';
import type { JournalSubscriber } from '../kernel/journal.ts';

/** Who listens to which topic. */
export class TopicIndex {
  readonly #subscribers = new Map<string, Set<JournalSubscriber>>();

  /** Adds a subscriber to all its topics; returns the way out. */
  add(subscriber: JournalSubscriber): () => void {
    for (const topic of subscriber.topics) {
      const known = this.#subscribers.get(topic) ?? new Set();
      this.#subscribers.set(topic, known.add(subscriber));
    }
    return () => this.#remove(subscriber);
  }

  has(topic: string): boolean {
    return this.#subscribers.has(topic);
  }

  /** Hands each subscriber the events of its topics in one call, in order. */
  deliver(events: readonly { topic: string; event: SharedEvent }[]): void {
    const [first] = events;
    if (!first) return;
    if (events.every(({ topic }) => topic === first.topic)) {
      const all = events.map(({ event }) => event);
      for (const subscriber of this.#subscribers.get(first.topic) ?? []) subscriber.deliver(all);
      return;
    }
    const shares = new Map<JournalSubscriber, SharedEvent[]>();
    for (const { topic, event } of events) {
      for (const subscriber of this.#subscribers.get(topic) ?? []) {
        const share = shares.get(subscriber);
        if (share) share.push(event);
        else shares.set(subscriber, [event]);
      }
    }
    for (const [subscriber, share] of shares) subscriber.deliver(share);
  }

  #remove(subscriber: JournalSubscriber): void {
    for (const topic of subscriber.topics) {
      const known = this.#subscribers.get(topic);
      known?.delete(subscriber);
      if (known?.size === 0) this.#subscribers.delete(topic);
    }
  }
}
