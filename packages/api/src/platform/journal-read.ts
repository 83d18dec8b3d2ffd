import type { JournalRow } from '../kernel/journal.ts';
import { epochMs, type Sql, statement } from '../kernel/sql.ts';

interface RawRow {
  horizon: string;
  id: string | null;
  xid: string;
  topic: string;
  type: string;
  ref: Record<string, unknown>;
  at: number;
}

/** Rows that a read found, and the horizon below which no row can appear any more. */
export interface JournalRead {
  rows: JournalRow[];
  horizon: bigint;
  /** Whether there may be more than the read took. */
  full: boolean;
}

const columns = `h.horizon, j.id, j.xid::text as xid, j.topic, j.type, j.ref, ${epochMs('j.created_at')} as at`;

// NOTE: one statement sees one snapshot, so that rows below its horizon that it does not see will never be.
const horizon = `(select pg_snapshot_xmin(pg_current_snapshot())::text as horizon) h`;

const tail = statement<RawRow>(
  'journal.tail',
  `select ${columns} from ${horizon} left join lateral (
     select * from journal where xid >= $1::text::xid8 and created_at >= $2 and not (id = any($3::bigint[])) order by id limit $4
   ) j on true`,
);

const backlog = statement<RawRow>(
  'journal.backlog',
  `select ${columns} from ${horizon} left join lateral (
     select * from journal
     where xid >= $1::text::xid8 and created_at >= $2 and not (id = any($3::bigint[])) and topic = any($5::text[]) order by id limit $4
   ) j on true`,
);

const oldest = statement<{ xid: string }>('journal.oldest', 'select journal_floor::text as xid from instance');

/** What a read asks for. */
export interface JournalQuery {
  from: bigint;
  /** Rows older than this are known to have been read. */
  since: Date;
  seen: Iterable<string>;
  limit: number;
  /** Absent: all topics. */
  topics?: ReadonlySet<string>;
}

/** Reads rows from a horizon on, in the order of their ids. */
export async function readJournal(sql: Sql, query: JournalQuery): Promise<JournalRead> {
  const values = [query.from.toString(), query.since, [...query.seen], query.limit];
  const raw = query.topics ? await sql.rows(backlog, [...values, [...query.topics]]) : await sql.rows(tail, values);
  const rows = raw.flatMap((row) => (row.id === null ? [] : [toRow({ ...row, id: row.id })]));
  return { rows, horizon: BigInt(raw[0]?.horizon ?? query.from), full: rows.length === query.limit };
}

/** The transaction id from which on the journal still holds everything. */
export async function journalFloor(sql: Sql): Promise<bigint> {
  return BigInt((await sql.first(oldest, []))?.xid ?? 0);
}

function toRow({ id, xid, topic, type, ref, at }: RawRow & { id: string }): JournalRow {
  return { id: String(id), xid: BigInt(xid), topic, type, ref, createdAt: new Date(at) };
}

/**
 * For each row, the cursor from which a reader who has got it, and all before it, misses nothing: the lowest
 * transaction id among the rows after it, and never above the horizon of the read.
 */
export function resumePoints(read: Pick<JournalRead, 'rows' | 'horizon' | 'full'>, from: bigint): bigint[] {
  let lowest = read.full ? from : read.horizon;
  const points: bigint[] = [];
  for (const row of read.rows.toReversed()) {
    points.push(lowest);
    if (row.xid < lowest) lowest = row.xid;
  }
  return points.reverse();
}
