import type { Transaction } from '../../kernel/app.ts';
import { DomainError } from '../../kernel/errors.ts';
import { epochMs, type Sql, statement } from '../../kernel/sql.ts';
import { newToken, tokenHash } from './refresh-token.ts';

/** What a token that goes by mail is good for. */
export type MailPurpose = 'password_reset' | 'email_verification';

const hours = { password_reset: 1, email_verification: 24 } as const satisfies Record<MailPurpose, number>;

const insertToken = statement<{ account_id: string }>(
  'auth.insert-mail-token',
  `insert into mail_token (token_hash, account_id, purpose, email, created_at, expires_at)
   select $1, id, $2, email, $3, $4 from account
   where email = $5 and ($2 <> 'email_verification' or email_verified_at is null) returning account_id`,
);

interface TokenRow {
  account_id: string;
  username: string;
  email: string;
  expires_ms: number;
}

/** NOTE: a token holds for the address that it was mailed to, and for no other of the account. */
const selectToken = statement<TokenRow>(
  'auth.mail-token',
  `select t.account_id, p.username, t.email, ${epochMs('t.expires_at')} as expires_ms
   from mail_token t join account a on a.id = t.account_id and a.email = t.email join profile p on p.id = t.account_id
   where t.token_hash = $1 and t.purpose = $2`,
);

const deleteToken = statement('auth.delete-mail-token', 'delete from mail_token where token_hash = $1');

const deleteTokens = statement(
  'auth.delete-mail-tokens',
  'delete from mail_token where account_id = $1 and purpose = $2',
);

/** Makes a token for the account of an address; null when there is none, or nothing to prove any more. */
export async function mintMailToken(tx: Transaction, purpose: MailPurpose, email: string): Promise<string | null> {
  const token = newToken();
  const now = tx.app.clock.now();
  const expiresAt = new Date(now.getTime() + hours[purpose] * 3600 * 1000);
  return (await tx.sql.first(insertToken, [tokenHash(token), purpose, now, expiresAt, email])) ? token : null;
}

/** Whom a mailed token is for, or null for one that is unknown; leaves it as it is. */
export async function findMailToken(sql: Sql, purpose: MailPurpose, token: string): Promise<TokenRow | null> {
  return sql.first(selectToken, [tokenHash(token), purpose]);
}

/** Uses a mailed token up, with all others of the account for the same purpose. */
export async function redeemMailToken(tx: Transaction, purpose: MailPurpose, token: string): Promise<TokenRow> {
  const row = await findMailToken(tx.sql, purpose, token);
  if (!row) throw new DomainError('token_invalid');
  if (row.expires_ms <= tx.app.clock.now().getTime()) throw new DomainError('token_expired');
  // NOTE: of two calls at once, the second waits here and finds nothing left to delete.
  if ((await tx.sql.run(deleteToken, [tokenHash(token)])) === 0) throw new DomainError('token_invalid');
  await dropMailTokens(tx, row.account_id, purpose);
  return row;
}

/** Makes every mailed token of an account for a purpose worthless. */
export async function dropMailTokens(tx: Transaction, accountId: string, purpose: MailPurpose): Promise<void> {
  await tx.sql.run(deleteTokens, [accountId, purpose]);
}
