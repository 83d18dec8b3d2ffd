import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { type Account, pickAccount } from './account.ts';
import { blockedAt, explain } from './folder.ts';

/** Where the database of a data folder lies and whom it runs as. */
export interface Home {
  /** Holds the cluster and, where needed, a copy of PostgreSQL's programs: the data folder, or one of /var/lib/rookery. */
  base: string;
  cluster: string;
  account: Account | null;
}

const pointerName = 'postgres.location';

/**
 * The data folder holds the cluster itself, unless PostgreSQL has to run as another user who cannot enter it (root's
 * home is closed to everyone else): then it lies in /var/lib/rookery and the data folder says where.
 */
export function settleHome(dataDir: string, say: (line: string) => void): Home {
  const pointer = join(dataDir, pointerName);
  if (existsSync(pointer)) return elsewhere(readFileSync(pointer, 'utf8').trim(), pointer);
  const home = homeIn(dataDir);
  const blocked = openOwnFolder(dataDir, home.account);
  if (blocked === null) return home;
  if (existsSync(home.cluster)) throw closed(blocked, home.account);
  return moveOut(dataDir, blocked, say);
}

function homeIn(base: string): Home {
  const cluster = join(base, 'postgres');
  return { base, cluster, account: explain(base, () => pickAccount(cluster)) };
}

function elsewhere(base: string, pointer: string): Home {
  const home = homeIn(base);
  if (existsSync(home.cluster)) return home;
  throw new SetupError(
    `The database named in ${pointer} is not there: ${home.cluster}.`,
    `Bring that folder back (a container has to keep it in a volume), or delete ${pointer} to begin with an empty database.`,
  );
}

/** A data folder of our own may be entered by others (what it holds is closed); answers what else is in the way. */
function openOwnFolder(dataDir: string, account: Account | null): string | null {
  const blocked = blockedAt(dataDir, account);
  const isOwn = readdirSync(dataDir).every((name) => name === 'lock' || name.startsWith('postgres'));
  if (blocked !== dataDir || !isOwn) return blocked;
  explain(dataDir, () => chmodSync(dataDir, 0o711));
  return null;
}

function moveOut(dataDir: string, blocked: string, say: (line: string) => void): Home {
  const base = join('/var/lib/rookery', createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  explain(base, () => {
    mkdirSync('/var/lib/rookery', { recursive: true, mode: 0o755 });
    mkdirSync(base, { recursive: true, mode: 0o711 });
  });
  const home = homeIn(base);
  const stillBlocked = blockedAt(base, home.account);
  if (stillBlocked !== null) throw closed(stillBlocked, home.account);
  say(`PostgreSQL does not run as root and nobody else may enter ${blocked}: the database lies in ${base}`);
  return home;
}

/** Whether a database lies in the data folder, or elsewhere on its behalf. */
export function hasCluster(dataDir: string): boolean {
  return [pointerName, 'postgres'].some((name) => existsSync(join(dataDir, name)));
}

/** Leaves word in the data folder of a cluster that lies elsewhere. */
export function notePlace(dataDir: string, home: Home): void {
  const pointer = join(dataDir, pointerName);
  if (home.base === dataDir || existsSync(pointer)) return;
  explain(dataDir, () => writeFileSync(pointer, `${home.base}\n`));
}

function closed(folder: string, account: Account | null): SetupError {
  return new SetupError(
    `PostgreSQL runs as user id ${account?.uid}, who may not enter ${folder}.`,
    `Allow it (chmod o+x ${folder}), or set DATA_DIR to a folder that every user may enter.`,
  );
}
