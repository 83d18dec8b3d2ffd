import { type Sql, statement } from '../kernel/sql.ts';

/** A place in the journal: everything of a transaction below `xid` has been read. */
export interface JournalToken {
  /** Which database it is a place in. */
  cluster: string;
  xid: bigint;
}

/** The cursor that clients carry. */
export function writeToken({ cluster, xid }: JournalToken): string {
  return `${cluster}.${xid.toString(36)}`;
}

/** Null for text that is no cursor. */
export function readToken(text: string): JournalToken | null {
  const match = /^([0-9a-f]{16})\.([0-9a-z]{1,13})$/.exec(text);
  if (!match?.[1] || !match[2]) return null;
  let xid = 0n;
  for (const digit of match[2]) xid = xid * 36n + BigInt(Number.parseInt(digit, 36));
  return xid < 2n ** 63n ? { cluster: match[1], xid } : null;
}

const identity = statement<{ cluster: string }>(
  'journal.cluster',
  `select substr(md5(s.system_identifier || '.' || c.timeline_id || '.' || d.oid || '.' || i.id), 1, 16) as cluster
   from pg_control_system() s, pg_control_checkpoint() c, pg_database d, instance i where d.datname = current_database()`,
);

/** Names the cluster, its timeline and the database: transaction ids of another one mean nothing here. */
export async function clusterIdentity(sql: Sql): Promise<string> {
  const row = await sql.first(identity, []);
  if (!row) throw new Error('the table "instance" is empty: the database has not been migrated');
  return row.cluster;
}
