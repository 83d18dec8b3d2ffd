import { createLogger, type OpenApp, openApp } from '@rookery/api';
import { appOptions } from '../app-options.ts';
import type { Config } from '../config.ts';
import { bringUpToDate, type Database, givenDatabase, openDatabase } from '../database.ts';
import { checkPostgres } from '../postgres/index.ts';
import { readNote } from '../running-note.ts';

/** The database for a command: that of a server that runs over the same data folder, or one of its own. */
export async function attachDatabase(config: Config): Promise<Database> {
  const log = createLogger('silent');
  const note = config.databaseUrl === null ? readNote(config.dataDir) : null;
  if (note && (await answers(note.databaseUrl))) {
    return { ...givenDatabase(note.databaseUrl), folder: config.dataDir };
  }
  return openDatabase(config, { log, say: (line) => console.error(line) });
}

async function answers(url: string): Promise<boolean> {
  return checkPostgres(url).then(
    () => true,
    () => false,
  );
}

/** Runs a command's work on a migrated database, and ends what was started for it. */
export async function withApp(config: Config, work: (app: OpenApp) => Promise<void>): Promise<void> {
  await using database = await attachDatabase(config);
  await bringUpToDate(database);
  const at = {
    databaseUrl: database.url,
    publicUrl: config.publicUrl ?? `http://localhost:${config.port}`,
    log: createLogger('error'),
  };
  await using app = await openApp(appOptions(config, at));
  await work(app);
}
