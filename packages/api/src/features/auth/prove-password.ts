import type { SignedInContext } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { chargeLogin } from './log-in.ts';

const selectHash = statement<{ password_hash: string }>(
  'auth.password-hash',
  'select password_hash from account where id = $1',
);

/** The hash of the caller's password if this is it, or null; charges a guess. The change that it allows must hold the account by it. */
export async function provePassword(ctx: SignedInContext, password: string): Promise<string | null> {
  const { app, viewer } = ctx;
  await chargeLogin(ctx, viewer.id);
  const { password_hash: hash } = found(await app.sql.first(selectHash, [viewer.id]));
  return (await app.passwords.verify(password, hash)) ? hash : null;
}
