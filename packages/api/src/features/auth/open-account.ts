import type { AccountRole } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { DomainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { brokenUnique } from '../../kernel/pg-error.ts';
import { Account } from '../accounts/index.ts';
import { createProfile, refuseKeptUsername } from '../profiles/index.ts';

/** What an account is made of; its password is hashed already. */
export interface NewAccount {
  email: string;
  username: string;
  displayName: string;
  passwordHash: string;
  role: AccountRole;
  emailVerifiedAt: Date | null;
}

/** Creates an account with its profile, and returns the id of both. */
export async function openAccount(tx: Transaction, account: NewAccount): Promise<string> {
  const { email, username, displayName, passwordHash, role, emailVerifiedAt } = account;
  const id = newId();
  tx.em.create(Account, { id, email, passwordHash, role, emailVerifiedAt, createdAt: tx.app.clock.now() });
  // NOTE: the profile's id refers to the account, which the ORM does not know.
  await tx.em.flush();
  createProfile(tx, { id, username, displayName });
  await tx.em.flush();
  await refuseKeptUsername(tx, id, username);
  return id;
}

const taken = new Map([
  ['account_email_unique', 'email_taken'],
  ['profile_username_unique', 'username_taken'],
] as const);

/** Says of an account that could not be created which of its names is taken; throws any other error as it is. */
export function refuseTaken(error: unknown): never {
  const constraint = brokenUnique(error);
  for (const [name, reason] of taken) if (name === constraint) throw new DomainError(reason, { cause: error });
  throw error;
}
