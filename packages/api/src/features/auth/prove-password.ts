import type { App } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { chargeLogin } from './log-in.ts';

const selectHash = statement<{ password_hash: string }>(
  'auth.password-hash',
  'select password_hash from account where id = $1',
);

/** The hash of an account's password if this is it, or null; charges a guess. The change that it allows must hold the account by it. */
export async function provePassword(app: App, accountId: string, password: string): Promise<string | null> {
  await chargeLogin(app, accountId);
  const { password_hash: hash } = found(await app.sql.first(selectHash, [accountId]));
  return (await app.passwords.verify(password, hash)) ? hash : null;
}
