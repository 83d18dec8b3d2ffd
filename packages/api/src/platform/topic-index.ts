import type { JournalEvent, JournalSubscriber } from '../kernel/journal.ts';

/** An event and where it belongs. */
export interface TopicEvent {
  topic: string;
  /** Whose it alone is; null: everybody's who listens to the topic. */
  viewerId: string | null;
  event: JournalEvent;
}

/** Who listens to which topic. */
export class TopicIndex {
  readonly #subscribers = new Map<string, Set<JournalSubscriber>>();
  readonly #topics = new Map<JournalSubscriber, ReadonlySet<string>>();

  /** Lets a subscriber listen to these topics, and to no others. */
  listen(subscriber: JournalSubscriber, topics: ReadonlySet<string>): void {
    const before = this.#topics.get(subscriber) ?? new Set();
    for (const topic of before) if (!topics.has(topic)) this.#leave(subscriber, topic);
    for (const topic of topics) if (!before.has(topic)) this.#join(subscriber, topic);
    this.#topics.set(subscriber, new Set(topics));
  }

  /** Lets a subscriber listen to nothing more. */
  remove(subscriber: JournalSubscriber): void {
    this.listen(subscriber, new Set());
    this.#topics.delete(subscriber);
  }

  has(topic: string): boolean {
    return this.#subscribers.has(topic);
  }

  /** For whom events of a topic are that look different to each. */
  viewersOf(topic: string): Set<string> {
    return new Set([...(this.#subscribers.get(topic) ?? [])].flatMap(({ viewerId }) => viewerId ?? []));
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
    if (topics.size === 1 && events.every(({ viewerId }) => viewerId === null)) {
      const all = events.map(({ event }) => event);
      return new Map([...this.#of([...topics])].map((subscriber) => [subscriber, all]));
    }
    const shares = new Map<JournalSubscriber, JournalEvent[]>();
    for (const { topic, viewerId, event } of events) {
      for (const subscriber of this.#subscribers.get(topic) ?? []) {
        if (viewerId !== null && viewerId !== subscriber.viewerId) continue;
        const share = shares.get(subscriber);
        if (share) share.push(event);
        else shares.set(subscriber, [event]);
      }
    }
    return shares;
  }

  #join(subscriber: JournalSubscriber, topic: string): void {
    const known = this.#subscribers.get(topic) ?? new Set();
    this.#subscribers.set(topic, known.add(subscriber));
  }

  #leave(subscriber: JournalSubscriber, topic: string): void {
    const known = this.#subscribers.get(topic);
    known?.delete(subscriber);
    if (known?.size === 0) this.#subscribers.delete(topic);
  }
}
