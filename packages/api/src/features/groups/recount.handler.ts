import type { App, Transaction } from '../../kernel/app.ts';
import { lowestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

interface CountRow {
  id: string;
  stored: number;
  counted: number;
}

const counts = `g.id, g.member_count as stored, (select count(*) from community_member m where m.community_id = g.id)::int as counted`;
const selectChunk = statement<CountRow>(
  'groups.count-chunk',
  `select ${counts} from community g where g.id > $1 order by g.id limit $2`,
);
const lockMany = statement(
  'groups.lock-many',
  'select id from community where id = any($1::uuid[]) order by id for no key update',
);
const selectMany = statement<CountRow>(
  'groups.count-many',
  `select ${counts} from community g where g.id = any($1::uuid[])`,
);
const repair = statement('groups.repair', 'update community set member_count = $2 where id = $1');

const chunk = 500;

/** Walks all groups in chunks, each of its own transaction; reports a number of members that drifted, then repairs it. */
export async function recountGroups(app: App): Promise<void> {
  let rows: CountRow[] = [];
  for (let after = lowestId; ; after = rows.at(-1)?.id ?? after) {
    rows = await app.sql.rows(selectChunk, [after, chunk]);
    const drifted = rows.filter(hasDrifted).map((row) => row.id);
    if (drifted.length > 0) report(app, await transact({ app }, (tx) => repairAll(tx, drifted)));
    if (rows.length < chunk) break;
  }
  app.recounts.finished('groups');
}

async function repairAll({ sql }: Transaction, ids: readonly string[]): Promise<CountRow[]> {
  // NOTE: who joins or leaves locks the group first, so what is counted after this stays true.
  await sql.run(lockMany, [ids]);
  const drifted = (await sql.rows(selectMany, [ids])).filter(hasDrifted);
  for (const { id, counted } of drifted) await sql.run(repair, [id, counted]);
  return drifted;
}

function report({ log, recounts }: App, rows: readonly CountRow[]): void {
  for (const { id, stored, counted } of rows) {
    log.warn({ groupId: id, stored, counted }, 'the number of members drifted');
    recounts.drifted('community.member_count', 1);
  }
}

function hasDrifted({ stored, counted }: CountRow): boolean {
  return stored !== counted;
}
