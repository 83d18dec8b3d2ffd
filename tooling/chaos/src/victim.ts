import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A server that is killed and started again on the same port and data. */
export interface Victim extends AsyncDisposable {
  readonly url: string;
  /** Starts the server when it does not run, and waits until it is ready. */
  up(): Promise<void>;
  killServer(): Promise<void>;
  /** Kills the postmaster of the embedded PostgreSQL. */
  killDatabase(): void;
}

const main = join(import.meta.dirname, '../../../apps/server/src/main.ts');
const startSeconds = 60;

/** A server with an embedded PostgreSQL under `dataDir`, not yet started. */
export function createVictim(dataDir: string, port: number): Victim {
  let child: ChildProcess | null = null;
  const url = `http://127.0.0.1:${port}`;
  const runs = () => child !== null && child.exitCode === null && child.signalCode === null;
  const spawnServer = () =>
    spawn(process.execPath, [main, 'start'], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        RATE_LIMIT_FACTOR: '100000',
        LOG_LEVEL: 'fatal',
        DEMO: '0',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  return {
    url,
    up: async () => {
      for (const end = Date.now() + startSeconds * 1000; Date.now() < end; await setTimeout(50)) {
        if (!runs()) child = spawnServer();
        if (await isReady(url)) return;
      }
      throw new Error(`the server did not come up within ${startSeconds} s`);
    },
    killServer: async () => {
      if (!child || !runs()) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    killDatabase: () => {
      const [pid] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    [Symbol.asyncDispose]: async () => {
      if (!child || !runs()) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  return answer?.ok ?? false;
}
