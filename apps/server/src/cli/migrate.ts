import type { Config } from '../config.ts';
import { bringUpToDate } from '../database.ts';
import { attachDatabase } from './command-app.ts';

/** `rookery migrate`: says which migrations it applied. */
export async function runMigrations(config: Config): Promise<void> {
  await using database = await attachDatabase(config);
  const applied = await bringUpToDate(database);
  if (applied.length === 0) console.log('The database is up to date.');
  for (const name of applied) console.log(`applied ${name}`);
}
