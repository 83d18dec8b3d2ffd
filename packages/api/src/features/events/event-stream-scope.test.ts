import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aFewTurns, ModelJournal, ModelReader, type ModelRow } from '../../fixtures/model-journal.ts';
import type { Journal, JournalEvent } from '../../kernel/journal.ts';
import { scopeChanged } from '../../kernel/live.ts';
import { EventStream } from './event-stream.ts';

const ownTopic = 'user:a';
const topics = ['conversation:1', 'conversation:2', 'conversation:3'] as const;
type Topic = (typeof topics)[number];
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const which = fc.nat(topics.length - 1);
const plain = ['own', 'step', 'step', 'begin', 'answer', 'answer', 'look', 'miss', 'reconnect'] as const;
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('say' as const, 'note' as const), which }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), which }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('commit' as const), which: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('room' as const), which: fc.nat(12) }) },
  { weight: 14, arbitrary: fc.record({ kind: fc.constantFrom(...plain), which: fc.nat(0) }) },
);
type Act = {
  kind: (typeof act extends fc.Arbitrary<infer One extends { kind: string }> ? One : never)['kind'];
  which: number;
};

interface Written extends ModelRow {
  /** To which time of the reader's in the topic it belongs: those with the same number lie between a joining and a leaving. */
  stay: number | null;
  apply?: () => void;
}

/** What happens to a reader of several topics, and what he may read by right. */
class Scene {
  readonly journal = new ModelJournal();
  readonly written = new Map<number, Written>();
  readonly streams: number[][] = [];
  /** What was delivered that should not have been. */
  readonly leaks: number[] = [];
  readonly #scope = new Map<string, number>([[ownTopic, 0]]);
  readonly #stays = new Map<string, number>();
  readonly #lastSeq = new Map<string, number>();
  #pending: Written[] = [];
  /** Stays that have ended as the open stream has been told, by topic the last one. */
  #told = new Map<string, number>();
  #cursor = '0';
  #reader = new ModelReader((id) => this.#heed(id));
  #stream: EventStream;

  constructor() {
    this.journal.head();
    this.journal.onHanded = (events) => this.#note(events);
    this.#stream = this.#open();
  }

  async play({ kind, which: n }: Act): Promise<void> {
    const topic = topics[n] ?? topics[0];
    if (kind === 'say') this.#say(topic);
    if (kind === 'note') this.#write({ topic, type: 'something', ref: {} });
    if (kind === 'own') this.#write({ topic: ownTopic, type: 'something', ref: {} });
    if (kind === 'change') this.#change(topic);
    if (kind === 'commit') this.#commit(n);
    if (kind === 'step') this.journal.step();
    if (kind === 'begin') this.journal.begin();
    if (kind === 'miss') this.journal.step(false);
    if (kind === 'look') this.journal.look();
    if (kind === 'answer') await this.journal.answer();
    if (kind === 'room') this.#give(n);
    if (kind === 'reconnect') this.#reconnect();
    await aFewTurns();
  }

  /** How many reads it took to come to rest. */
  async finish(): Promise<number> {
    while (this.#pending.length > 0) this.#commit(0);
    this.#give(Number.POSITIVE_INFINITY);
    let reads = 0;
    do {
      await aFewTurns();
      while (this.journal.step());
      await this.journal.answer();
      reads += 1;
    } while (this.journal.reading && reads < 5000);
    this.#stream.stop();
    this.streams.push(this.#reader.rows);
    return reads;
  }

  /** Rows that were written while the reader might read them, and that he may read to the end. */
  owed(): number[] {
    const stays = ({ topic, stay }: Written) =>
      topic === ownTopic || (this.#scope.has(topic) && stay !== null && stay === this.#stays.get(topic));
    return [...this.written.values()].filter((row) => row.type !== scopeChanged && stays(row)).map(({ id }) => id);
  }

  #write(row: Pick<Written, 'topic' | 'type' | 'ref' | 'apply'>): void {
    const stay = this.#scope.has(row.topic) ? (this.#stays.get(row.topic) ?? 0) : null;
    const written = { ...row, id: this.written.size, stay };
    this.written.set(written.id, written);
    this.#pending.push(written);
  }

  /** NOTE: numbers are given under a lock, which those who join take too. */
  #isLocked(topic: Topic): boolean {
    return this.#pending.some((row) => row.ref['locks'] === topic);
  }

  #say(topic: Topic): void {
    if (this.#isLocked(topic)) return;
    const seq = (this.#lastSeq.get(topic) ?? 0) + 1;
    this.#lastSeq.set(topic, seq);
    this.#write({ topic, type: 'message', ref: { seq, locks: topic } });
  }

  #change(topic: Topic): void {
    if (this.#isLocked(topic)) return;
    const joined = !this.#scope.has(topic);
    const apply = (): void => {
      if (!joined) this.#scope.delete(topic);
      else {
        this.#scope.set(topic, this.#lastSeq.get(topic) ?? 0);
        this.#stays.set(topic, (this.#stays.get(topic) ?? 0) + 1);
      }
    };
    const stay = this.#stays.get(topic) ?? 0;
    this.#write({ topic: ownTopic, type: scopeChanged, ref: { topic, joined, stay, locks: topic }, apply });
  }

  #commit(n: number): void {
    const row = this.#pending[n % Math.max(1, this.#pending.length)];
    if (!row) return;
    this.#pending = this.#pending.filter((one) => one !== row);
    row.apply?.();
    this.journal.commit(row);
  }

  #note(events: readonly JournalEvent[]): void {
    for (const { type, ref } of events) {
      if (type === scopeChanged && !ref['joined']) this.#told.set(String(ref['topic']), Number(ref['stay']));
    }
  }

