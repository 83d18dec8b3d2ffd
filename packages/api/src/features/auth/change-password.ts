import type { ChangePasswordInput, Done } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { sendMail } from '../accounts/index.ts';
import { passwordChangedLetter } from './letters.ts';
import { chargeLogin } from './log-in.ts';
import { dropMailTokens } from './mail-token.ts';
import { refuseWeakPassword } from './password-strength.ts';
import { revokeSessions } from './revocation.ts';

const selectCredentials = statement<{ email: string; username: string; password_hash: string }>(
  'auth.credentials',
  'select a.email, p.username, a.password_hash from account a join profile p on p.id = a.id where a.id = $1',
);

const replaceHash = statement(
  'auth.replace-password',
  'update account set password_hash = $3 where id = $1 and password_hash = $2',
);

/** Changes the caller's password, and ends all sessions but this one. */
export async function changePassword({ ctx, input }: SignedInCall<ChangePasswordInput>): Promise<Done> {
  const { app, viewer } = ctx;
  await chargeLogin(ctx, viewer.id);
  const account = found(await app.sql.first(selectCredentials, [viewer.id]));
  refuseWeakPassword(input.next, [account.username, account.email], 'next');
  const proved = await app.passwords.verify(input.current, account.password_hash);
  const next = proved ? await app.passwords.hash(input.next) : '';
  return transact(ctx, async (tx) => {
    // NOTE: refused in here, where a repeated call has got its first answer already.
    const changed = proved && (await tx.sql.run(replaceHash, [viewer.id, account.password_hash, next])) === 1;
    if (!changed) throw new DomainError('credentials_invalid');
    await revokeSessions(tx, viewer.id, viewer.sessionId ? { except: viewer.sessionId } : 'all');
    await dropMailTokens(tx, viewer.id, 'password_reset');
    await tx.enqueue(sendMail, passwordChangedLetter(account.email, app.settings.publicUrl));
    return { ok: true };
  });
}
