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
import { type StreamScope, scopeChanged, scopeChangeOf } from '../../kernel/live.ts';
import { isUnavailable } from '../../kernel/pg-error.ts';
import type { Clock, Logger } from '../../kernel/ports.ts';

/** Live events that a stream holds for a reader who is slow, or still reads what he missed. */
const mostHeld = 256;
const firstRetryMs = 50;
const longestRetryMs = 8000;
/** Changes that are remembered; who is told of one again reads once more than he had to. */
const mostMinded = 1000;
/** Failed attempts after which a reader is told to read everything anew rather than left waiting. */
const patience = 6;

/** What a stream is made of. */
export interface StreamOptions {
  app: { journal: Journal; log: Logger; clock: Clock };
  viewerId: string;
  /** The topic on which the reader is told that what he may read has changed. */
  ownTopic: string;
  /** What the reader may read now. */
  readScope(): Promise<StreamScope>;
  /** Of which types of events the reader may hear; absent: of all. */
  hears?: (type: string) => boolean;
  /** After which to begin; null: from now on. */
  cursor: string | null;
}

const nothing: SeenTransactions = { has: () => false };

/**
 * One reader's stream of the journal: what he missed, then what happens, without a gap, a repeat or a change of order
 * between the two. It holds a bounded number of events; a reader who falls further behind is served from the journal.
 * NOTE: what he may read is asked before each read. When a row says that it has changed, all after that row is read anew.
 */
export class EventStream implements JournalSubscriber, EventFlow {
  readonly viewerId: string;
  readonly topics: ReadonlySet<string>;
  readonly #app: StreamOptions['app'];
  readonly #readScope: StreamOptions['readScope'];
  readonly #hears: (type: string) => boolean;
  readonly #sink: EventSink;
  readonly #subscription: JournalSubscription;
  /** To be pushed, in order. */
  #ready: JournalEvent[] = [];
  /** Where to read on once all that is ready has been pushed; null while live. */
  #from: string | null;
  #scope: StreamScope = new Map();
  /** Changes of what the reader may read that have been minded, by row. */
  #minded = new Set<string>();
  /** What came live during the read under way; null when it was too much to hold. */
  #arrived: JournalEvent[] | null = null;
  /** The reader was told during the read under way that he may read less. */
  #outdated = false;
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

  constructor({ app, viewerId, ownTopic, readScope, hears = () => true, cursor }: StreamOptions, sink: EventSink) {
    this.viewerId = viewerId;
    this.topics = new Set([ownTopic]);
    this.#app = app;
    this.#readScope = readScope;
    this.#hears = hears;
    this.#sink = sink;
    // NOTE: listening begins before reading, so that nothing falls in between.
    this.#subscription = app.journal.subscribe(this);
    this.#taken = cursor ?? this.#subscription.cursor;
    this.#from = this.#taken;
    if (cursor === null) sink.opened?.(this.#taken);
    this.#advance();
  }

  deliver(events: readonly JournalEvent[]): void {
    for (const event of events) if (event.type === scopeChanged && !this.#wasMinded(event)) this.#dropIfLeft(event);
    if (this.#reading) {
      this.#arrived?.push(...events);
      if (this.#arrived && this.#arrived.length > mostHeld) this.#arrived = null;
    } else if (this.#from === null && !this.#stopped) {
      this.#queue(events);
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

  /** Makes events ready that the reader has not had; false at a change of what he may read, after which he has to read on. */
  #queue(events: readonly JournalEvent[]): boolean {
    for (const [index, event] of events.entries()) {
      if (event.type === scopeChanged) {
        if (this.#wasMinded(event)) continue;
        this.#cut(event, events.slice(index));
        return false;
      }
      if (!this.#seen.has(event.xid) && this.#isInScope(event)) this.#ready.push(event);
    }
    return true;
  }

  /** Has all that comes after a change read anew. NOTE: what is ready came before all of the rest, whose changes it must bear, too. */
  #cut(change: JournalEvent, rest: readonly JournalEvent[]): void {
    this.#mind(change);
    for (const later of rest) if (later.type === scopeChanged) this.#dropIfLeft(later);
    this.#from = change.event.id;
  }

  /** Whether what the reader may read was asked after this change already. NOTE: what is ready may have come after it. */
  #wasMinded({ event: { data } }: JournalEvent): boolean {
    return this.#minded.has(rowOf(data).id);
  }

  #mind({ event: { data } }: JournalEvent): void {
    if (this.#minded.size >= mostMinded) this.#minded = new Set();
    this.#minded.add(rowOf(data).id);
  }

  #isInScope({ topic, type, ref }: JournalEvent): boolean {
    if (!this.#hears(type)) return false;
    const from = this.#scope.get(topic);
    const place = ref['seq'];
    return from !== undefined && !(typeof place === 'number' && place <= from);
  }

  /** NOTE: at once, since a reader who is slow must not get later what he may not see any more. */
  #dropIfLeft(event: JournalEvent): void {
    const { topic: left, joined } = scopeChangeOf(event);
    if (joined) return;
    const stays = ({ topic }: JournalEvent): boolean => topic !== left;
    this.#ready = this.#ready.filter(stays);
    this.#arrived = this.#arrived?.filter(stays) ?? null;
    this.#outdated = true;
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
    this.#outdated = false;
    clearTimeout(this.#timer);
    try {
      const page = await this.#readPage(from);
      this.#reading = false;
      // NOTE: it may hold what came before the change, for a scope of before it.
      if (this.#outdated) this.#advance();
      else if (page) this.#take(page);
      else this.#reset();
    } catch (error) {
      this.#reading = false;
      this.#failed(error);
    }
  }

  async #readPage(cursor: string): Promise<JournalPage | null> {
    this.#scope = await this.#readScope();
    const topics = new Set(this.#scope.keys());
    if (!this.#stopped) this.#subscription.listen(topics);
    return this.#app.journal.read({ topics, cursor, viewerId: this.viewerId });
  }

  #take({ events, cursor, seen }: JournalPage): void {
    const arrived = this.#arrived;
    this.#attempts = 0;
    this.#from = cursor;
    if (this.#queue(events) && seen) {
      this.#seen = seen;
      if (arrived) this.#from = null;
      this.#queue(arrived ?? []);
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
    this.#ready = [{ xid: 0n, topic: '', type: data.type, ref: {}, event: { id: cursor, data } }];
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

/** NOTE: what the journal makes of a row bears the row's id. */
function rowOf(data: unknown): { id: string } {
  return data as { id: string };
}
