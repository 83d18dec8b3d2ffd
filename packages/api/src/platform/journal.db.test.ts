import { setImmediate as turn } from 'node:timers/promises';
import { createTestApp, type TestApp } from '@rookery/testkit';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import type { App } from '../kernel/app.ts';
import type { JournalEvent, JournalRow } from '../kernel/journal.ts';
import { type OpenJournal, openJournal } from './journal.ts';
import { journalEnd } from './journal-read.ts';
import { memoryBus } from './memory-bus.ts';

const soon = { timeout: 10_000, interval: 5 };
const type = 'notification.deleted';
type Hydrate = (rows: readonly JournalRow[]) => Promise<ReadonlyMap<string, unknown>>;

const showRefs: Hydrate = async (rows) => new Map(rows.map((row) => [row.id, row.ref]));

/** A further process over the same database, as far as the journal goes. */
async function openProcess(t: TestApp, hydrate: Hydrate = showRefs): Promise<OpenJournal> {
  const bus = memoryBus();
  const journal = await openJournal({ sql: t.app.sql, bus, log: t.app.log });
  const live: App['live'] = new Map([[type, { type, hydrate: (_app, rows) => hydrate(rows) }]]);
  journal.follow({ ...t.app, bus, journal, live });
  return journal;
}

async function write(t: TestApp, topic: string, count = 1): Promise<void> {
  const sql = `insert into journal (topic, type, ref) select '${topic}', '${type}', jsonb_build_object('n', n) from generate_series(1, ${count}) n`;
  await t.app.sql.run({ text: sql }, []);
}

/** Everything that comes live to a topic. */
function listen(journal: OpenJournal, topic: string): { ids: string[]; missed: number } {
  const heard = { ids: [] as string[], missed: 0 };
  journal.subscribe({
    viewerId: null,
    topics: new Set([topic]),
    deliver: (events) => void heard.ids.push(...events.map(idOf)),
    miss: () => {
      heard.missed += 1;
    },
  });
  return heard;
}

function idOf({ event }: JournalEvent): string {
  return (event.data as { id: string }).id;
}

async function readAll(journal: OpenJournal, topic: string, cursor: string): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for (let from: string | null = cursor; from !== null; ) {
    const page = await journal.read({ topics: new Set([topic]), cursor: from, viewerId: null });
    if (!page) throw new Error('unreadable');
    events.push(...page.events);
    from = page.seen ? null : page.cursor;
  }
  return events;
}

async function idsIn(t: TestApp, topic: string): Promise<string[]> {
  const rows = await t.app.sql.rows<{ id: string }>({ text: 'select id from journal where topic = $1 order by id' }, [
    topic,
  ]);
  return rows.map(({ id }) => id);
}

afterEach(() => {
  vi.useRealTimers();
});

test('a reader who stops after any event of a batch, and resumes, gets each of the others once', async () => {
  await using t = await createTestApp();
  await using journal = await openProcess(t);
  const start = journal.head();
  await write(t, 'user:a', 5);
  await write(t, 'user:b', 3);
  await write(t, 'user:a', 5);
  const events = await readAll(journal, 'user:a', start);
  expect(events.map(idOf)).toEqual(await idsIn(t, 'user:a'));
  for (const [index, { event }] of events.entries()) {
    const rest = await readAll(journal, 'user:a', event.id);
    expect(rest.map(idOf)).toEqual(events.slice(index + 1).map(idOf));
  }
});

test('a backlog of many pages is read in order from wherever it was left, while more comes', async () => {
  await using t = await createTestApp();
  await using journal = await openProcess(t);
  const start = journal.head();
  await write(t, 'user:a', 450);
  const first = await journal.read({ topics: new Set(['user:a']), cursor: start, viewerId: null });
  expect(first?.seen).toBeNull();
  await write(t, 'user:a', 300);
  const all = await idsIn(t, 'user:a');
  for (const left of [0, 57, 199]) {
    const cursor = first?.events[left]?.event.id ?? '';
    expect((await readAll(journal, 'user:a', cursor)).map(idOf)).toEqual(all.slice(left + 1));
  }
});

