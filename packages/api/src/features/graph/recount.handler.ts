import type { App } from '../../kernel/app.ts';
import { lowestId } from '../../kernel/id.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

interface CountRow {
  id: string;
  follower_count: number;
  following_count: number;
  friend_count: number;
  followers: number;
  following: number;
  friends: number;
}

const counts = `p.id, p.follower_count, p.following_count, p.friend_count,
  (select count(*) from follow where followee_id = p.id)::int as followers,
  (select count(*) from follow where follower_id = p.id)::int as following,
  (select count(*) from friendship where profile_id = p.id)::int as friends`;

const selectChunk = statement<CountRow>(
  'graph.count-chunk',
  `select ${counts} from profile p where p.id > $1 order by p.id limit $2`,
);
const lockMany = statement(
  'graph.lock-many',
  'select id from profile where id = any($1::uuid[]) order by id for no key update',
);
const selectMany = statement<CountRow>(
  'graph.count-many',
  `select ${counts} from profile p where p.id = any($1::uuid[])`,
);
const repair = statement(
  'graph.repair',
  'update profile set follower_count = $2, following_count = $3, friend_count = $4 where id = $1',
);

const chunk = 500;

/** Walks all profiles in chunks, each of its own transaction; reports a counter that drifted, then repairs it. */
export async function recountRelations(app: App): Promise<void> {
  let rows: CountRow[] = [];
  for (let after = lowestId; ; after = rows.at(-1)?.id ?? after) {
    rows = await app.sql.rows(selectChunk, [after, chunk]);
    const drifted = rows.filter(hasDrifted).map((row) => row.id);
    if (drifted.length > 0) report(app, await transact({ app }, (tx) => repairAll(tx.sql, drifted)));
    if (rows.length < chunk) break;
  }
  app.recounts.finished('graph');
}

async function repairAll(sql: Sql, ids: readonly string[]): Promise<CountRow[]> {
  // NOTE: whoever changes rows moves the counters before his commit and waits for this lock to do so: rows that are counted
  // after it have moved them already, and rows that are not will.
  await sql.run(lockMany, [ids]);
  const drifted = (await sql.rows(selectMany, [ids])).filter(hasDrifted);
  for (const row of drifted) await sql.run(repair, [row.id, row.followers, row.following, row.friends]);
  return drifted;
}

function report({ log, recounts }: App, rows: readonly CountRow[]): void {
  for (const { id, follower_count, following_count, friend_count, followers, following, friends } of rows) {
    const stored = { followers: follower_count, following: following_count, friends: friend_count };
    log.warn({ profileId: id, stored, counted: { followers, following, friends } }, 'relation counters drifted');
    if (follower_count !== followers) recounts.drifted('profile.follower_count', 1);
    if (following_count !== following) recounts.drifted('profile.following_count', 1);
    if (friend_count !== friends) recounts.drifted('profile.friend_count', 1);
  }
}

function hasDrifted(row: CountRow): boolean {
  return (
    row.follower_count !== row.followers || row.following_count !== row.following || row.friend_count !== row.friends
  );
}
