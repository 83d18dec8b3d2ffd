import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createLogger, openApp, pendingMigrations, statement } from '@rookery/api';
import { appOptions } from '../app-options.ts';
import type { Config } from '../config.ts';
import { checkPostgres, hasCluster } from '../postgres/index.ts';
import { readNote } from '../running-note.ts';
import { SetupError } from '../setup-error.ts';
import { attachDatabase } from './command-app.ts';

/** `rookery doctor`: a line for everything that Rookery stands on, and exit code 1 when one of it is ill. */
export async function runDoctor(readConfig: () => Config): Promise<void> {
  const config = await examine('settings', async () => ['parse', readConfig()] as const);
  if (config === null) return;
  await examine('folder', async () => [await folderOf(config), null]);
  await examine('disk', async () => [await diskOf(config), null]);
  await examine('server', async () => [await serverOf(config), null]);
  if (config.databaseUrl === null && !hasCluster(config.dataDir)) {
    await examine('database', async () => ['none yet; the first start makes it', null]);
    return;
  }
  const database = await examine('database', async () => {
    const open = await attachDatabase(config);
    await checkPostgres(open.url);
    return [open.folder === null ? 'of DATABASE_URL; sound and durable' : 'embedded; sound and durable', open] as const;
  });
  if (database === null) return;
  await using opened = database;
  await examine('tables', async () => [await tablesOf(config, opened.url), null]);
  await examine('mail', async () => [
    config.smtp ? `by ${new URL(config.smtp.url).host}` : 'kept; read it with: rookery mail',
    null,
  ]);
}

async function examine<Found>(
  name: string,
  look: () => Promise<readonly [finding: string, found: Found]>,
): Promise<Found | null> {
  try {
    const [finding, found] = await look();
    console.log(`ok    ${name.padEnd(9)} ${finding}`);
    return found;
  } catch (error) {
    process.exitCode = 1;
    const said = error instanceof SetupError ? `${error.message} ${error.mend}` : String(error);
    console.log(`wrong ${name.padEnd(9)} ${said}`);
    return null;
  }
}

async function folderOf({ dataDir }: Config): Promise<string> {
  const folder = await nearestFolder(dataDir);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new SetupError(`${folder} cannot be written.`, 'Give it to this user, or set DATA_DIR to another folder.', {
      cause: error,
    });
  }
  return folder === dataDir ? dataDir : `${dataDir} (made at the first start)`;
}

async function nearestFolder(path: string): Promise<string> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  return exists || path === dirname(path) ? path : nearestFolder(dirname(path));
}

const leastBytes = 512 * 1024 * 1024;

async function diskOf({ dataDir }: Config): Promise<string> {
  const { bavail, bsize } = await statfs(await nearestFolder(dataDir));
  const free = bavail * bsize;
  const told = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  if (free < leastBytes)
    throw new SetupError(
      `The disk that holds ${dataDir} is nearly full: ${told}.`,
      'Free some space, or set DATA_DIR to another disk.',
    );
  return told;
}

async function serverOf({ dataDir }: Config): Promise<string> {
  const note = readNote(dataDir);
  const answer = note && (await fetch(`${note.url}/readyz`, { signal: AbortSignal.timeout(3000) }).catch(() => null));
  if (!note || !answer) return 'not running over this folder';
  if (!answer.ok)
    throw new SetupError(
      `The server at ${note.url} runs but is not ready: ${await answer.text()}.`,
      'Its log says more.',
    );
  return `running at ${note.url} (process ${note.pid}), ready`;
}

const readFailed = statement<{ count: number }>(
  'doctor.dead-letters',
  `select count(*)::int as count from pgboss.job where name = 'dead-letters' and state < 'completed'`,
);

async function tablesOf(config: Config, databaseUrl: string): Promise<string> {
  const at = { databaseUrl, publicUrl: 'http://localhost', log: createLogger('silent') };
  await using app = await openApp(appOptions(config, at)).catch((cause: unknown) => {
    throw new SetupError('The database has not been migrated.', 'Run: rookery migrate', { cause });
  });
  const pending = await pendingMigrations(app.orm);
  if (pending.length > 0) throw new SetupError(`${pending.length} migrations are not applied.`, 'Run: rookery migrate');
  if (!(await app.jobs.isReachable())) throw new SetupError('The queue has no tables.', 'Run: rookery migrate');
  const dead = (await app.sql.first(readFailed, []))?.count ?? 0;
  if (dead > 0)
    throw new SetupError(`${dead} jobs failed for good.`, 'Their queue is called dead-letters; the log says why.');
  return 'migrated; the queue answers, no job failed for good';
}
