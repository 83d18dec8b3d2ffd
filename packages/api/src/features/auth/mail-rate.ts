import type { RequestContext } from '../../kernel/context.ts';
import { charge } from '../../kernel/rate-limit.ts';
import { rates } from '../../kernel/rates.ts';

/** Charges one letter to its recipient, whether or not an account has the address. */
export async function chargeMail(ctx: RequestContext, recipient: string): Promise<void> {
  await charge(ctx, rates.mailPerRecipient, recipient);
  await charge(ctx, rates.mailPerRecipientDay, recipient);
}
