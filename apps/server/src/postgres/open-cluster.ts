import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { type Account, giveTo } from './account.ts';
import { createCluster, passwordFileName } from './create-cluster.ts';
import { explain } from './folder.ts';
import type { Home } from './home.ts';
import type { Programs } from './programs.ts';

/** A cluster that this process may start. */
export interface OpenCluster {
  password: string;
  fresh: boolean;
}

/** What a cluster is opened or made with. */
export interface ClusterPlan {
  home: Home;
  programs: Programs;
  isDurable: boolean;
  say(line: string): void;
}

/** Checks the cluster that is there, or makes one. */
export async function openCluster({ home, programs, isDurable, say }: ClusterPlan): Promise<OpenCluster> {
  const fresh = isVacant(home.cluster);
  if (fresh) {
    say(`Creating the database in ${home.cluster}`);
    await createCluster(home, programs, isDurable);
  } else {
    explain(home.cluster, () => claim(home.cluster, home.account));
    checkVersion(home.cluster, programs.major);
  }
  return { password: readPassword(home.cluster), fresh };
}

function isVacant(cluster: string): boolean {
  if (!existsSync(cluster)) return true;
  if (explain(cluster, () => readdirSync(cluster)).length > 0) return false;
  explain(cluster, () => rmdirSync(cluster));
  return true;
}

/** PostgreSQL starts only on a folder that its user owns and nobody else may enter; a restored copy may be root's. */
function claim(cluster: string, account: Account | null): void {
  if (account !== null && statSync(cluster).uid !== account.uid) giveTo(account, cluster);
  const { mode, uid } = lstatSync(cluster);
  const self = account?.uid ?? process.getuid?.() ?? uid;
  if (uid !== self) throw foreignOwner(cluster, uid);
  if ((mode & 0o077) !== 0) chmodSync(cluster, 0o700);
}

function foreignOwner(cluster: string, uid: number): SetupError {
  return new SetupError(
    `The database in ${cluster} belongs to user id ${uid}, and this is user id ${process.getuid?.()}.`,
    `Start Rookery as that user, or give it to this one: sudo chown -R ${process.getuid?.()} ${cluster}`,
  );
}

function checkVersion(cluster: string, major: number): void {
  const file = join(cluster, 'PG_VERSION');
  if (!existsSync(file)) {
    throw new SetupError(
      `${cluster} is not a PostgreSQL cluster.`,
      'Move that folder away, or set DATA_DIR to another folder.',
    );
  }
  const found = readFileSync(file, 'utf8').trim();
  if (found === String(major)) return;
  throw new SetupError(
    `The database in ${cluster} was made by PostgreSQL ${found}; this Rookery brings PostgreSQL ${major}.`,
    'Start it with the Rookery that made it, or set DATA_DIR to another folder (the old one is left as it is).',
  );
}

function readPassword(cluster: string): string {
  const file = join(cluster, passwordFileName);
  if (!existsSync(file)) {
    throw new SetupError(
      `The database in ${cluster} was not made by Rookery: ${passwordFileName} is missing.`,
      'Bring that file back, or set DATA_DIR to another folder.',
    );
  }
  return explain(cluster, () => readFileSync(file, 'utf8').trim());
}
