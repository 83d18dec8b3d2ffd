import type { JournalRow } from '../kernel/journal.ts';
import { scopeChanged } from '../kernel/live.ts';
import { epochMs, type Sql, statement } from '../kernel/sql.ts';
import { inTime } from './in-time.ts';
import type { Place } from './journal-place.ts';
import { lowestUnseen, parseSnapshot, type Snapshot, snapshotText } from './journal-snapshot.ts';

interface StateRow {
  snapshot: string;
  xmax: string;
  /** The highest transaction with a row, of those asked for. */
  newest: string | null;
  floor: string;
  now_ms: number;
}

interface RawRow extends StateRow {
  /** Null where there is no row. */
  id: string | null;
  xid: string;
  topic: string;
  type: string;
  ref: Record<string, unknown>;
  at: number;
}

/** A row, and the place of a reader who has had it and all before it. */
export interface PlacedRow {
  row: JournalRow;
  place: Place;
}

/** What a read found. */
export interface JournalRead {
  rows: PlacedRow[];
  /** The place after all of them. */
  place: Place;
  /** Whether there is more at once. */
  more: boolean;
}

/** Longer than any transaction lasts: a row may be that much older than the snapshot that missed it. */
const longestTransactionMs = 24 * 3_600_000;
const everything = '1:9223372036854775807:';

/**
 * NOTE: values come as subqueries and transactions as a range, so that the planner knows no more of them at one time than
 * at another: it plans once for each connection, by index, and prunes the days when it runs.
 */
const since = 'created_at >= (select to_timestamp($3::float8 / 1000))';
const fromNext = 'xid >= (select $1::text::xid8) and xid < (select pg_snapshot_xmax($5::text::pg_snapshot))';
const stillOpen = 'xid = any((select $2::text[])::text[]::xid8[])';
const page = 'id > (select $4::text::bigint) and pg_visible_in_snapshot(xid, (select $5::text::pg_snapshot))';

// NOTE: one statement sees one snapshot: what it does not find of the transactions that have ended does not exist.
function state(condition: string): string {
  return `select pg_current_snapshot()::text as snapshot, pg_snapshot_xmax(pg_current_snapshot())::text as xmax,
    (select max(xid) from journal where ${condition})::text as newest,
    journal_floor::text as floor, ${epochMs('clock_timestamp()')} as now_ms from instance`;
}

function unseen(condition: string): string {
  const select = 'select id, xid, topic, type, ref, created_at from journal where';
  return `select s.*, j.id, j.xid::text, j.topic, j.type, j.ref, ${epochMs('j.created_at')} as at
    from (${state(`${fromNext} and ${since}`)}) s left join lateral (
      ${select} ${fromNext} and ${since} and ${page} ${condition}
      union all ${select} ${stillOpen} and ${since} and ${page} ${condition}
      order by id limit (select $6::int)
    ) j on true order by j.id`;
}

const tail = statement<RawRow>('journal.tail', unseen(''));
const backlog = statement<RawRow>('journal.backlog', unseen('and topic = any((select $7::text[])::text[])'));

const end = statement<StateRow>('journal.end', state('true'));

/** What to read. */
export interface JournalQuery {
  place: Place;
  limit: number;
  /** Absent: all topics. */
  topics?: ReadonlySet<string>;
}

/** Reads on from a place in the order of ids, or null when the journal no longer, or never, held what follows it. */
export async function readJournal(sql: Sql, { place, limit, topics }: JournalQuery): Promise<JournalRead | null> {
  const { seen, page } = place;
  const values = [
    seen.next.toString(),
    seen.open.map(String),
    seen.at - longestTransactionMs,
    (page?.after ?? 0n).toString(),
    page ? snapshotText(page.until) : everything,
    limit,
  ];
  const raw = await inTime(topics ? sql.rows(backlog, [...values, [...topics]]) : sql.rows(tail, values));
  const rows = raw.flatMap((row) => (row.id === null ? [] : [toRow({ ...row, id: row.id })]));
  const now = stateOf(raw);
  if (lowestUnseen(seen) < BigInt(now.floor) || (page?.until ?? seen).next > BigInt(now.xmax)) return null;
  return placed(rows, page?.until ?? snapshotOf(now, seen.next), { place, full: rows.length === limit });
}

/** The place after everything that can be read now. */
export async function journalEnd(sql: Sql): Promise<Place> {
  const now = stateOf(await sql.rows(end, []));
  return { seen: snapshotOf(now, BigInt(now.floor)), page: null };
}

function stateOf<Row>([row]: Row[]): Row {
  if (!row) throw new Error('the table "instance" is empty: the database has not been migrated');
  return row;
}

function snapshotOf({ snapshot, newest, now_ms }: StateRow, least: bigint): Snapshot {
  const next = BigInt(newest ?? 0) + 1n;
  return parseSnapshot(snapshot, next > least ? next : least, now_ms);
}

function placed(rows: JournalRow[], until: Snapshot, { place, full }: { place: Place; full: boolean }): JournalRead {
  const after = (id: string): Place => ({ seen: place.seen, page: { until, after: BigInt(id) } });
  const last = rows.at(-1);
  const end: Place = full && last ? after(last.id) : { seen: until, page: null };
  // NOTE: the rows of a page end where its snapshot ends; what was committed since has to be read after it.
  const more = full || place.page !== null;
  // NOTE: after a change of what a reader may read, the same snapshot holds more for him than was asked for here.
  const placeOf = (row: JournalRow): Place => (row === last && row.type !== scopeChanged ? end : after(row.id));
  return { rows: rows.map((row) => ({ row, place: placeOf(row) })), place: end, more };
}

function toRow({ id, xid, topic, type, ref, at }: RawRow & { id: string }): JournalRow {
  return { id: String(id), xid: BigInt(xid), topic, type, ref, createdAt: new Date(at) };
}
