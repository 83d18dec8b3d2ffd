import type { ById, Done } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { revokeSessions } from './revocation.ts';

const selectOwn = statement<{ id: string }>(
  'auth.own-session',
  'select id from auth_session where id = $1 and account_id = $2',
);

/** Signs one device of the caller out; one that is signed out already is fine. */
export async function revokeSession({ ctx, input }: SignedInCall<ById>): Promise<Done> {
  const accountId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { id } = found(await tx.sql.first(selectOwn, [input.id, accountId]));
    await revokeSessions(tx, accountId, { only: id });
    return { ok: true };
  });
}
