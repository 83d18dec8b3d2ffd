import type { AccountView, ChangeEmailInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { findAccount, sendMail } from '../accounts/index.ts';
import { mailToken } from './auth.jobs.ts';
import { emailChangedLetter } from './letters.ts';
import { chargeMail } from './mail-rate.ts';
import { dropMailTokens } from './mail-token.ts';
import { refuseTaken } from './open-account.ts';
import { provePassword } from './prove-password.ts';

const holdEmail = statement<{ email: string }>(
  'auth.hold-email',
  'select email from account where id = $1 and password_hash = $2 for no key update',
);

const setEmail = statement('auth.set-email', 'update account set email = $2, email_verified_at = null where id = $1');

/** Changes the caller's e-mail address, which is unverified then; sessions stay, and the old address is told. */
export async function changeEmail({ ctx, input }: SignedInCall<ChangeEmailInput>): Promise<AccountView> {
  const { app, viewer } = ctx;
  const hash = await provePassword(ctx, input.password);
  if (hash !== null) await chargeMail(ctx, input.email);
  return transact(ctx, async (tx) => {
    // NOTE: refused in here, where a repeated call has got its first answer already.
    const held = hash !== null ? await tx.sql.first(holdEmail, [viewer.id, hash]) : null;
    if (!held) throw new DomainError('credentials_invalid');
    if (held.email !== input.email) {
      await tx.sql.run(setEmail, [viewer.id, input.email]);
      await dropMailTokens(tx, viewer.id, 'password_reset');
      await tx.enqueue(mailToken, { purpose: 'email_verification', email: input.email });
      await tx.enqueue(sendMail, emailChangedLetter(held.email, app.settings.publicUrl));
    }
    return found(await findAccount(tx.sql, viewer.id));
  }).catch(refuseTaken);
}
