import { setTimeout as sleep } from 'node:timers/promises';
import { readPidFile } from './leftovers.ts';
import type { Postmaster } from './postmaster.ts';

const pollMilliseconds = 15;
const reportEverySeconds = 5;

/**
 * Waits until the database accepts connections, however long the recovery after a crash takes. False when it ended
 * instead. PostgreSQL writes its state into postmaster.pid for this purpose.
 */
export async function awaitReady(
  postmaster: Postmaster,
  cluster: string,
  say: (line: string) => void,
): Promise<boolean> {
  let hasEnded = false;
  void postmaster.exited.then(() => (hasEnded = true));
  const started = Date.now();
  let nextReport = reportEverySeconds;
  while (!hasEnded) {
    const state = readPidFile(cluster);
    if (state?.pid === postmaster.pid && state.isReady) return true;
    const seconds = Math.floor((Date.now() - started) / 1000);
    if (seconds >= nextReport) {
      say(`The database is recovering after a crash (${seconds} s)`);
      nextReport += reportEverySeconds;
    }
    await sleep(pollMilliseconds);
  }
  return false;
}
