import type { Done, VerifyEmailInput } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { redeemMailToken } from './mail-token.ts';

const markVerified = statement(
  'auth.mark-verified',
  'update account set email_verified_at = coalesce(email_verified_at, $2) where id = $1',
);

/** Takes a mailed token as proof that the address belongs to the account. */
export async function verifyEmail({ ctx, input }: Call<VerifyEmailInput>): Promise<Done> {
  return transact(ctx, async (tx) => {
    const { account_id: id } = await redeemMailToken(tx, 'email_verification', input.token);
    await tx.sql.run(markVerified, [id, ctx.app.clock.now()]);
    return { ok: true };
  });
}
