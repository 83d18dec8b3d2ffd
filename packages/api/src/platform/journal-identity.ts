import { type Sql, statement } from '../kernel/sql.ts';

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
