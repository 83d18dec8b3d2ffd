import { randomBytes } from 'node:crypto';
import { createAdmin, DomainError, type OpenApp, promoteToAdmin } from '@rookery/api';
import { RegisterInput } from '@rookery/contract';
import type { Config } from '../config.ts';
import { SetupError } from '../setup-error.ts';
import { withApp } from './command-app.ts';

/** `rookery admin create`: makes an admin of an account, or opens one whose password it shows once. */
export async function createAdminAccount(config: Config, login: string, username?: string): Promise<void> {
  await withApp(config, async (app) => {
    if (username === undefined) await promote(app, login);
    else await open(app, login, username);
  });
}

async function promote(app: OpenApp, login: string): Promise<void> {
  try {
    await promoteToAdmin(app, login);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new SetupError(`There is no account ${login}.`, 'To open one, say its e-mail address and --username.', {
      cause: error,
    });
  }
  console.log(`${login} is an admin now.`);
}

async function open(app: OpenApp, email: string, username: string): Promise<void> {
  const account = { email, username, password: randomBytes(18).toString('base64url') };
  const parsed = RegisterInput.safeParse(account);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SetupError(`The ${issue?.path.join('.')} will not do: ${issue?.message}.`, 'Say it anew.');
  }
  try {
    await createAdmin(app, account);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new SetupError(error.message, 'Take another, or leave --username out to make an admin of the account.', {
      cause: error,
    });
  }
  console.log(`${username} is an admin now. The password, shown this once: ${account.password}`);
}
