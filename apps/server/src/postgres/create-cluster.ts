import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { type Account, giveTo } from './account.ts';
import { diskFull, explain, syncFolder } from './folder.ts';
import type { Home } from './home.ts';
import type { Programs } from './programs.ts';

/** The role that Rookery signs in as. */
export const roleName = 'rookery';
export const passwordFileName = 'rookery.password';

// NOTE: without a locale PostgreSQL would take the machine's, and with none at all SQL_ASCII: lower('É') would do nothing.
const locales = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/** Makes the cluster under another name first, so that a half-made one is never taken for a whole. */
export async function createCluster(home: Home, programs: Programs, isDurable: boolean): Promise<void> {
  const staging = `${home.cluster}.new`;
  const password = randomBytes(24).toString('base64url');
  const passwordFile = `${staging}.password`;
  try {
    explain(home.base, () => prepare({ staging, passwordFile, password, account: home.account }));
    await initialise({ home, programs, staging, passwordFile, isDurable });
    explain(home.base, () => {
      const kept = join(staging, passwordFileName);
      renameSync(passwordFile, kept);
      renameSync(staging, home.cluster);
      syncFolder(home.cluster);
      syncFolder(home.base);
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}

interface Preparation {
  staging: string;
  passwordFile: string;
  password: string;
  account: Account | null;
}

function prepare({ staging, passwordFile, password, account }: Preparation): void {
  rmSync(staging, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(staging);
  chmodSync(staging, 0o700);
  giveTo(account, staging);
  writeFileSync(passwordFile, password, { mode: 0o600, flush: true });
  giveTo(account, passwordFile);
}

interface Plan {
  home: Home;
  programs: Programs;
  staging: string;
  passwordFile: string;
  isDurable: boolean;
}

async function initialise(plan: Plan): Promise<void> {
  for (const locale of locales) {
    const output = await runInitdb(plan, locale);
    if (output === null) return;
    if (!/invalid locale/.test(output) || locale === locales.at(-1)) throw initdbFailed(plan, output);
  }
}

/** Null on success, else what initdb said. */
async function runInitdb(plan: Plan, locale: string): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const child = spawn(plan.programs.initdb, initdbArguments(plan, locale), {
    ...plan.home.account,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.once('error', reject).once('close', resolve);
  const code = await promise.catch((error: unknown) =>
    Promise.reject(cannotRun(plan.programs.initdb, plan.home.account, error)),
  );
  return code === 0 ? null : said;
}

function initdbArguments(plan: Plan, locale: string): string[] {
  return [
    `--pgdata=${plan.staging}`,
    `--username=${roleName}`,
    `--pwfile=${plan.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--lc-collate=C',
    `--lc-ctype=${locale}`,
    '--no-instructions',
    ...(plan.isDurable ? [] : ['--no-sync']),
  ];
}

function initdbFailed(plan: Plan, output: string): SetupError {
  if (/No space left|quota exceeded/i.test(output)) return diskFull(plan.home.base);
  const unnamed = /could not look up effective user ID (\d+)/.exec(output);
  if (unnamed !== null) {
    return new SetupError(
      `PostgreSQL cannot be set up by user id ${unnamed[1]}, which has no name on this machine.`,
      'Run Rookery as a user listed in /etc/passwd (for example: docker run --user node), or set DATABASE_URL.',
    );
  }
  const reason = /(?:error|fatal): *(.+)/i.exec(output)?.[1] ?? output.trim().split('\n').at(-1);
  return new SetupError(
    `The database could not be set up in ${plan.home.cluster}: ${reason}`,
    'Mend what it names, or set DATABASE_URL to another PostgreSQL.',
  );
}

/** The system would not start one of PostgreSQL's programs. */
export function cannotRun(program: string, account: Account | null, cause: unknown): SetupError {
  const who = account === null ? '' : ` as user id ${account.uid}`;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SetupError(
    `${program} cannot be run${who}: ${why}`,
    'Start Rookery as an ordinary user on a system with glibc and an executable file system, or set DATABASE_URL.',
    { cause },
  );
}
