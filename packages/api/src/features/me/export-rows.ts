import type { Transaction } from '../../kernel/app.ts';
import { dateOrNull, epochMs, type Sql, statement } from '../../kernel/sql.ts';

/** A copy of everything that somebody asked for. */
export interface ExportRow {
  id: string;
  accountId: string;
  email: string;
  requestedAt: Date;
  readyAt: Date | null;
  expiresAt: Date | null;
}

interface Row {
  id: string;
  account_id: string;
  email: string;
  requested_ms: number;
  ready_ms: number | null;
  expires_ms: number | null;
}

const columns = `e.id, e.account_id, a.email, ${epochMs('e.requested_at')} as requested_ms, ${epochMs('e.ready_at')} as ready_ms,
  ${epochMs('e.expires_at')} as expires_ms`;
const from = 'account_export e join account a on a.id = e.account_id';

const lockAccount = statement('me.lock-account', 'select from account where id = $1 for no key update');
const selectNewest = statement<Row>(
  'me.newest-export',
  `select ${columns} from ${from} where e.account_id = $1 order by e.requested_at desc limit 1`,
);
const selectOne = statement<Row>('me.export', `select ${columns} from ${from} where e.id = $1`);

/** The copy that somebody asked for last, or null; one call at a time sees it. */
export async function holdNewestExport({ sql }: Transaction, accountId: string): Promise<ExportRow | null> {
  await sql.run(lockAccount, [accountId]);
  const row = await sql.first(selectNewest, [accountId]);
  return row && toExport(row);
}

/** A copy by its id, or null. */
export async function findExport(sql: Sql, id: string): Promise<ExportRow | null> {
  const row = await sql.first(selectOne, [id]);
  return row && toExport(row);
}

function toExport(row: Row): ExportRow {
  const { id, account_id: accountId, email } = row;
  const times = { readyAt: dateOrNull(row.ready_ms), expiresAt: dateOrNull(row.expires_ms) };
  return { id, accountId, email, requestedAt: new Date(row.requested_ms), ...times };
}
