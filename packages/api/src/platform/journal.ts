import type { App } from '../kernel/app.ts';
import type { SharedEvent } from '../kernel/event-sink.ts';
import type { Journal, JournalBacklog, JournalRow, JournalSubscriber } from '../kernel/journal.ts';
import { hydrateRows } from './journal-hydrate.ts';
import { journalFloor, readJournal, resumePoints } from './journal-read.ts';
import { JournalTail } from './journal-tail.ts';
import { clusterIdentity, readToken, writeToken } from './journal-token.ts';
import { TopicIndex } from './topic-index.ts';

const pageSize = 500;
const keptDays = 30;
/** Longer than any transaction may last, so that a row is never younger than its transaction id by more. */
const longestTransactionMs = 24 * 3600 * 1000;
const wakeChannel = 'journal';

/** The journal of a database with its one tail in this process. */
export interface OpenJournal extends Journal, AsyncDisposable {
  /** Starts to follow the end; until then nothing is delivered live. */
  follow(app: Pick<App, 'live'> & App): Promise<void>;
  /** Reads what is new at once and returns when it has been delivered. */
  settle(): Promise<void>;
}

/** Opens the journal; delivering starts with `follow`. */
export async function openJournal(app: Pick<App, 'sql' | 'bus' | 'log' | 'clock'>): Promise<OpenJournal> {
  const { sql, bus } = app;
  const cluster = await clusterIdentity(sql);
  const topics = new TopicIndex();
  const listeners = new Map<string, Set<(row: JournalRow) => void>>();
  let tail: JournalTail | null = null;
  let whole: App | null = null;

  const eventsOf = async (read: Awaited<ReturnType<typeof readJournal>>, from: bigint, wanted: (topic: string) => boolean) => {
    const points = resumePoints(read, from);
    const rows = read.rows.filter((row) => wanted(row.topic));
    const data = whole && rows.length > 0 ? await hydrateRows(whole, rows) : new Map<string, unknown>();
    return read.rows.flatMap((row, index) => {
      const hydrated = data.get(row.id);
      if (hydrated === undefined) return [];
      const event: SharedEvent = { id: writeToken({ cluster, xid: points[index] ?? from }), data: { id: row.id, at: row.createdAt, type: row.type, data: hydrated } };
      return [{ topic: row.topic, event }];
    });
  };

  return {
    head: async () => writeToken({ cluster, xid: (await readJournal(sql, { from: 0n, since: new Date(8.64e15), seen: [], limit: 0 })).horizon }),
    isReadable: async (cursor) => {
      const token = readToken(cursor);
      return token !== null && token.cluster === cluster && token.xid >= (await journalFloor(sql));
    },
    read: async (wanted, cursor, seen): Promise<JournalBacklog> => {
      const from = readToken(cursor)?.xid ?? 0n;
      const since = new Date(app.clock.now().getTime() - (keptDays + 1) * 24 * 3600 * 1000);
      const read = await readJournal(sql, { from, since, seen, limit: pageSize, topics: wanted });
      const events = await eventsOf(read, from, () => true);
      return { rowIds: read.rows.map((row) => row.id), events: events.map(({ event }) => event), full: read.full };
    },
    subscribe: (subscriber: JournalSubscriber) => topics.add(subscriber),
    onRow: (type, listener) => {
      const known = listeners.get(type) ?? new Set();
      listeners.set(type, known.add(listener));
      return () => void known.delete(listener);
    },
    wake: () => bus.publish(wakeChannel),
    follow: async (entire) => {
      whole = entire;
      tail = new JournalTail(sql, app.log, longestTransactionMs, async (read, from) => {
        for (const row of read.rows) for (const listener of listeners.get(row.type) ?? []) listener(row);
        topics.deliver(await eventsOf(read, from, (topic) => topics.has(topic)));
      });
      await tail.start(bus, wakeChannel);
    },
    settle: async () => tail?.settle(),
    [Symbol.asyncDispose]: async () => tail?.stop(),
  };
}
