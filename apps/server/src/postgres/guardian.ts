import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

// Waits for its input to end, then asks the database to stop if it is still the one it was set to watch.
const script = 'read -r _; read -r pid < "$1/postmaster.pid" && [ "$pid" = "$2" ] && kill -INT "$pid"';

/**
 * Stops the database when this process dies without a word (kill -9): its end of a pipe closes then. It lives in a session of its own, out of reach of
 * the terminal's Ctrl-C. Without it nothing is lost: the next start finds the database that was left behind.
 */
export function guard(cluster: string, pid: number, account: Account | null): Disposable {
  const child = spawn('/bin/sh', ['-c', script, 'sh', cluster, String(pid)], {
    ...account,
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  return { [Symbol.dispose]: () => void child.kill('SIGKILL') };
}
