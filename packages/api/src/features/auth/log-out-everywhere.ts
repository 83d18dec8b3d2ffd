import type { Done } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { transact } from '../../kernel/transaction.ts';
import { revokeSessions } from './revocation.ts';

/** Ends every session of the caller, this one too. */
export async function logOutEverywhere({ ctx }: SignedInCall): Promise<Done> {
  return transact(ctx, async (tx) => {
    await revokeSessions(tx, ctx.viewer.id, 'all');
    return { ok: true };
  });
}
