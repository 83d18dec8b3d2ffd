import { setImmediate as turn } from 'node:timers/promises';
import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterEach, expect, test, vi } from 'vitest';
import type { App } from '../../kernel/app.ts';
import type { EventSink, SharedEvent } from '../../kernel/event-sink.ts';
import type { Journal, JournalRow } from '../../kernel/journal.ts';
import { liveEventTable } from '../../kernel/live.ts';
import { type OpenJournal, openJournal } from '../../platform/journal.ts';
import { memoryBus } from '../../platform/memory-bus.ts';
import { EventStream } from './event-stream.ts';

const soon = { timeout: 10_000, interval: 5 };
const type = 'notification.deleted';
const topic = 'user:a';

interface Process extends AsyncDisposable {
  app: App;
  journal: OpenJournal;
  /** Streams that listen. */
  listening: number;
  reads: number;
  /** Returns when no stream has anything more to read. */
  caughtUp(): Promise<void>;
  open(sink: EventSink, cursor?: string | null): EventStream;
}

type Hydrate = (rows: readonly JournalRow[]) => Promise<ReadonlyMap<string, unknown>>;
const showRefs: Hydrate = async (rows) => new Map(rows.map((row) => [row.id, row.ref]));

/** A further process over the same database, as far as the journal goes. */
async function openProcess(t: TestApp, hydrate: Hydrate = showRefs): Promise<Process> {
  const bus = memoryBus();
  const journal = await openJournal({ sql: t.app.sql, bus, log: t.app.log });
  let reading = 0;
  const counting: Journal = {
    ...journal,
    read: async (...call) => {
      process.reads += 1;
      reading += 1;
      return journal.read(...call).finally(() => {
        reading -= 1;
      });
    },
    subscribe: (subscriber) => {
      const { close, ...subscription } = journal.subscribe(subscriber);
      process.listening += 1;
      const once = () => {
        process.listening -= 1;
        close();
      };
      return { ...subscription, close: once };
    },
  };
  const live = liveEventTable([{ type, hydrate: (_app, rows) => hydrate(rows) }]);
  const app: App = { ...t.app, bus, journal: counting, live };
  journal.follow(app);
  const process: Process = {
    app,
    journal,
    listening: 0,
    reads: 0,
    caughtUp: async () => {
      await turn();
      await vi.waitFor(() => expect(reading).toBe(0), soon);
      await turn();
    },
    open: (sink, cursor = null) =>
      new EventStream(
        { app, viewerId: 'a', ownTopic: topic, readScope: async () => new Map([[topic, 0]]), cursor },
        sink,
      ),
    [Symbol.asyncDispose]: () => journal[Symbol.asyncDispose](),
  };
  return process;
}

/** A reader who takes events as long as he has room. */
class Reader implements EventSink {
  readonly backlog = 0;
  readonly taken: SharedEvent[] = [];
  room: number;
  failure: unknown;

  constructor(room = Number.POSITIVE_INFINITY) {
    this.room = room;
  }

  push(event: SharedEvent): boolean {
    if (this.room <= 0) return false;
    this.room -= 1;
    this.taken.push(event);
    return true;
  }

  fail(error: unknown): void {
    this.failure = error;
  }

  done(): void {
    expect.unreachable();
  }

  get ids(): string[] {
    return this.taken.map(({ data }) => (data as { id: string }).id);
  }

  get types(): string[] {
    return this.taken.map(({ data }) => (data as { type: string }).type);
  }
}

async function write(t: TestApp, count: number): Promise<void> {
  const sql = `insert into journal (topic, type, ref) select '${topic}', '${type}', jsonb_build_object('n', n) from generate_series(1, ${count}) n`;
  await t.app.sql.run({ text: sql }, []);
}

async function written(t: TestApp): Promise<string[]> {
  const rows = await t.app.sql.rows<{ id: string }>({ text: 'select id from journal where topic = $1 order by id' }, [
    topic,
  ]);
  return rows.map(({ id }) => id);
}

afterEach(() => {
  vi.useRealTimers();
});

test('without a cursor a stream begins now', async () => {
  await using t = await createTestApp();
  await write(t, 3);
  await using p = await openProcess(t);
  const reader = new Reader();
  const stream = p.open(reader);
  await p.caughtUp();
  expect(p.reads).toBe(1);
  await write(t, 4);
  await p.journal.settle();
  expect(reader.ids).toEqual((await written(t)).slice(3));
  expect(p.reads).toBe(1);
  stream.stop();
  await write(t, 1);
  await p.journal.settle();
  expect(reader.ids).toHaveLength(4);
  expect(p.listening).toBe(0);
});

