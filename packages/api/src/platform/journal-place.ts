import { lowestUnseen, type Snapshot } from './journal-snapshot.ts';

/** A reader's place in the journal. */
export interface Place {
  /** All of it has been read. */
  readonly seen: Snapshot;
  /** Of what `until` holds beyond that, the rows up to the id `after` have been read too. */
  readonly page: { readonly until: Snapshot; readonly after: bigint } | null;
}

const longestToken = 480;
const hourMs = 3_600_000;
const maxXid = 2n ** 63n;

/** The cursor that clients carry. `cluster` names the database whose transactions the place speaks of. */
export function writeToken(cluster: string, place: Place): string {
  const token = [cluster, ...snapshotFields(place.seen), ...pageFields(place)].join('.');
  return token.length <= longestToken ? token : writeToken(cluster, earlier(place));
}

/** NOTE: an earlier place loses nothing; what comes twice has the same event id. */
function earlier({ seen }: Place): Place {
  return { seen: { ...seen, next: lowestUnseen(seen), open: [] }, page: null };
}

/** Null for text that is no cursor of the cluster. */
export function readToken(cluster: string, token: string): Place | null {
  if (token.length > longestToken || !/^[0-9a-f]{16}(\.[0-9a-z-]+){2}((\.[0-9a-z-]+){3})?$/.test(token)) return null;
  const [owner, ...fields] = token.split('.');
  if (owner !== cluster) return null;
  const seen = readSnapshot(fields.slice(0, 2));
  if (!seen || fields.length === 2) return seen && { seen, page: null };
  const until = readSnapshot(fields.slice(2, 4));
  const after = readNumber(fields[4]);
  return until && after !== null && until.next >= seen.next ? { seen, page: { until, after } } : null;
}

function pageFields({ page }: Place): string[] {
  return page ? [...snapshotFields(page.until), page.after.toString(36)] : [];
}

/** The hour, then the next transaction and how far below it the open ones are. */
function snapshotFields({ next, open, at }: Snapshot): string[] {
  const gaps = open.map((xid) => (next - xid).toString(36));
  return [Math.floor(at / hourMs).toString(36), [next.toString(36), ...gaps].join('-')];
}

function readSnapshot([hour, transactions = '']: string[]): Snapshot | null {
  const hours = readNumber(hour);
  const [next, ...gaps] = transactions.split('-').map(readNumber);
  if (hours === null || hours > 1e8 || next === null || next === undefined) return null;
  const open = gaps.map((gap) => (gap === null ? -1n : next - gap));
  const ascending = open.every((xid, index) => xid >= 0n && xid < (open[index + 1] ?? next));
  return ascending ? { next, open, at: Number(hours) * hourMs } : null;
}

function readNumber(text: string | undefined): bigint | null {
  if (!text || !/^[0-9a-z]{1,13}$/.test(text)) return null;
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value < maxXid ? value : null;
}
