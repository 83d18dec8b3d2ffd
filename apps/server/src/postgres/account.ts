import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';

/** The user and group that PostgreSQL runs as. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * Whom PostgreSQL runs as: null means as this process. It refuses to run as root, so root hands it to the owner of the
 * cluster, or to an unprivileged account of the machine for a new one.
 */
export function pickAccount(cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  return owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivileged();
}

// NOTE: initdb looks its user up by name, so an id that is not listed would not do.
function unprivileged(): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(parseAccount)
    .filter((account) => account !== null);
  const named = (name: string): Account | undefined => accounts.find((account) => account.name === name);
  const found = named('postgres') ?? named('_postgres') ?? named('nobody') ?? accounts[0];
  if (found === undefined) {
    throw new SetupError(
      'PostgreSQL does not run as root, and this machine has no other user to run it as.',
      'Add a user (for example: useradd --system rookery), start Rookery as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { uid: found.uid, gid: found.gid };
}

function parseAccount(line: string): (Account & { name: string }) | null {
  const [name = '', , uid, gid] = line.split(':');
  const account = { name, uid: Number(uid), gid: Number(gid) };
  return name !== '' && account.uid > 0 && account.gid >= 0 ? account : null;
}

/** Gives a file, or a folder and all in it, to the account. */
export function giveTo(account: Account | null, path: string): void {
  if (account === null) return;
  chownSync(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) giveTo(account, join(path, entry.name));
  }
}
