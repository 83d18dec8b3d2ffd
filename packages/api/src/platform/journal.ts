import type { App } from '../kernel/app.ts';
import type { Journal, JournalEvent, JournalRow, WrittenRow } from '../kernel/journal.ts';
import { isUnavailable } from '../kernel/pg-error.ts';
import { inTime } from './in-time.ts';
import { hydrateRows, type ViewersOf } from './journal-hydrate.ts';
import { clusterIdentity } from './journal-identity.ts';
import { RowListeners } from './journal-listeners.ts';
import { readToken, writeToken } from './journal-place.ts';
import { journalEnd, type PlacedRow, readJournal } from './journal-read.ts';
import { seenBy } from './journal-snapshot.ts';
import { JournalTail } from './journal-tail.ts';
import { type TopicEvent, TopicIndex } from './topic-index.ts';

const pageSize = 200;
const wakeChannel = 'journal';

/** The journal of a database with its one tail in this process. */
export interface OpenJournal extends Journal, AsyncDisposable {
  /** Starts to follow the end; until then nothing is delivered live. */
  follow(app: App): void;
  /** Reads what is new at once and returns when it has been delivered. */
  settle(): Promise<void>;
  /** How many rows were handed on, and how long ago the end was reached last. */
  stats(): { rows: number; ageMs: number };
}

/** Opens the journal; delivering starts with `follow`. */
export async function openJournal({ sql, bus, log }: Pick<App, 'sql' | 'bus' | 'log'>): Promise<OpenJournal> {
  const cluster = await clusterIdentity(sql);
  const topics = new TopicIndex();
  const listeners = new RowListeners<JournalRow>(log);
  const ownListeners = new RowListeners<WrittenRow>(log);
  let whole: App | null = null;

  const eventsOf = async (placed: readonly PlacedRow[], viewersOf: ViewersOf) => {
    if (placed.length === 0) return { events: [], failures: new Map<string, unknown>() };
    const rows = placed.map(({ row }) => row);
    const { data, failures } = await inTime(hydrateRows(opened(whole), rows, viewersOf));
    const events = placed.flatMap(({ row, place }): TopicEvent[] => {
      const shown = data.get(row.id) ?? [];
      const cursor = shown.length > 0 ? writeToken(cluster, place) : '';
      return shown.map(({ viewerId, data }) => ({ topic: row.topic, viewerId, event: eventOf(row, cursor, data) }));
    });
    return { events, failures };
  };

  const deliver = async (rows: readonly PlacedRow[]) => {
    listeners.call(rows.map(({ row }) => row));
    const wanted = rows.filter(({ row }) => topics.has(row.topic));
    const { events, failures } = await eventsOf(wanted, (topic) => topics.viewersOf(topic));
    for (const [type, failure] of failures) {
      if (isUnavailable(failure)) throw failure;
      log.error({ err: failure, type }, 'rows of the journal could not be shown');
    }
    const missing = wanted.flatMap(({ row }) => (failures.has(row.type) ? [row.topic] : []));
    topics.deliver(events, new Set(missing));
  };

  const tail = new JournalTail({
    sql,
    log,
    place: await journalEnd(sql),
    handle: deliver,
    lost: () => topics.missAll(),
  });
  return {
    head: () => writeToken(cluster, tail.place),
    read: async ({ topics: wanted, cursor, viewerId }) => {
      const place = readToken(cluster, cursor);
      const read = place && (await readJournal(sql, { place, limit: pageSize, topics: wanted }));
      if (!read) return null;
      const viewers = viewerId === null ? [] : [viewerId];
      const { events, failures } = await eventsOf(read.rows, () => viewers);
      for (const failure of failures.values()) throw failure;
      const seen = read.more ? null : seenBy(read.place.seen);
      return { events: events.map(({ event }) => event), cursor: writeToken(cluster, read.place), seen };
    },
    subscribe: (subscriber) => {
      topics.listen(subscriber, subscriber.topics);
      return {
        cursor: writeToken(cluster, tail.place),
        listen: (wanted) => topics.listen(subscriber, wanted),
        close: () => topics.remove(subscriber),
      };
    },
    onRow: (type, listener) => listeners.add(type, listener),
    onOwnRow: (type, listener) => ownListeners.add(type, listener),
    written: (rows) => {
      ownListeners.call(rows);
      bus.publish(wakeChannel);
    },
    wake: () => bus.publish(wakeChannel),
    follow: (app) => {
      whole = app;
      tail.start(bus, wakeChannel);
    },
    settle: () => tail.settle(),
    stats: () => tail.stats(),
    [Symbol.asyncDispose]: () => tail.stop(),
  };
}

function opened(app: App | null): App {
  if (!app) throw new Error('the journal is not followed yet');
  return app;
}

function eventOf(row: JournalRow, id: string, data: unknown): JournalEvent {
  const { xid, topic, type, ref, createdAt: at } = row;
  return { xid, topic, type, ref, event: { id, data: { id: row.id, at, type, data } } };
}
