import type { Done } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { transact } from '../../kernel/transaction.ts';
import { findAccount } from '../accounts/index.ts';
import { mailToken } from './auth.jobs.ts';
import { chargeMail } from './mail-rate.ts';

/** Mails the caller a link that proves the address; does nothing when that was done before. */
export async function requestEmailVerification({ ctx }: SignedInCall): Promise<Done> {
  const { email, emailVerified } = found(await findAccount(ctx.app.sql, ctx.viewer.id));
  if (emailVerified) return { ok: true };
  await chargeMail(ctx, email);
  return transact(ctx, async (tx) => {
    await tx.enqueue(mailToken, { purpose: 'email_verification', email });
    return { ok: true };
  });
}
