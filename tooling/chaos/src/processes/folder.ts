import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the data of one run, which goes with it. */
export interface Folder extends Disposable {
  readonly path: string;
}

/** Makes a folder, in memory where the machine can; it goes also when this process is ended in between. */
export function openFolder(): Folder {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rookery-chaos-'));
  // NOTE: PostgreSQL runs as another user when we are root, and must be able to walk through.
  chmodSync(path, 0o711);
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  const abandon = (): void => {
    endPostgres(join(path, 'postgres'));
    remove();
  };
  process.once('exit', abandon);
  return {
    path,
    [Symbol.dispose]: () => {
      process.off('exit', abandon);
      remove();
    },
  };
}

/** The process id of the PostgreSQL over a cluster, or null when none runs. */
export function postmasterOf(cluster: string): number | null {
  try {
    return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

/** NOTE: what guards it would look for its id in the folder, which goes. */
function endPostgres(cluster: string): void {
  const pid = postmasterOf(cluster);
  try {
    if (pid !== null) process.kill(pid, 'SIGQUIT');
  } catch {
    // NOTE: it has ended by itself.
  }
}
