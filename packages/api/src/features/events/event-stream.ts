import type { StreamReset } from '@rookery/contract';
import type { EventFlow, EventSink } from '../../kernel/event-sink.ts';
import type {
  Journal,
  JournalEvent,
  JournalPage,
  JournalSubscriber,
  JournalSubscription,
  SeenTransactions,
} from '../../kernel/journal.ts';
import { isUnavailable } from '../../kernel/pg-error.ts';
import type { Clock, Logger } from '../../kernel/ports.ts';

/** Live events that a stream holds for a reader who is slow, or still reads what he missed. */
const mostHeld = 256;
const firstRetryMs = 50;
const longestRetryMs = 8000;
/** Failed attempts after which a reader is told to read everything anew rather than left waiting. */
const patience = 6;

/** What a stream is made of. */
export interface StreamOptions {
  app: { journal: Journal; log: Logger; clock: Clock };
  topics: ReadonlySet<string>;
  /** After which to begin; null: from now on. */
  cursor: string | null;
}

const nothing: SeenTransactions = { has: () => false };

/**
 * One reader's stream of the journal: what he missed, then what happens, without a gap, a repeat or a change of order
 * between the two. It holds a bounded number of events; a reader who falls further behind is served from the journal.
 */
export class EventStream implements JournalSubscriber, EventFlow {
  readonly topics: ReadonlySet<string>;
  readonly #app: StreamOptions['app'];
  readonly #sink: EventSink;
  readonly #subscription: JournalSubscription;
  /** To be pushed, in order. */
  #ready: JournalEvent[] = [];
  /** Where to read on once all that is ready has been pushed; null while live. */
  #from: string | null;
  /** What came live during the read under way; null when it was too much to hold. */
  #arrived: JournalEvent[] | null = null;
  /** After the last event that the sink took, or where the reader began. */
  #taken: string;
  /** What the tail may still bring although it has been read. */
  #seen = nothing;
  /** As much of it as the sink has taken. */
  #had = nothing;
  #reading = false;
  #refused = false;
  #stopped = false;
  #attempts = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ app, topics, cursor }: StreamOptions, sink: EventSink) {
    this.topics = topics;
    this.#app = app;
    this.#sink = sink;
    // NOTE: listening begins before reading, so that nothing falls in between.
    this.#subscription = app.journal.subscribe(this);
    this.#taken = cursor ?? this.#subscription.cursor;
    this.#from = cursor;
    this.#advance();
  }

  deliver(events: readonly JournalEvent[]): void {
    if (this.#reading) {
      this.#arrived?.push(...events);
      if (this.#arrived && this.#arrived.length > mostHeld) this.#arrived = null;
    } else if (this.#from === null && !this.#stopped) {
      this.#ready.push(...this.#unseen(events));
      this.#advance();
      if (this.#ready.length > mostHeld) this.#fallBehind();
    }
  }

  miss(): void {
    if (this.#reading) this.#arrived = null;
    else if (this.#from === null) this.#fallBehind();
  }

  resume(): void {
    this.#refused = false;
    this.#advance();
  }

  stop(): void {
    this.#stopped = true;
    this.#subscription.close();
    clearTimeout(this.#timer);
    this.#ready = [];
    this.#arrived = null;
  }

  #unseen(events: readonly JournalEvent[]): JournalEvent[] {
    return events.filter(({ xid }) => !this.#seen.has(xid));
  }

  #fallBehind(): void {
    this.#ready = [];
    this.#from = this.#taken;
    this.#seen = this.#had;
    this.#advance();
  }

  /** Pushes what is ready, then reads on if there is something to read. */
  #advance(): void {
    this.#push();
    if (this.#stopped || this.#refused || this.#reading || this.#ready.length > 0) return;
    if (this.#from === null) this.#had = this.#seen;
    else void this.#read(this.#from);
  }

  #push(): void {
    let pushed = 0;
    try {
      for (const { event } of this.#ready) {
        this.#refused ||= this.#stopped || !this.#sink.push(event);
        if (this.#refused) break;
        this.#taken = event.id;
        pushed += 1;
      }
    } catch (error) {
      this.stop();
      this.#sink.fail(error);
    }
    if (pushed > 0) this.#ready = this.#ready.slice(pushed);
  }

  async #read(from: string): Promise<void> {
    this.#reading = true;
    this.#arrived = [];
    clearTimeout(this.#timer);
    try {
      const page = await this.#app.journal.read(this.topics, from);
      this.#reading = false;
      if (page) this.#take(page);
      else this.#reset();
    } catch (error) {
      this.#reading = false;
      this.#failed(error);
    }
  }

  #take({ events, cursor, seen }: JournalPage): void {
    this.#attempts = 0;
    this.#ready = this.#unseen(events);
    this.#from = cursor;
    if (seen) this.#seen = seen;
    if (seen && this.#arrived) {
      this.#ready.push(...this.#unseen(this.#arrived));
      this.#from = null;
    }
    this.#advance();
  }

  #failed(error: unknown): void {
    this.#app.log.warn({ err: error }, 'a stream could not be read');
    // NOTE: as long as the database is away, waiting is all that the reader could do, too.
    if (this.#attempts >= patience && !isUnavailable(error)) this.#reset();
    else this.#retry();
  }

  /** Tells the reader to read everything anew, and goes on from now. */
  #reset(): void {
    const cursor = this.#app.journal.head();
    const data: StreamReset = { id: cursor, at: this.#app.clock.now(), type: 'stream.reset', data: { cursor } };
    this.#ready = [{ xid: 0n, event: { id: cursor, data } }];
    this.#from = cursor;
    this.#seen = nothing;
    this.#had = nothing;
    this.#push();
    this.#retry();
  }

  #retry(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const delay = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#timer = setTimeout(() => this.#advance(), delay * (0.5 + Math.random())).unref();
  }
}