  #heed(id: number): void {
    const row = this.written.get(id);
    const early = typeof row?.ref['seq'] === 'number' && row.stay === null;
    if (!row || row.type === scopeChanged || early) this.leaks.push(id);
    else if (!this.#scope.has(row.topic) && this.#told.get(row.topic) === this.#stays.get(row.topic))
      this.leaks.push(id);
  }

  #give(room: number): void {
    this.#reader.room += room;
    this.#stream.resume();
  }

  #reconnect(): void {
    this.#stream.stop();
    this.#cursor = this.#reader.got.at(-1)?.id ?? this.#cursor;
    this.streams.push(this.#reader.rows);
    this.#told = new Map();
    this.#reader = new ModelReader((id) => this.#heed(id));
    this.#stream = this.#open();
  }

  #open(): EventStream {
    const reader = this.#reader;
    const readScope = () => this.journal.later(() => new Map(this.#scope));
    const read: Journal['read'] = async (reading) => {
      const page = await this.journal.read(reading);
      if (reader === this.#reader) this.#note(page.events);
      return page;
    };
    const journal: Journal = {
      read,
      head: () => this.journal.head(),
      subscribe: (subscriber) => this.journal.subscribe(subscriber),
      onRow: this.journal.onRow,
      onOwnRow: this.journal.onOwnRow,
      written: this.journal.written,
      wake: this.journal.wake,
    };
    const app = { journal, log: silent, clock: { now: () => new Date(0) } };
    return new EventStream({ app, viewerId: 'a', ownTopic, readScope, cursor: this.#cursor }, reader);
  }
}

test('whoever joins and leaves at whatever time hears all that is said to him, nothing twice, and nothing once he was told that he left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 150, size: 'max' }), async (acts) => {
      const scene = new Scene();
      for (const one of acts) await scene.play(one);
      expect(await scene.finish()).toBeLessThan(5000);
      const got = new Set(scene.streams.flat());
      expect(scene.owed().filter((id) => !got.has(id))).toEqual([]);
      expect(scene.leaks).toEqual([]);
      for (const stream of scene.streams) {
        expect(new Set(stream).size).toBe(stream.length);
        for (const topic of topics) {
          const seqs = stream.flatMap((id) => {
            const row = scene.written.get(id);
            return row?.topic === topic && typeof row.ref['seq'] === 'number' ? [row.ref['seq']] : [];
          });
          expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
        }
      }
      expect(scene.journal.listening).toBe(0);
    }),
    { numRuns: 3000 },
  );
});

test('who has come back hears what is said, although the news of his leaving comes later than what he reads', async () => {
  const scene = new Scene();
  const play = async (kind: Act['kind'], times = 1) => {
    for (let n = 0; n < times; n += 1) await scene.play({ kind, which: 0 });
  };
  for (const kind of ['change', 'change', 'change', 'say'] as const) {
    await play(kind);
    await play('commit');
  }
  await play('answer', 20);
  await play('step', 5);
  await scene.finish();
  expect(scene.owed()).toHaveLength(1);
  expect(scene.streams.flat()).toEqual(scene.owed());
});
