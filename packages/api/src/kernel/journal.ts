import type { SharedEvent } from './event-sink.ts';

/** One row of the journal: that something happened to a topic, and the ids to look it up by. */
export interface JournalRow {
  id: string;
  /** Transaction id, the order by which a reader can be sure to have seen everything. */
  xid: bigint;
  topic: string;
  type: string;
  ref: Readonly<Record<string, unknown>>;
  createdAt: Date;
}

/** A reader's place at the journal's end. */
export interface JournalSubscriber {
  readonly topics: ReadonlySet<string>;
  /** Takes the events of one read in order, live. */
  deliver(events: readonly SharedEvent[]): void;
}

/** One page of what a reader has missed. */
export interface JournalBacklog {
  /** All rows of the page, hydrated or not: what to name as seen when the next page is read. */
  rowIds: string[];
  events: SharedEvent[];
  /** Whether there may be more. */
  full: boolean;
}

/** The log of everything durable that happens, and its tail. */
export interface Journal {
  /** The cursor of now. */
  head(): Promise<string>;
  /** False for a cursor of another database or one older than what is kept. */
  isReadable(cursor: string): Promise<boolean>;
  /** A page of the events of topics from a cursor on whose rows are not among `seen`, oldest first, hydrated. */
  read(topics: ReadonlySet<string>, cursor: string, seen: ReadonlySet<string>): Promise<JournalBacklog>;
  /** Delivers what happens from now on; returns the way out. */
  subscribe(subscriber: JournalSubscriber): () => void;
  /** Calls a listener with each new row of a type, whatever its topic: cache eviction and revocation hang on it. */
  onRow(type: string, listener: (row: JournalRow) => void): () => void;
  /** Looks for new rows soon; called after each commit that wrote some. */
  wake(): void;
}
