import { type Sql, statement } from '../../kernel/sql.ts';
import { sendsReceipts } from './conversation.view.ts';

const selectReaders = statement<{ id: string }>(
  'chat.receipt-readers',
  `select w.id from unnest($1::uuid[]) as w(id) where ${sendsReceipts('w.id')}`,
);

/** Who of these gets to know what others have read: those who let others know. */
export async function findReceiptReaders(sql: Sql, profileIds: readonly string[]): Promise<Set<string>> {
  return new Set((await sql.rows(selectReaders, [profileIds])).map(({ id }) => id));
}