test('the cursor of a live event resumes exactly after it in another process', async () => {
  await using t = await createTestApp();
  await using journal = await openProcess(t);
  await using other = await openProcess(t);
  const cursors: string[] = [];
  journal.subscribe({
    viewerId: null,
    topics: new Set(['user:a']),
    deliver: (events) => void cursors.push(...events.map(({ event }) => event.id)),
    miss: () => expect.unreachable(),
  });
  await write(t, 'user:a', 4);
  await journal.settle();
  const ids = await idsIn(t, 'user:a');
  for (const [index, cursor] of cursors.entries()) {
    expect((await readAll(other, 'user:a', cursor)).map(idOf)).toEqual(ids.slice(index + 1));
  }
  expect(cursors).toHaveLength(4);
});

test('a cursor that is foreign, malformed, of the future or too old is unreadable', async () => {
  await using t = await createTestApp();
  await using other = await createTestApp();
  const { journal } = t.app;
  const head = journal.head();
  const [cluster, hour] = head.split('.');
  const read = (cursor: string) => journal.read({ topics: new Set(['user:a']), cursor, viewerId: null });
  expect(await read(head)).toMatchObject({ events: [] });
  expect(await read(other.app.journal.head())).toBeNull();
  expect(await read('nonsense')).toBeNull();
  expect(await read(`${cluster}.${hour}.zzzzzzzzz`)).toBeNull();
  await t.app.sql.run({ text: `update instance set journal_floor = pg_current_xact_id()` }, []);
  expect(await read(head)).toBeNull();
});

test('days are opened ahead and closed behind, and cursors of a closed day become unreadable while later ones stay', async () => {
  await using t = await createTestApp();
  const run = (text: string) => t.app.sql.rows<{ days: number }>({ text }, []);
  const start = t.app.journal.head();
  await run(`create table journal_20260101 partition of journal for values from ('2026-01-01') to ('2026-01-02')`);
  await run(
    `insert into journal (topic, type, ref, created_at) values ('user:a', '${type}', '{}', '2026-01-01 12:00Z')`,
  );
  await using journal = await openProcess(t);
  const between = journal.head();
  await write(t, 'user:a', 2);
  await journal.settle();
  await run('select journal_close_days(30)');
  await run('select journal_open_days(12)');
  const days = await run(`select count(*)::int as days from pg_inherits where inhparent = 'journal'::regclass`);
  expect(days).toEqual([{ days: 14 }]);
  expect(await journal.read({ topics: new Set(['user:a']), cursor: start, viewerId: null })).toBeNull();
  expect(await readAll(journal, 'user:a', between)).toHaveLength(2);
  await write(t, 'user:a', 1);
  expect(await readAll(journal, 'user:a', between)).toHaveLength(3);
});

/** NOTE: transactions of other databases count too, and a cursor that still waits for one is older than the row that is dropped. */
async function allOlderEnded(t: TestApp): Promise<void> {
  const look = 'select pg_snapshot_xmin(pg_current_snapshot()) > (select max(xid) from journal) as ended';
  await expect.poll(() => t.app.sql.raw(look)).toEqual([{ ended: true }]);
}

test('an idle journal keeps its cursors readable when its last day is closed', async () => {
  await using t = await createTestApp();
  await t.app.sql.run(
    {
      text: `insert into journal (topic, type, ref, created_at) values ('user:a', '${type}', '{}', '2026-01-01 12:00Z')`,
    },
    [],
  );
  await allOlderEnded(t);
  await using journal = await openProcess(t);
  const head = journal.head();
  await t.app.sql.rows({ text: 'select journal_close_days(30)' }, []);
  expect(await idsIn(t, 'user:a')).toEqual([]);
  expect(await readAll(journal, 'user:a', head)).toEqual([]);
  await using fresh = await openProcess(t);
  await write(t, 'user:a', 2);
  expect(await readAll(fresh, 'user:a', fresh.head())).toHaveLength(2);
});

test('a transaction that rolled back moves no cursor, for after a crash its id may be given to another', async () => {
  await using t = await createTestApp();
  await write(t, 'user:a');
  const before = await journalEnd(t.app.sql);
  const client = new pg.Client({ connectionString: t.database.url });
  await client.connect();
  await client.query('begin; select pg_current_xact_id(); rollback; begin; select pg_current_xact_id(); rollback');
  await client.end();
  expect((await journalEnd(t.app.sql)).seen.next).toBe(before.seen.next);
  expect(before.seen.next).toBeGreaterThan(1n);
});

