import type { ChangeUsernameInput, ProfileView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { brokenUnique } from '../../kernel/pg-error.ts';
import { charge } from '../../kernel/rate-limit.ts';
import { rates } from '../../kernel/rates.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { ownProfile } from './profile.view.ts';
import { refuseKeptUsername, releaseUsername } from './username-history.ts';

/** Changes the caller's username; the old one stays out of reach of others for two weeks. */
export async function changeUsername({ ctx, input }: SignedInCall<ChangeUsernameInput>): Promise<ProfileView> {
  const { id } = ctx.viewer;
  // NOTE: limited, since each name that is given up is kept from everybody else.
  await charge(ctx, rates.usernamesPerAccount, id);
  return transact(ctx, async (tx) => {
    await rename(tx, id, input.username);
    return found(await ownProfile(tx, id));
  }).catch(refuseTaken);
}

const holdProfile = statement<{ username: string }>(
  'profiles.hold-username',
  'select username from profile where id = $1 for no key update',
);

const setUsername = statement(
  'profiles.set-username',
  'update profile set username = $2, version = version + 1 where id = $1',
);

async function rename(tx: Transaction, id: string, next: string): Promise<void> {
  const { username: old } = found(await tx.sql.first(holdProfile, [id]));
  if (old === next) return;
  await tx.sql.run(setUsername, [id, next]);
  await refuseKeptUsername(tx, id, next);
  await releaseUsername(tx, id, { old, next });
}

function refuseTaken(error: unknown): never {
  if (brokenUnique(error) === 'profile_username_unique') throw new DomainError('username_taken', { cause: error });
  throw error;
}
