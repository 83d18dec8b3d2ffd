import { z } from 'zod';
import type { Transaction } from '../../kernel/app.ts';
import type { Viewer } from '../../kernel/context.ts';
import type { Journal, WrittenRow } from '../../kernel/journal.ts';
import { statement } from '../../kernel/sql.ts';
import { accountChanged } from '../accounts/index.ts';

/** Type of the journal row that tells that sessions or personal access tokens have ended. */
const sessionRevoked = 'session.revoked';

const Some = z.union([z.array(z.string()), z.literal('all')]);
const Revocation = z.object({ accountId: z.string(), sessionIds: Some, tokenIds: Some.default([]) });

/** Sessions and personal access tokens of an account that are worth nothing any more: some of each, or all. */
export type Revocation = z.infer<typeof Revocation>;

/** Whether a revocation takes away by what somebody is known. */
export function isRevoked(
  { id, sessionId, tokenId }: Pick<Viewer, 'id' | 'sessionId' | 'tokenId'>,
  { accountId, sessionIds, tokenIds }: Revocation,
): boolean {
  if (id !== accountId) return false;
  if (tokenId !== null) return tokenIds === 'all' || tokenIds.includes(tokenId);
  return sessionIds === 'all' || (sessionId !== null && sessionIds.includes(sessionId));
}

const AccountChange = z.object({ accountId: z.string(), suspended: z.boolean() });

/** Who hears of revocations. */
export interface RevocationListener {
  /** A bearer of an account may be another than before. Told at once where this process changed it, and again by the journal. */
  changed(revocation: Revocation): void;
  /** Bearers have ended. Told by the journal alone. */
  ended(revocation: Revocation): void;
}

/** Tells of revocations; returns the way out. */
export function watchRevocations(journal: Journal, { changed, ended }: RevocationListener): () => void {
  const ofRow = ({ type, ref }: WrittenRow): { revocation: Revocation; hasEnded: boolean } => {
    if (type === sessionRevoked) return { revocation: Revocation.parse(ref), hasEnded: true };
    const { accountId, suspended } = AccountChange.parse(ref);
    return { revocation: { accountId, sessionIds: 'all', tokenIds: 'all' }, hasEnded: suspended };
  };
  const tell = (row: WrittenRow): void => {
    const { revocation, hasEnded } = ofRow(row);
    changed(revocation);
    if (hasEnded) ended(revocation);
  };
  const stop = [sessionRevoked, accountChanged].flatMap((type) => [
    journal.onOwnRow(type, (row) => changed(ofRow(row).revocation)),
    journal.onRow(type, tell),
  ]);
  return () => {
    for (const end of stop) end();
  };
}

/** Makes every process forget what has ended, and close its sockets. */
export function announceRevocation(tx: Transaction, revocation: Revocation): void {
  tx.record(`user:${revocation.accountId}`, sessionRevoked, revocation);
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
  announceRevocation(tx, { accountId, sessionIds: which === 'all' ? 'all' : rows.map(({ id }) => id), tokenIds: [] });
}
