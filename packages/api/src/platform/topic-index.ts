import type { JournalEvent, JournalSubscriber } from '../kernel/journal.ts';

/** An event and where it belongs. */
export interface TopicEvent {
  topic: string;
  event: JournalEvent;
}

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

  /**
   * Hands each subscriber the events of its topics in one call, in order. Subscribers of a topic in `missing` get none
   * of them, and are told that they missed some.
   */
  deliver(events: readonly TopicEvent[], missing: ReadonlySet<string>): void {
    const behind = this.#of([...missing]);
    for (const [subscriber, share] of this.#shares(events)) if (!behind.has(subscriber)) subscriber.deliver(share);
    for (const subscriber of behind) subscriber.miss();
  }

  /** Tells every subscriber that it missed something. */
  missAll(): void {
    for (const subscriber of this.#of([...this.#subscribers.keys()])) subscriber.miss();
  }

  #of(topics: readonly string[]): Set<JournalSubscriber> {
    return new Set(topics.flatMap((topic) => [...(this.#subscribers.get(topic) ?? [])]));
  }

  #shares(events: readonly TopicEvent[]): Map<JournalSubscriber, JournalEvent[]> {
    const topics = new Set(events.map(({ topic }) => topic));
    if (topics.size === 1) {
      const all = events.map(({ event }) => event);
      return new Map([...this.#of([...topics])].map((subscriber) => [subscriber, all]));
    }
    const shares = new Map<JournalSubscriber, JournalEvent[]>();
    for (const { topic, event } of events) {
      for (const subscriber of this.#subscribers.get(topic) ?? []) {
        const share = shares.get(subscriber);
        if (share) share.push(event);
        else shares.set(subscriber, [event]);
      }
    }
    return shares;
  }

  #remove(subscriber: JournalSubscriber): void {
    for (const topic of subscriber.topics) {
      const known = this.#subscribers.get(topic);
      known?.delete(subscriber);
      if (known?.size === 0) this.#subscribers.delete(topic);
    }
  }
}
