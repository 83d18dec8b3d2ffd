import { RegisterInput } from '@rookery/contract';
import type { App } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { setRole } from '../accounts/index.ts';
import { openAccount, refuseTaken } from './open-account.ts';
import { refuseWeakPassword } from './password-strength.ts';

/** Creates an admin whose address counts as proved, and returns its id; for the owner of the server. */
export async function createAdmin(
  app: App,
  input: { email: string; username: string; password: string },
): Promise<string> {
  const { email, username, password } = RegisterInput.parse(input);
  refuseWeakPassword(password, [username, email], 'password');
  const passwordHash = await app.passwords.hash(password);
  const emailVerifiedAt = app.clock.now();
  const account = { email, username, displayName: username, passwordHash, role: 'admin', emailVerifiedAt } as const;
  return transact({ app }, (tx) => openAccount(tx, account)).catch(refuseTaken);
}

const selectId = statement<{ id: string }>(
  'auth.id-by-login',
  'select a.id from account a join profile p on p.id = a.id where a.email = $1 or p.username = $1',
);

/** Makes an admin of the account with an e-mail address or username, and returns its id. */
export async function promoteToAdmin(app: App, login: string): Promise<string> {
  return transact({ app }, async (tx) => {
    const { id } = found(await tx.sql.first(selectId, [login.toLowerCase()]));
    await setRole(tx, id, 'admin');
    return id;
  });
}
