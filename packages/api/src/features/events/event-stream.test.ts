import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aFewTurns, ModelJournal, ModelReader } from '../../fixtures/model-journal.ts';
import { EventStream } from './event-stream.ts';

const topic = 'user:a';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      rows: fc.array(fc.nat(400), { minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('step' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const) }) },
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
  readonly got: number[][] = [];
  reader = new ModelReader();
  stream = this.#open('0');

  constructor() {
    this.journal.head();
  }

  async play(one: Act): Promise<void> {
    if (one.kind === 'commit') for (const row of one.rows) this.#commit(row);
    if (one.kind === 'flood') this.#flood(one.from);
    if (one.kind === 'step') this.journal.step();
    if (one.kind === 'begin') this.journal.begin();
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

  #flood(from: number): void {
    for (let row = from; row < from + 300; row += 1) this.#commit(row);
    while (this.journal.step());
  }

  #commit(id: number): void {
    this.journal.commit({ id, topic, type: 'something', ref: {} });
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
    this.got.push(this.reader.rows);
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
      for (const stream of scene.got) expect(new Set(stream).size).toBe(stream.length);
      expect(scene.journal.listening).toBe(0);
    }),
    { numRuns: 2000 },
  );
});