test('a wake-up delivers without waiting for the poll', async () => {
  await using t = await createTestApp();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await using journal = await openProcess(t);
  const heard = listen(journal, 'user:a');
  await write(t, 'user:a', 2);
  journal.wake();
  while (heard.ids.length < 2) await turn();
});

test('the poll delivers what no wake-up told of', async () => {
  await using t = await createTestApp();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await using journal = await openProcess(t);
  const heard = listen(journal, 'user:a');
  await write(t, 'user:a', 2);
  vi.advanceTimersByTime(1250);
  await vi.waitFor(() => expect(heard.ids).toHaveLength(2), soon);
  await write(t, 'user:a', 1);
  await vi.waitFor(() => {
    vi.advanceTimersByTime(1250);
    expect(heard.ids).toHaveLength(3);
  }, soon);
});

test('a hydrator that fails holds up nobody else, and those concerned are told to read', async () => {
  await using t = await createTestApp();
  const poisoned: Hydrate = async (rows) => {
    if (rows.some(({ ref }) => ref.n === 7)) throw new Error('poison');
    return showRefs(rows);
  };
  await using journal = await openProcess(t, poisoned);
  const [ours, theirs] = [listen(journal, 'user:a'), listen(journal, 'user:b')];
  const start = journal.head();
  await write(t, 'user:a', 7);
  await journal.settle();
  await write(t, 'user:b', 3);
  await journal.settle();
  expect([ours.missed, theirs.missed]).toEqual([1, 0]);
  expect(theirs.ids).toEqual(await idsIn(t, 'user:b'));
  await expect(journal.read({ topics: new Set(['user:a']), cursor: start, viewerId: null })).rejects.toThrow('poison');
});

test('while the database is away nothing is skipped, and nobody is told to read', async () => {
  await using t = await createTestApp();
  let away = true;
  const flaky: Hydrate = async (rows) => {
    if (away) throw Object.assign(new Error('gone'), { code: '57P01' });
    return showRefs(rows);
  };
  await using journal = await openProcess(t, flaky);
  const heard = listen(journal, 'user:a');
  await write(t, 'user:a', 3);
  await journal.settle();
  expect(heard).toMatchObject({ ids: [], missed: 0 });
  away = false;
  await write(t, 'user:a', 2);
  await journal.settle();
  expect(heard.ids).toEqual(await idsIn(t, 'user:a'));
  expect(heard.missed).toBe(0);
});

test('a database that never answers does not hold the tail for ever', async () => {
  await using t = await createTestApp();
  let [dead, asked] = [true, false];
  const hanging: Hydrate = (rows) => {
    asked = true;
    return dead ? new Promise(() => undefined) : showRefs(rows);
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await using journal = await openProcess(t, hanging);
  const heard = listen(journal, 'user:a');
  await write(t, 'user:a', 2);
  journal.wake();
  while (!asked) await turn();
  dead = false;
  vi.advanceTimersByTime(15_000);
  await vi.waitFor(() => {
    vi.advanceTimersByTime(100);
    expect(heard.ids).toHaveLength(2);
  }, soon);
});

test('listeners hear of every row of their type before it is delivered, and one who throws harms nobody', async () => {
  await using t = await createTestApp();
  await using journal = await openProcess(t);
  const order: string[] = [];
  journal.onRow(type, () => {
    throw new Error('listener');
  });
  const off = journal.onRow(type, (row) => void order.push(`row ${row.topic}`));
  journal.onRow('another.type', () => void order.push('never'));
  journal.subscribe({
    viewerId: null,
    topics: new Set(['user:a']),
    deliver: (events) => void order.push(`events ${events.length}`),
    miss: () => expect.unreachable(),
  });
  await write(t, 'user:a');
  await write(t, 'user:nobody');
  await journal.settle();
  off();
  await write(t, 'user:a');
  await journal.settle();
  expect(order).toEqual(['row user:a', 'row user:nobody', 'events 1', 'events 1']);
});

test('a tail whose place is gone from under it tells everybody to read, and goes on', async () => {
  await using t = await createTestApp();
  await using journal = await openProcess(t);
  const heard = listen(journal, 'user:a');
  await t.app.sql.run({ text: 'update instance set journal_floor = pg_current_xact_id()' }, []);
  await journal.settle();
  expect(heard.missed).toBe(1);
  await write(t, 'user:a', 2);
  await journal.settle();
  expect(heard.ids).toHaveLength(2);
});
