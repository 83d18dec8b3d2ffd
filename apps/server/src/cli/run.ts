import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { packageVersion, readConfig } from '../config.ts';
import { SetupError } from '../setup-error.ts';
import { createAdminAccount } from './admin.ts';
import { runDoctor } from './doctor.ts';
import { showMail } from './mail.ts';
import { runMigrations } from './migrate.ts';
import { type SeedOptions, seed } from './seed.ts';
import { start } from './start.ts';

/** Runs the command that the words after the program's name ask for; failures are one line and exit code 1. */
export async function runCli(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode;
    else fail(error);
  }
}

function fail(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof SetupError) console.error(`${error.message} ${error.mend}`);
  else console.error('Rookery gave up; this is a bug.', error);
}

function count(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

function program(): Command {
  const rookery = new Command('rookery').description('The backend of a social network.').exitOverride();
  rookery.version(packageVersion(), '-v, --version');
  rookery
    .command('start', { isDefault: true })
    .description('serve until told to stop')
    .action(() => start(readConfig()));
  rookery
    .command('migrate')
    .description('bring the database to the shape of this version')
    .action(() => runMigrations(readConfig()));
  rookery
    .command('seed')
    .description('fill an empty database with demo people, or add a crowd to measure with')
    .option('--people <count>', 'add a crowd of so many', count)
    .option('--follows <count>', 'of whom each follows so many', count, 50)
    .option('--posts <count>', 'and who wrote so many posts', count, 0)
    .option('--password <text>', 'by which all of them sign in')
    .action((options: SeedOptions) => seed(readConfig(), options));
  const admin = rookery.command('admin').description('those who run the place');
  admin
    .command('create')
    .description('make an admin, out of an account that exists or anew')
    .argument('<login>', 'e-mail address or username of an account, or the e-mail address of a new one')
    .option('--username <name>', 'of the new account')
    .action((login: string, options: { username?: string }) =>
      createAdminAccount(readConfig(), login, options.username),
    );
  rookery
    .command('doctor')
    .description('look at everything that Rookery stands on')
    .action(() => runDoctor(readConfig));
  rookery
    .command('mail')
    .description('show letters that were kept because no mail server is set')
    .argument('[recipient]', 'an e-mail address')
    .action((recipient?: string) => showMail(readConfig(), recipient));
  return rookery;
}
