import { z } from 'zod';
import type { Transaction } from '../../kernel/app.ts';
import type { JournalRow } from '../../kernel/journal.ts';
import { statement } from '../../kernel/sql.ts';

/** Type of the journal row that tells that sessions have ended. */
export const sessionRevoked = 'session.revoked';

const Revocation = z.object({ accountId: z.string(), sessionIds: z.union([z.array(z.string()), z.literal('all')]) });

/** Sessions that are worth nothing any more: some of an account, or all. */
export type Revocation = z.infer<typeof Revocation>;

/** What a row of the type `session.revoked` tells. */
export function revocationOf(row: JournalRow): Revocation {
  return Revocation.parse(row.ref);
}

const revoke = statement<{ id: string }>(
  'auth.revoke-sessions',
  `update auth_session set revoked_at = $2
   where account_id = $1 and revoked_at is null and ($3::uuid is null or id = $3) and ($4::uuid is null or id <> $4)
   returning id`,
);

/** Ends sessions of an account: one, all but one, or all. Their tokens and sockets die with the commit. */
export async function revokeSessions(
  tx: Transaction,
  accountId: string,
  which: 'all' | { only: string } | { except: string },
): Promise<void> {
  const only = which !== 'all' && 'only' in which ? which.only : null;
  const except = which !== 'all' && 'except' in which ? which.except : null;
  const rows = await tx.sql.rows(revoke, [accountId, tx.app.clock.now(), only, except]);
  if (rows.length === 0) return;
  const revocation: Revocation = { accountId, sessionIds: which === 'all' ? 'all' : rows.map(({ id }) => id) };
  tx.record(`user:${accountId}`, sessionRevoked, revocation);
}
