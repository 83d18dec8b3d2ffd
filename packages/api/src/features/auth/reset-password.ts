import type { Done, ResetPasswordInput } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { sendMail } from '../accounts/index.ts';
import { passwordChangedLetter } from './letters.ts';
import { findMailToken, redeemMailToken } from './mail-token.ts';
import { refuseWeakPassword } from './password-strength.ts';
import { revokeSessions } from './revocation.ts';

const setPassword = statement(
  'auth.set-password',
  'update account set password_hash = $2, email_verified_at = coalesce(email_verified_at, $3) where id = $1',
);

/** Sets a new password by a mailed token, which proves the address too, and ends every session. */
export async function resetPassword({ ctx, input }: Call<ResetPasswordInput>): Promise<Done> {
  const { app } = ctx;
  const account = await findMailToken(app.sql, 'password_reset', input.token);
  if (account) refuseWeakPassword(input.password, [account.username, account.email], 'password');
  const hash = account ? await app.passwords.hash(input.password) : '';
  return transact(ctx, async (tx) => {
    const { account_id: id, email } = await redeemMailToken(tx, 'password_reset', input.token);
    await tx.sql.run(setPassword, [id, hash, app.clock.now()]);
    await revokeSessions(tx, id, 'all');
    await tx.enqueue(sendMail, passwordChangedLetter(email, app.settings.publicUrl));
    return { ok: true };
  });
}
