import type { CreatedToken, CreateTokenInput } from '@rookery/contract';
import { hasRole } from '../../kernel/access.ts';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { hintOf, newPersonalToken, personalTokenHash } from './personal-token.ts';
import { type TokenRow, tokenColumns, toPersonalToken } from './token.view.ts';

// NOTE: what other calls of this account commit before the lock is counted after it.
const lockAccount = statement('developer.lock-account', 'select from account where id = $1 for no key update');

const countLive = statement<{ live: number }>(
  'developer.count-tokens',
  `select count(*)::int as live from personal_access_token
   where account_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
);

const insert = statement<TokenRow>(
  'developer.insert-token',
  `insert into personal_access_token as t (id, account_id, token_hash, name, scopes, hint, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${tokenColumns}`,
);

const longestYears = 10;

/** Makes a personal access token; its secret is told here and never again. */
export async function createToken({ ctx, input }: SignedInCall<CreateTokenInput>): Promise<CreatedToken> {
  const { id: accountId, role } = ctx.viewer;
  return transact(ctx, async (tx) => {
    // NOTE: refused in here, where a repeated call has got its first answer already.
    if (input.scopes.includes('admin') && !hasRole(role, 'moderator')) throw new DomainError('role_required');
    refuseUnfitExpiry(input.expiresAt, tx.app.clock.now());
    await makeRoom(tx, accountId);
    const token = newPersonalToken(tx.app);
    const { name, scopes, expiresAt = null } = input;
    const hash = personalTokenHash(token);
    const values = [newId(), accountId, hash, name, scopes, hintOf(token), tx.app.clock.now(), expiresAt];
    return { ...toPersonalToken(found(await tx.sql.first(insert, values))), token };
  });
}

function refuseUnfitExpiry(expiresAt: Date | undefined, now: Date): void {
  if (!expiresAt) return;
  if (expiresAt <= now) throw invalidInput(['expiresAt'], 'is not in the future');
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears);
  if (expiresAt > latest) throw invalidInput(['expiresAt'], `is more than ${longestYears} years ahead`);
}

async function makeRoom(tx: Transaction, accountId: string): Promise<void> {
  await tx.sql.run(lockAccount, [accountId]);
  const { live } = found(await tx.sql.first(countLive, [accountId, tx.app.clock.now()]));
  if (live >= tx.app.settings.limits.personalTokens) throw new DomainError('limit_reached');
}
