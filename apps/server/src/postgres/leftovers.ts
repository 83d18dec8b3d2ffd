import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { errorCode } from './folder.ts';
import { birthOf, endProcess, processesIn, worksIn } from './process-identity.ts';

/**
 * Ends what a killed server or a killed database left at work in the cluster, and makes a stale postmaster.pid harmless.
 * Call it only while holding the lock of the data folder.
 */
export async function endLeftovers(cluster: string, say: (line: string) => void): Promise<void> {
  const pid = recordedPid(cluster);
  if (pid !== null && worksIn(pid, cluster)) {
    say(`Stopping the database that an earlier run left behind (process ${pid})`);
    await endProcess(pid, [
      ['SIGINT', 60],
      ['SIGQUIT', 10],
      ['SIGKILL', 10],
    ]);
    if (birthOf(pid) !== null) throw unstoppable(pid, cluster);
  }
  await Promise.all(
    processesIn(cluster).map((stray) =>
      endProcess(stray, [
        ['SIGQUIT', 5],
        ['SIGKILL', 10],
      ]),
    ),
  );
  disarmPidFile(cluster);
}

function unstoppable(pid: number, cluster: string): SetupError {
  return new SetupError(
    `Process ${pid} still runs the database in ${cluster} and cannot be stopped.`,
    `End it (sudo kill -9 ${pid}) and start again.`,
  );
}

/** What postmaster.pid of a running PostgreSQL says; null when there is none that can be read as one. */
export function readPidFile(cluster: string): { pid: number; isReady: boolean } | null {
  const lines = readLines(cluster);
  const pid = Number(lines?.[0]);
  return pid > 0 ? { pid, isReady: lines?.[7]?.trim() === 'ready' } : null;
}

function recordedPid(cluster: string): number | null {
  return readPidFile(cluster)?.pid ?? null;
}

function readLines(cluster: string): string[] | null {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * PostgreSQL refuses to start when the recorded id belongs to some living process, whichever. Its parent's id it takes
 * for stale, and still checks the shared memory recorded below it, so that is what stands there until it writes its own.
 */
function disarmPidFile(cluster: string): void {
  const lines = readLines(cluster);
  if (lines === null) return;
  const file = join(cluster, 'postmaster.pid');
  if (recordedPid(cluster) === null) rmSync(file, { force: true });
  else writeFileSync(file, [process.pid, ...lines.slice(1)].join('\n'));
}
