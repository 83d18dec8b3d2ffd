import type { ById, Done } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { announceRevocation } from '../auth/index.ts';

const selectOwn = statement<{ id: string }>(
  'developer.own-token',
  'select id from personal_access_token where id = $1 and account_id = $2',
);

const revoke = statement<{ id: string }>(
  'developer.revoke-tokens',
  `update personal_access_token set revoked_at = $2
   where account_id = $1 and revoked_at is null and ($3::uuid is null or id = $3) returning id`,
);

/** Ends one of the caller's tokens, and closes its sockets; one that has been revoked already is fine. */
export async function revokeToken({ ctx, input }: SignedInCall<ById>): Promise<Done> {
  const accountId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { id } = found(await tx.sql.first(selectOwn, [input.id, accountId]));
    await revokeTokens(tx, accountId, id);
    return { ok: true };
  });
}

/** Ends one token of an account, or all. */
export async function revokeTokens(tx: Transaction, accountId: string, only: string | null = null): Promise<void> {
  const rows = await tx.sql.rows(revoke, [accountId, tx.app.clock.now(), only]);
  if (rows.length > 0) announceRevocation(tx, { accountId, sessionIds: [], tokenIds: rows.map(({ id }) => id) });
}
