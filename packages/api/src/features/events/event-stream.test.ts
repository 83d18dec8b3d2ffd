import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventSink, SharedEvent } from '../../kernel/event-sink.ts';
import type { Journal, JournalEvent, JournalPage, JournalReading, JournalSubscriber } from '../../kernel/journal.ts';
import { EventStream } from './event-stream.ts';

const limit = 3;
const topic = 'user:a';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

interface Place {
  seen: ReadonlySet<number>;
  page: { until: ReadonlySet<number>; after: number } | null;
}

/** The journal's rules over rows in memory, one row a transaction, so that every order of things can be tried. */
class ModelJournal implements Journal {
  readonly committed = new Set<number>();
  readonly #places: Place[] = [];
  readonly #subscribers = new Set<JournalSubscriber>();
  readonly #reads: { look: () => JournalPage; resolve: (page: JournalPage) => void; page?: JournalPage }[] = [];
  #tail: Place = { seen: new Set(), page: null };

  head(): string {
    return this.#write(this.#tail);
  }

  subscribe(subscriber: JournalSubscriber) {
    this.#subscribers.add(subscriber);
    return { cursor: this.head(), listen: () => undefined, close: () => void this.#subscribers.delete(subscriber) };
  }

  read({ cursor }: JournalReading): Promise<JournalPage> {
    const place = this.#places[Number(cursor)] ?? this.#tail;
    const look = (): JournalPage => {
      const { events, place: end, more } = this.#take(place);
      return { events, cursor: this.#write(end), seen: more ? null : { has: (xid) => end.seen.has(Number(xid)) } };
    };
    return new Promise((resolve) => this.#reads.push({ look, resolve }));
  }

  /** Lets the reads under way see what is there. */
  look(): void {
    for (const read of this.#reads) read.page ??= read.look();
  }

  /** Lets the oldest read come back with what it saw. */
  async answer(): Promise<void> {
    this.look();
    const read = this.#reads.shift();
    if (read?.page) read.resolve(read.page);
    await aFewTurns();
  }

  /** One read of the tail, whose rows are delivered or, when they cannot be shown, missed. */
  step(shown = true): boolean {
    const { events, place, more } = this.#take(this.#tail);
    for (const one of events.length > 0 ? this.#subscribers : []) {
      if (shown) one.deliver(events);
      else one.miss();
    }
    this.#tail = place;
    return more;
  }

  get listening(): number {
    return this.#subscribers.size;
  }

  get reading(): boolean {
    return this.#reads.length > 0;
  }

  onRow = () => () => undefined;
  wake = () => undefined;

  #write(place: Place): string {
    return String(this.#places.push(place) - 1);
  }

  #take({ seen, page }: Place): { events: JournalEvent[]; place: Place; more: boolean } {
    const until = page?.until ?? new Set(this.committed);
    const unread = [...until].filter((id) => !seen.has(id) && id > (page?.after ?? -1)).sort((a, b) => a - b);
    const rows = unread.slice(0, limit);
    const full = rows.length === limit;
    const after = (id: number): Place => ({ seen, page: { until, after: id } });
    const end = full ? after(rows.at(-1) ?? -1) : { seen: until, page: null };
    const events = rows.map((id) => ({
      xid: BigInt(id),
      topic,
      type: 'something',
      ref: {},
      event: { id: this.#write(id === rows.at(-1) ? end : after(id)), data: id },
    }));
    return { events, place: end, more: full || page !== null };
  }
}

/** Until what was resolved has been taken up. */
async function aFewTurns(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
}

/** A reader with so much room, who asks to be resumed when told to. */
class ModelReader implements EventSink {
  readonly backlog = 0;
  readonly got: SharedEvent[] = [];
  room = 0;

  push(event: SharedEvent): boolean {
    if (this.room === 0) return false;
    this.room -= 1;
    this.got.push(event);
    return true;
  }

  fail(error: unknown): void {
    throw error;
  }

  done(): void {
    expect.unreachable();
  }
}

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      rows: fc.array(fc.nat(400), { minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('step' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('room' as const), room: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('flood' as const), from: fc.integer({ min: 500, max: 900 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('miss' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reconnect' as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

class Scene {
  readonly journal = new ModelJournal();
  readonly app = { journal: this.journal, log: silent, clock: { now: () => new Date(0) } };
  readonly got: unknown[] = [];
  reader = new ModelReader();
  stream = this.#open('0');

  constructor() {
    this.journal.head();
  }

  async play(one: Act): Promise<void> {
    if (one.kind === 'commit') for (const row of one.rows) this.journal.committed.add(row);
    if (one.kind === 'flood') for (let row = one.from; row < one.from + 300; row += 1) this.journal.committed.add(row);
    if (one.kind === 'flood') while (this.journal.step());
    if (one.kind === 'step') this.journal.step();
    if (one.kind === 'answer') await this.journal.answer();
    if (one.kind === 'look') this.journal.look();
    if (one.kind === 'miss') this.journal.step(false);
    if (one.kind === 'room') this.#give(one.room);
    if (one.kind === 'reconnect') this.#reconnect();
    await aFewTurns();
  }

  async finish(): Promise<void> {
    this.#give(Number.POSITIVE_INFINITY);
    do {
      await aFewTurns();
      while (this.journal.step());
      await this.journal.answer();
    } while (this.journal.reading);
    this.stream.stop();
    this.#collect();
  }

  #give(room: number): void {
    this.reader.room += room;
    this.stream.resume();
  }

  #reconnect(): void {
    this.stream.stop();
    const cursor = this.reader.got.at(-1)?.id;
    this.#collect();
    if (cursor) this.cursor = cursor;
    this.stream = this.#open(this.cursor);
  }

  cursor = '0';

  #collect(): void {
    this.got.push(this.reader.got.map(({ data }) => data));
  }

  #open(cursor: string): EventStream {
    this.reader = new ModelReader();
    return new EventStream(
      { app: this.app, viewerId: 'a', ownTopic: topic, readScope: async () => new Map([[topic, 0]]), cursor },
      this.reader,
    );
  }
}

test('however commits, tail, reads, stalls and breaks fall: nothing is missed, and one stream repeats nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const scene = new Scene();
      for (const one of acts) await scene.play(one);
      await scene.finish();
      const rows = scene.got.flat();
      expect(new Set(rows)).toEqual(scene.journal.committed);
      for (const stream of scene.got) expect(new Set(stream as number[]).size).toBe((stream as number[]).length);
      expect(scene.journal.listening).toBe(0);
    }),
    { numRuns: 2000 },
  );
});
