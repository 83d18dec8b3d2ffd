import { type Logger, migrate, NewerDatabaseError } from '@rookery/api';
import type { Config } from './config.ts';
import { checkPostgres, type Postgres, startPostgres } from './postgres/index.ts';
import { SetupError } from './setup-error.ts';

/** The database of this process. */
export interface Database extends AsyncDisposable {
  url: string;
  /** Where an embedded one lies; null for a database that others run. */
  folder: string | null;
}

/** What is told while the database comes up. */
export interface DatabaseVoice {
  log: Logger;
  /** Tells the person at the terminal what takes time. */
  say(line: string): void;
}

/** Starts the embedded PostgreSQL, or checks the one of DATABASE_URL. Throws `SetupError`. */
export async function openDatabase(config: Config, { log, say }: DatabaseVoice): Promise<Database> {
  if (config.databaseUrl !== null) {
    await checkPostgres(config.databaseUrl);
    return givenDatabase(config.databaseUrl);
  }
  const postgres = await startPostgres({
    dataDir: config.dataDir,
    settings: { max_connections: String(connectionsFor(config)) },
    onProgress: say,
  });
  postgres.onExit(({ code, signal }) => {
    log.error({ code, signal }, 'the database ended by itself; starting it again');
    void startAgain(postgres, log);
  });
  return { url: postgres.url(), folder: postgres.dataDir, [Symbol.asyncDispose]: () => postgres.stop() };
}

/** Besides its pool each process has four connections for jobs, four for the journal and one on which it is woken up; some are left for commands. */
function connectionsFor({ processes, poolSize }: Config): number {
  return Math.max(200, processes * (poolSize + 9) + 40);
}

/** A database that is not ours to stop. */
export function givenDatabase(url: string): Database {
  return { url, folder: null, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** Brings the database to the shape of this version, and names what it did; a newer shape is left alone. */
export async function bringUpToDate({ url }: Pick<Database, 'url'>): Promise<string[]> {
  try {
    return await migrate(url);
  } catch (error) {
    if (!(error instanceof NewerDatabaseError)) throw error;
    const mend = 'Start that version again, or this one over another DATA_DIR or database.';
    throw new SetupError('The database was migrated by a newer Rookery.', mend, { cause: error });
  }
}

const pauseMs = 1000;

/** NOTE: a start that fails is tried until it works or the server is stopped; calls get 503 meanwhile. */
async function startAgain(postgres: Postgres, log: Logger): Promise<void> {
  try {
    await postgres.restart();
    log.info({}, 'the database is back');
  } catch (error) {
    log.error({ err: error }, 'the database did not start');
    setTimeout(() => void startAgain(postgres, log), pauseMs).unref();
  }
}
