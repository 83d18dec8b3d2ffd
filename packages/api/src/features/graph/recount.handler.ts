import type { App } from '../../kernel/app.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

interface CountRow {
  id: string;
  follower_count: number;
  following_count: number;
  followers: number;
  following: number;
}

const counts = `p.id, p.follower_count, p.following_count,
  (select count(*) from follow where followee_id = p.id)::int as followers,
  (select count(*) from follow where follower_id = p.id)::int as following`;

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
const repair = statement('graph.repair', 'update profile set follower_count = $2, following_count = $3 where id = $1');

const chunk = 500;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Walks all profiles in chunks, each of its own transaction; reports a counter that drifted, then repairs it. */
export async function recountFollows(app: App): Promise<void> {
  let rows: CountRow[] = [];
  for (let after = beforeAll; ; after = rows.at(-1)?.id ?? after) {
    rows = await app.sql.rows(selectChunk, [after, chunk]);
    const drifted = rows.filter(hasDrifted).map((row) => row.id);
    if (drifted.length > 0) await transact({ app }, (tx) => repairAll(app, tx.sql, drifted));
    if (rows.length < chunk) return;
  }
}

async function repairAll(app: App, sql: Sql, ids: readonly string[]): Promise<void> {
  // NOTE: no follow changes while both of its profiles are locked, so what is counted after this stays true.
  await sql.run(lockMany, [ids]);
  for (const row of (await sql.rows(selectMany, [ids])).filter(hasDrifted)) {
    const stored = { followers: row.follower_count, following: row.following_count };
    app.log.warn(
      { profileId: row.id, stored, counted: { followers: row.followers, following: row.following } },
      'follow counters drifted',
    );
    await sql.run(repair, [row.id, row.followers, row.following]);
  }
}

function hasDrifted(row: CountRow): boolean {
  return row.follower_count !== row.followers || row.following_count !== row.following;
}
