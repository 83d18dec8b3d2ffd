import type { SharedEvent } from './event-sink.ts';

/** One row of the journal: that something happened to a topic, and the ids to look it up by. */
export interface JournalRow {
  id: string;
  /** The transaction that wrote it. */
  xid: bigint;
  topic: string;
  type: string;
  ref: Readonly<Record<string, unknown>>;
  createdAt: Date;
}

/** An event made of a row, and the transaction by which a reader can tell whether a read held it already. */
export interface JournalEvent {
  readonly xid: bigint;
  readonly topic: string;
  readonly type: string;
  readonly ref: JournalRow['ref'];
  readonly event: SharedEvent & { readonly id: string };
}

/** Transactions whose rows a reader has had. */
export interface SeenTransactions {
  has(xid: bigint): boolean;
}

/** A row as it was written. */
export type WrittenRow = Pick<JournalRow, 'topic' | 'type' | 'ref'>;

/** One page of what a reader has missed. */
export interface JournalPage {
  /** In the order of the journal; rows that show nothing to clients are left out. */
  events: JournalEvent[];
  /** Where the next page begins. */
  cursor: string;
  /** What the reader has had after this page, or null when there is more to read first. */
  seen: SeenTransactions | null;
}

/** What to read of the journal, and for whom. */
export interface JournalReading {
  topics: ReadonlySet<string>;
  /** After which to begin. */
  cursor: string;
  /** For whom events are that look different to each; without one they are left out. */
  viewerId: string | null;
}

/** Somebody who listens to topics. */
export interface JournalSubscriber {
  /** For whom events are that look different to each; without one they are left out. */
  readonly viewerId: string | null;
  /** With which to begin. */
  readonly topics: ReadonlySet<string>;
  /** Takes the events of one read, in order. Never throws. */
  deliver(events: readonly JournalEvent[]): void;
  /** Rows of the topics could not be delivered: what comes after the last event has to be read. Never throws. */
  miss(): void;
}

/** A subscriber's place in the journal. */
export interface JournalSubscription {
  /** The cursor after which everything is delivered. */
  readonly cursor: string;
  /** Listens to these topics from now on, and to no others. */
  listen(topics: ReadonlySet<string>): void;
  close(): void;
}

/** The log of everything durable that happens, and its tail. */
export interface Journal {
  /** The cursor of now: whatever a read that begins after this call misses comes after it. */
  head(): string;
  /** The page after a cursor, or null when the cursor is unreadable: of another database, too old, or no cursor at all. */
  read(reading: JournalReading): Promise<JournalPage | null>;
  /** Delivers what happens from now on. */
  subscribe(subscriber: JournalSubscriber): JournalSubscription;
  /**
   * Calls a listener with each new row of a type, at least once and whatever its topic, before it is delivered: cache
   * eviction and revocation hang on it.
   */
  onRow(type: string, listener: (row: JournalRow) => void): () => void;
  /**
   * Calls a listener with each new row of a type that this process has committed, before whoever made it is answered: so he who
   * was told that something has ended finds it ended.
   */
  onOwnRow(type: string, listener: (row: WrittenRow) => void): () => void;
  /** Tells of rows that have been committed; called after each commit that wrote some. */
  written(rows: readonly WrittenRow[]): void;
  /** Looks for new rows soon. */
  wake(): void;
}
