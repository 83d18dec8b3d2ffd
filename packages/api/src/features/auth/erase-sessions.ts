import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';

const dropSessions = statement(
  'auth.erase-sessions',
  'delete from auth_session where id in (select id from auth_session where account_id = $1 limit 500)',
);
const dropTokens = statement('auth.erase-mail-tokens', 'delete from mail_token where account_id = $1');

/** Deletes where somebody is or was signed in, and what was mailed to prove him. */
export async function eraseSessions(tx: Transaction, accountId: string): Promise<boolean> {
  const gone = await Promise.all([tx.sql.run(dropSessions, [accountId]), tx.sql.run(dropTokens, [accountId])]);
  return gone.some((count) => count > 0);
}