test('all streams of a topic are handed the same event object', async () => {
  await using t = await createTestApp();
  await using p = await openProcess(t);
  const readers = [new Reader(), new Reader()];
  const streams = readers.map((reader) => p.open(reader));
  await p.caughtUp();
  await write(t, 1);
  await p.journal.settle();
  expect(readers[0]?.taken[0]).toBeDefined();
  expect(readers[0]?.taken[0]).toBe(readers[1]?.taken[0]);
  for (const stream of streams) stream.stop();
});

test('a stream from a cursor gives what was missed, then what happens, whatever is written meanwhile', async () => {
  await using t = await createTestApp();
  await using p = await openProcess(t);
  const cursor = p.journal.head();
  await write(t, 700);
  const reader = new Reader();
  const stream = p.open(reader, cursor);
  for (let n = 0; n < 40; n += 1) {
    await write(t, 5);
    p.journal.wake();
    await turn();
  }
  await vi.waitFor(() => expect(reader.ids).toHaveLength(900), soon);
  expect(reader.ids).toEqual(await written(t));
  stream.stop();
});

test('a stream broken off after any event is resumed in another process without a gap or a repeat', async () => {
  await using t = await createTestApp();
  await using p = await openProcess(t);
  await using other = await openProcess(t);
  const live = new Reader();
  const first = p.open(live);
  await p.caughtUp();
  await write(t, 6);
  await p.journal.settle();
  first.stop();
  const all = await written(t);
  for (const [index, event] of live.taken.entries()) {
    const reader = new Reader();
    const stream = other.open(reader, event.id);
    await vi.waitFor(() => expect(reader.ids).toEqual(all.slice(index + 1)), soon);
    stream.stop();
  }
});

test('an unreadable cursor gives one reset with the cursor of now, and the stream goes on from there', async () => {
  await using t = await createTestApp();
  await using p = await openProcess(t);
  await write(t, 2);
  await p.journal.settle();
  for (const cursor of ['nonsense', p.journal.head().replace(/^.{16}/, 'ffffffffffffffff')]) {
    const before = (await written(t)).length;
    const reader = new Reader();
    const stream = p.open(reader, cursor);
    await vi.waitFor(() => expect(reader.types).toEqual(['stream.reset']), soon);
    const [reset] = reader.taken;
    expect(reset?.data).toMatchObject({ data: { cursor: reset?.id } });
    await write(t, 3);
    p.journal.wake();
    await vi.waitFor(() => expect(reader.types).toHaveLength(4), soon);
    expect(reader.ids.slice(1)).toEqual((await written(t)).slice(before));
    const resumed = new Reader();
    const again = p.open(resumed, reset?.id ?? null);
    await vi.waitFor(() => expect(resumed.ids).toEqual(reader.ids.slice(1)), soon);
    for (const one of [stream, again]) one.stop();
  }
  expect(p.listening).toBe(0);
});

test('a reader who takes nothing is held little for, and gets all once he takes again', async () => {
  await using t = await createTestApp();
  await using p = await openProcess(t);
  const reader = new Reader(10);
  const stream = p.open(reader);
  await p.caughtUp();
  for (let n = 0; n < 30; n += 1) {
    await write(t, 100);
    await p.journal.settle();
  }
  expect(reader.ids).toHaveLength(10);
  expect(p.reads).toBe(1);
  for (const room of [1, 5, 300, 50, Number.POSITIVE_INFINITY]) {
    reader.room = room;
    stream.resume();
    await turn();
  }
  await vi.waitFor(() => expect(reader.ids).toHaveLength(3000), soon);
  expect(reader.ids).toEqual(await written(t));
  expect(p.reads).toBeGreaterThan(1);
  stream.stop();
});

test('rows that cannot be shown for a while are waited for, and nothing behind them overtakes them', async () => {
  await using t = await createTestApp();
  let broken = true;
  await using p = await openProcess(t, async (rows) => {
    if (broken && rows.some(({ ref }) => ref.n === 3)) throw new Error('poison');
    return showRefs(rows);
  });
  const reader = new Reader();
  const stream = p.open(reader);
  await p.caughtUp();
  await write(t, 3);
  await p.journal.settle();
  await write(t, 1);
  await p.journal.settle();
  expect(reader.ids).toEqual([]);
  broken = false;
  await vi.waitFor(() => expect(reader.ids).toHaveLength(4), soon);
  expect(reader.ids).toEqual(await written(t));
  stream.stop();
});

