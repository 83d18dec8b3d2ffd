import type { SignedInContext } from '../../kernel/context.ts';
import { chargeWrite } from '../../kernel/rate-limit.ts';

/**
 * Charges a call for the people whom it brings in beyond the first, who is in its price. NOTE: outside of transactions, since the
 * count may take a connection of its own.
 */
export async function chargePeople(ctx: SignedInContext, userIds: readonly string[]): Promise<void> {
  if (userIds.length > 1) await chargeWrite(ctx, ctx.viewer.id, userIds.length - 1);
}
