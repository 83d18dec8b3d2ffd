import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { packageVersion, readConfig } from '../config.ts';
import { SetupError } from '../setup-error.ts';
import { describeFailure } from './failure.ts';
import type { SeedOptions } from './seed.ts';

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
  console.error(...describeFailure(error));
}

function count(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

// NOTE: commands are loaded when they are asked for, so that help and refusals of settings come at once.
function program(): Command {
  const rookery = new Command('rookery').description('The backend of a social network.').exitOverride();
  rookery.version(packageVersion(), '-v, --version');
  rookery
    .command('start', { isDefault: true })
    .description('serve until told to stop')
    .allowExcessArguments()
    .action(async (_options: object, { args: [word] }: Command) => {
      if (word !== undefined)
        throw new SetupError(`There is no command "${word}".`, 'Those that there are: rookery --help');
      const config = readConfig();
      const { start } = await import('./start.ts');
      await start(config);
    });
  rookery
    .command('migrate')
    .description('bring the database to the shape of this version')
    .action(async () => {
      const config = readConfig();
      const { runMigrations } = await import('./migrate.ts');
      await runMigrations(config);
    });
  declareSeed(rookery);
  declareAdmin(rookery);
  declareLooks(rookery);
  return rookery;
}

function declareSeed(rookery: Command): void {
  rookery
    .command('seed')
    .description('fill an empty database with demo people, or add a crowd to measure with')
    .option('--people <count>', 'add a crowd of so many', count)
    .option('--follows <count>', 'of whom each follows so many', count, 50)
    .option('--posts <count>', 'and who wrote so many posts', count, 0)
    .option('--password <text>', 'by which all of them sign in')
    .action(async (options: SeedOptions) => {
      const config = readConfig();
      const { seed } = await import('./seed.ts');
      await seed(config, options);
    });
}

function declareAdmin(rookery: Command): void {
  const admin = rookery.command('admin').description('those who run the place');
  admin
    .command('create')
    .description('make an admin, out of an account that exists or anew')
    .argument('<login>', 'e-mail address or username of an account, or the e-mail address of a new one')
    .option('--username <name>', 'of the new account')
    .action(async (login: string, options: { username?: string }) => {
      const config = readConfig();
      const { createAdminAccount } = await import('./admin.ts');
      await createAdminAccount(config, login, options.username);
    });
}

function declareLooks(rookery: Command): void {
  rookery
    .command('doctor')
    .description('look at everything that Rookery stands on')
    .action(async () => {
      const { runDoctor } = await import('./doctor.ts');
      await runDoctor(readConfig);
    });
  rookery
    .command('mail')
    .description('show letters that were kept because no mail server is set')
    .argument('[recipient]', 'an e-mail address')
    .action(async (recipient?: string) => {
      const config = readConfig();
      const { showMail } = await import('./mail.ts');
      await showMail(config, recipient);
    });
}
