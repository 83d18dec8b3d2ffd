import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { findFreePort } from '@rookery/server/postgres';

/** A Redis for the time of a run. */
export interface RunningRedis extends AsyncDisposable {
  readonly url: string;
}

/** Starts a Redis that keeps nothing; null where there is none. */
export async function startRedis(): Promise<RunningRedis | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null;
  const port = await findFreePort();
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/'];
  const child = spawn('redis-server', words, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const text of child.stdout) if (String(text).includes('Ready to accept connections')) break;
  return {
    url: `redis://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
