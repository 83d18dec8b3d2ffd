import type { Done } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { transact } from '../../kernel/transaction.ts';
import { trustedCookies } from './cookie-mode.ts';
import { revokeSessions } from './revocation.ts';

/** Ends the session of this call, and takes its cookie away. */
export async function logOut({ ctx }: SignedInCall): Promise<Done> {
  const cookies = ctx.cookies?.refreshToken ? trustedCookies(ctx) : null;
  const { id, sessionId } = ctx.viewer;
  const done = await transact(ctx, async (tx): Promise<Done> => {
    if (sessionId) await revokeSessions(tx, id, { only: sessionId });
    return { ok: true };
  });
  cookies?.clearRefresh();
  return done;
}
