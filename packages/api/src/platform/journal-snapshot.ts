import type { SeenTransactions } from '../kernel/journal.ts';

/**
 * What a reader has seen: every transaction below `next` but the open ones.
 *
 * NOTE: `next` is one above a transaction whose row was read, never PostgreSQL's own xmax. A row that can be read was
 * flushed by its commit, so its transaction id is never given out again; ids above it that rolled back may be, after a
 * crash, to transactions whose rows would then pass for seen.
 */
export interface Snapshot {
  readonly next: bigint;
  /** Transactions below `next` that had not ended, ascending. */
  readonly open: readonly bigint[];
  /** When it was taken, by the database's clock, in milliseconds. */
  readonly at: number;
}

/** PostgreSQL's text of a snapshot, `xmin:xmax:xip,…`, up to the last transaction that counts. */
export function parseSnapshot(text: string, next: bigint, at: number): Snapshot {
  const list = text.slice(text.lastIndexOf(':') + 1);
  const running = list === '' ? [] : list.split(',').map(BigInt);
  return { next, open: running.filter((xid) => xid < next), at };
}

/** PostgreSQL's own text of the snapshot. */
export function snapshotText({ next, open }: Snapshot): string {
  return `${open[0] ?? next}:${next}:${open.join(',')}`;
}

/** The lowest transaction that has not been seen. */
export function lowestUnseen({ next, open }: Snapshot): bigint {
  return open[0] ?? next;
}

/** A test for transactions that the snapshot holds. */
export function seenBy({ next, open }: Snapshot): SeenTransactions {
  const running = new Set(open);
  return { has: (xid) => xid < next && !running.has(xid) };
}