test('rows that can never be shown end in a reset, not in silence', async () => {
  await using t = await createTestApp();
  await using p = await openProcess(t, async (rows) => {
    if (rows.some(({ ref }) => ref.n === 3)) throw new Error('poison');
    return showRefs(rows);
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const reader = new Reader();
  const stream = p.open(reader);
  await p.caughtUp();
  await write(t, 3);
  await p.journal.settle();
  await vi.waitFor(() => {
    vi.advanceTimersByTime(300);
    expect(reader.types).toEqual(['stream.reset']);
  }, soon);
  await write(t, 2);
  await vi.waitFor(() => {
    vi.advanceTimersByTime(300);
    expect(reader.ids.slice(1)).toHaveLength(2);
  }, soon);
  stream.stop();
  expect(p.listening).toBe(0);
});

test('a sink that throws ends its own stream and no other', async () => {
  await using t = await createTestApp();
  await using p = await openProcess(t);
  const [good, bad] = [new Reader(), new Reader()];
  bad.push = () => {
    throw new Error('socket');
  };
  const streams = [p.open(bad), p.open(good)];
  await p.caughtUp();
  await write(t, 2);
  await p.journal.settle();
  expect(good.ids).toHaveLength(2);
  expect(bad.failure).toMatchObject({ message: 'socket' });
  expect(p.listening).toBe(1);
  streams[1]?.stop();
});

const chance = (of: number) => Math.floor(Math.random() * of);

/** Lets a stream run for a while, with a reader who stalls and takes again as it pleases him. */
async function runAWhile(t: TestApp, stream: EventStream, reader: Reader): Promise<void> {
  for (let turns = chance(40); turns > 0; turns -= 1) {
    await t.app.sql.rows({ text: 'select 1' }, []);
    if (chance(3) === 0) reader.room = Math.max(reader.room, chance(30));
    if (chance(3) === 0) stream.resume();
  }
}

/** Comes and goes until all has been written, and stays for the last row. */
async function comeAndGo(t: TestApp, processes: readonly Process[], writing: { done: boolean }): Promise<string[]> {
  const got: string[] = [];
  const open = (reader: Reader) => processes[chance(processes.length)]?.open(reader, cursor) ?? expect.unreachable();
  let cursor = processes[0]?.journal.head() ?? '';
  while (!writing.done) {
    const reader = new Reader(chance(80));
    const stream = open(reader);
    await runAWhile(t, stream, reader);
    stream.stop();
    got.push(...reader.ids);
    cursor = reader.taken.at(-1)?.id ?? cursor;
  }
  const reader = new Reader();
  const stream = open(reader);
  await write(t, 1);
  const last = (await written(t)).at(-1);
  await vi.waitFor(() => expect(reader.ids).toContain(last), soon);
  stream.stop();
  return [...got, ...reader.ids];
}

test('readers who come, stall and go in three processes while all is written miss nothing', async () => {
  await using t = await createTestApp();
  await using a = await openProcess(t);
  await using b = await openProcess(t);
  await using c = await openProcess(t);
  const processes = [a, b, c];
  const writing = { done: false };
  const writer = async () => {
    for (let n = 0; n < 60; n += 1) {
      await write(t, 1 + chance(12));
      processes[chance(3)]?.journal.wake();
    }
  };
  const readers = Array.from({ length: 8 }, () => comeAndGo(t, processes, writing));
  await Promise.all(Array.from({ length: 4 }, writer));
  const rows = await written(t);
  writing.done = true;
  for (const ids of await Promise.all(readers)) {
    const got = new Set(ids);
    expect(rows.filter((id) => !got.has(id))).toEqual([]);
  }
  expect(rows.length).toBeGreaterThan(1000);
  expect(processes.map(({ listening }) => listening)).toEqual([0, 0, 0]);
});

test('a conversation that began while a stream asked what it may read is heard of, from its first message on', async () => {
  await using t = await createTestApp();
  await using p = await openProcess(t);
  const begun = 'conversation:begun';
  const insert = { text: 'insert into journal (topic, type, ref) values ($1, $2, $3)' };
  let asked = 0;
  const readScope = async () => {
    asked += 1;
    if (asked > 1) return new Map([topic, begun].map((one) => [one, 0]));
    await t.app.sql.run(insert, [topic, 'stream.scope', JSON.stringify({ topic: begun, joined: true })]);
    await t.app.sql.run(insert, [begun, type, JSON.stringify({ seq: 1 })]);
    return new Map([[topic, 0]]);
  };
  const reader = new Reader();
  const stream = new EventStream({ app: p.app, viewerId: 'a', ownTopic: topic, readScope, cursor: null }, reader);
  await vi.waitFor(() => expect(asked).toBeGreaterThanOrEqual(2), soon);
  await p.caughtUp();
  await t.app.sql.run(insert, [begun, type, JSON.stringify({ seq: 2 })]);
  await p.journal.settle();
  expect(reader.taken.map(({ data }) => (data as { data: { seq: number } }).data.seq)).toEqual([1, 2]);
  stream.stop();
});
