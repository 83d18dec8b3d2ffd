import type { Done, RequestPasswordResetInput } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { transact } from '../../kernel/transaction.ts';
import { mailToken } from './auth.jobs.ts';
import { chargeMail } from './mail-rate.ts';

/** Mails a link to set a new password. Only the job looks whether there is such an account, so this cannot tell. */
export async function requestPasswordReset({ ctx, input }: Call<RequestPasswordResetInput>): Promise<Done> {
  await chargeMail(ctx, input.email);
  return transact(ctx, async (tx) => {
    await tx.enqueue(mailToken, { purpose: 'password_reset', email: input.email });
    return { ok: true };
  });
}
