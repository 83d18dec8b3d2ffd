import type { App, Transaction } from '../../kernel/app.ts';
import { lowestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

interface CountRow {
  id: string;
  stored: number;
  counted: number;
}

const counts = `c.id, c.member_count as stored, (select count(*) from conversation_member m where m.conversation_id = c.id)::int as counted`;
const selectChunk = statement<CountRow>(
  'chat.count-chunk',
  `select ${counts} from conversation c where c.id > $1 order by c.id limit $2`,
);
const lockMany = statement(
  'chat.lock-many',
  'select id from conversation where id = any($1::uuid[]) order by id for no key update',
);
const selectMany = statement<CountRow>(
  'chat.count-many',
  `select ${counts} from conversation c where c.id = any($1::uuid[])`,
);
const repair = statement('chat.repair', 'update conversation set member_count = $2 where id = $1');

const chunk = 500;

/** Walks all conversations in chunks, each of its own transaction; reports a number of members that drifted, then repairs it. */
export async function recountConversationMembers(app: App): Promise<void> {
  let rows: CountRow[] = [];
  for (let after = lowestId; ; after = rows.at(-1)?.id ?? after) {
    rows = await app.sql.rows(selectChunk, [after, chunk]);
    const drifted = rows.filter(hasDrifted).map((row) => row.id);
    if (drifted.length > 0) report(app, await transact({ app }, (tx) => repairAll(tx, drifted)));
    if (rows.length < chunk) break;
  }
  app.recounts.finished('chat');
}

async function repairAll({ sql }: Transaction, ids: readonly string[]): Promise<CountRow[]> {
  // NOTE: who joins or leaves has moved the counter before his commit: rows that are counted after this lock have moved it.
  await sql.run(lockMany, [ids]);
  const drifted = (await sql.rows(selectMany, [ids])).filter(hasDrifted);
  for (const { id, counted } of drifted) await sql.run(repair, [id, counted]);
  return drifted;
}

function report({ log, recounts }: App, rows: readonly CountRow[]): void {
  for (const { id, stored, counted } of rows) {
    log.warn({ conversationId: id, stored, counted }, 'the number of members drifted');
    recounts.drifted('conversation.member_count', 1);
  }
}

function hasDrifted({ stored, counted }: CountRow): boolean {
  return stored !== counted;
}
