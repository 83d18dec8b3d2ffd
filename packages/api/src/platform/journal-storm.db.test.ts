import { setTimeout as pause } from 'node:timers/promises';
import { createTestApp, type TestApp } from '@rookery/testkit';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { App } from '../kernel/app.ts';
import type { JournalEvent } from '../kernel/journal.ts';
import { type OpenJournal, openJournal } from './journal.ts';
import { memoryBus } from './memory-bus.ts';

const type = 'notification.deleted';
const ordered = ['c:1', 'c:2', 'c:3', 'c:4'];
const topics = new Set([...ordered, 'loose', 'long']);
const writers = 16;
const rounds = 90;

async function openProcess(t: TestApp): Promise<OpenJournal> {
  const bus = memoryBus();
  const journal = await openJournal({ sql: t.app.sql, bus, log: t.app.log });
  const live: App['live'] = new Map([
    [type, { type, hydrate: async (_app, rows) => new Map(rows.map((row) => [row.id, row.topic])) }],
  ]);
  journal.follow({ ...t.app, bus, journal, live });
  return journal;
}

function pick<T>(list: readonly T[]): T {
  const one = list[Math.floor(Math.random() * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** Numbers rows of a topic under a lock as messages of a conversation are, or writes without one; some roll back. */
async function change(client: pg.ClientBase): Promise<void> {
  const topic = pick([...ordered, 'loose']);
  await client.query('begin');
  if (Math.random() < 0.3) await client.query('select pg_current_xact_id(), pg_sleep(random() * 0.004)');
  const { rows } = await client.query<{ n: number }>('update counter set n = n + 1 where topic = $1 returning n', [
    topic,
  ]);
  const insert =
    'insert into journal (topic, type, ref) select $1, $2, jsonb_build_object($$n$$, $3::int) from generate_series(1, $4)';
  await client.query(insert, [topic, type, rows[0]?.n ?? 0, Math.random() < 0.1 ? 3 : 1]);
  if (Math.random() < 0.2) await client.query('select pg_sleep(random() * 0.003)');
  await client.query(Math.random() < 0.15 ? 'rollback' : 'commit');
}

async function write(pool: pg.Pool, journals: readonly OpenJournal[]): Promise<void> {
  const client = await pool.connect();
  for (let round = 0; round < rounds; round += 1) {
    await change(client);
    if (Math.random() < 0.7) pick(journals).wake();
  }
  client.release();
}

/** Reads in any of the processes, is cut off after any number of events, and resumes after the last that it got. */
async function follow(journals: readonly OpenJournal[], writing: { done: boolean }): Promise<string[]> {
  const got: string[] = [];
  let cursor = pick(journals).head();
  for (let last = false; ; ) {
    const page = await pick(journals).read({ topics, cursor, viewerId: null });
    if (!page) throw new Error('unreadable');
    const cut =
      Math.random() < 0.5 ? page.events.slice(0, Math.floor(Math.random() * (page.events.length + 1))) : page.events;
    got.push(...cut.map(idOf));
    if (cut.length === page.events.length) cursor = page.cursor;
    else cursor = cut.at(-1)?.event.id ?? cursor;
    if (last && page.seen && cut.length === page.events.length) return got;
    last = writing.done;
    await pause(Math.random() * 3);
  }
}

function idOf({ event }: JournalEvent): string {
  return (event.data as { id: string }).id;
}

test('sixteen writers with delays and rollbacks, a long transaction, three tails, six readers: nothing missed, nothing twice, every order kept', async () => {
  await using t = await createTestApp();
  const pool = new pg.Pool({ connectionString: t.database.url, max: writers + 1 });
  await pool.query(`create table counter (topic text primary key, n int not null);`);
  await pool.query('insert into counter select unnest($1::text[]), 0', [[...ordered, 'loose']]);
  const journals = [await openProcess(t), await openProcess(t), await openProcess(t)];
  const heard = journals.map((journal) => {
    const ids: string[] = [];
    journal.subscribe({
      viewerId: null,
      topics,
      deliver: (events) => void ids.push(...events.map(idOf)),
      miss: () => ids.push('missed'),
    });
    return ids;
  });

  const long = await pool.connect();
  const insertLong = `insert into journal (topic, type, ref) values ('long', '${type}', '{}')`;
  await long.query(`begin; ${insertLong}`);
  const writing = { done: false };
  const readers = Array.from({ length: 6 }, () => follow(journals, writing));
  await Promise.all(Array.from({ length: writers }, () => write(pool, journals)));
  await long.query(`${insertLong}; commit`);
  long.release();
  writing.done = true;
  const got = [...heard, ...(await Promise.all(readers))];
  await Promise.all(journals.map((journal) => journal.settle()));

  const { rows } = await pool.query<{ id: string; topic: string }>('select id, topic from journal order by id');
  const topicOf = new Map(rows.map(({ id, topic }) => [id, topic]));
  const sorted = (ids: readonly string[], of: string) => ids.filter((id) => topicOf.get(id) === of);
  const all = rows.map(({ id }) => id);
  expect(all.length).toBeGreaterThan(writers * rounds * 0.8);
  for (const ids of got) {
    expect(ids.length).toBe(all.length);
    expect(new Set(ids)).toEqual(new Set(all));
    for (const topic of ordered) expect(sorted(ids, topic)).toEqual(sorted(all, topic));
  }
  for (const journal of journals) await journal[Symbol.asyncDispose]();
  await pool.end();
});
