import { join } from 'node:path';
import { checkPostgres } from './check-postgres.ts';
import { roleName } from './create-cluster.ts';
import { createDatabases } from './databases.ts';
import { makeFolder } from './folder.ts';
import { lockFolder } from './folder-lock.ts';
import { notePlace, settleHome } from './home.ts';
import { endLeftovers } from './leftovers.ts';
import { openCluster } from './open-cluster.ts';
import { preparePrograms } from './programs.ts';
import { type Postgres, supervise } from './running-postgres.ts';
import { startDatabase } from './start-database.ts';

/** How to start the embedded PostgreSQL. */
export interface PostgresOptions {
  /** Holds everything; made when missing. */
  dataDir: string;
  /** A free port of 127.0.0.1 by default. */
  port?: number;
  /** False only for tests: committed data may be lost when the machine fails. */
  durable?: boolean;
  /** Databases that must exist; `url()` names the first. `rookery` by default. */
  databases?: string[];
  /** More server settings, by name. */
  settings?: Record<string, string>;
  onProgress?(line: string): void;
}

const defaultDatabase = 'rookery';

/**
 * Starts PostgreSQL on 127.0.0.1 over the cluster of a data folder, which it creates, recovers or takes over from a
 * killed server as needed. Throws `SetupError`.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const say = options.onProgress ?? (() => {});
  const dataDir = makeFolder(options.dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  await using undo = new AsyncDisposableStack();
  undo.use(await lockFolder(dataDir));
  const home = settleHome(dataDir, say);
  if (home.base !== dataDir) undo.use(await lockFolder(home.base));
  const isDurable = options.durable ?? true;
  const programs = preparePrograms(home, say);
  await endLeftovers(home.cluster, say);
  const { password, fresh } = await openCluster({ home, programs, isDurable, say });
  notePlace(dataDir, home);
  const plan = {
    home,
    programs,
    isDurable,
    settings: options.settings ?? {},
    logFile: join(dataDir, 'postgres.log'),
    say,
  };
  const database = await startDatabase(plan, options.port);
  undo.defer(() => database.postmaster.stop());
  const [main = defaultDatabase, ...others] = options.databases ?? [];
  const url = (name = main): string =>
    `postgres://${roleName}:${password}@127.0.0.1:${database.port}/${encodeURIComponent(name)}`;
  await createDatabases(url('postgres'), [main, ...others]);
  if (isDurable) await checkPostgres(url());
  return supervise({ plan, database, dataDir, fresh, url, release: undo.move() });
}
