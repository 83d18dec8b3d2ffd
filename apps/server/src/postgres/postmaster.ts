import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cannotRun } from './create-cluster.ts';
import { errorCode, explain } from './folder.ts';
import { guard } from './guardian.ts';
import type { Home } from './home.ts';

/** How the database's main process ended. */
export interface PostmasterExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The database's main process. */
export interface Postmaster {
  pid: number;
  exited: Promise<PostmasterExit>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

interface LaunchCommand {
  program: string;
  args: string[];
  home: Home;
  logFile: string;
}

const fastSeconds = 60;
const immediateSeconds = 10;

/** Starts the main process; whether it comes to accept connections is another question. */
export async function launch(command: LaunchCommand): Promise<Postmaster> {
  const { program, home } = command;
  const child = spawnLogged(command);
  const exited = new Promise<PostmasterExit>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  await once(child, 'spawn').catch((error: unknown) => Promise.reject(cannotRun(program, home.account, error)));
  const pid = child.pid ?? 0;
  const guardian = guard(home.cluster, pid, home.account);
  void exited.then(() => guardian[Symbol.dispose]());
  return { pid, exited, stop: () => stop(child, exited) };
}

// NOTE: a session of its own, or Ctrl-C in the terminal would end the database before the server has finished with it.
function spawnLogged({ program, args, home, logFile }: LaunchCommand): ChildProcess {
  const log = openLog(logFile);
  try {
    return spawn(program, ['-D', home.cluster, ...args], {
      ...home.account,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

/** A new log for each start; the one before is kept beside it. */
function openLog(file: string): number {
  return explain(file, () => {
    try {
      renameSync(file, `${file}.1`);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    rmSync(file, { force: true });
    return openSync(file, 'ax', 0o600);
  });
}

/** The log of the present start. */
export function readLog(file: string): string {
  return readFileSync(file, 'utf8');
}

async function stop(child: ChildProcess, exited: Promise<PostmasterExit>): Promise<void> {
  const steps = [
    ['SIGINT', fastSeconds],
    ['SIGQUIT', immediateSeconds],
    ['SIGKILL', 0],
  ] as const;
  for (const [signal, seconds] of steps) {
    child.kill(signal);
    if (await endsWithin(seconds, exited)) return;
  }
  await exited;
}

async function endsWithin(seconds: number, exited: Promise<PostmasterExit>): Promise<boolean> {
  const patience = new AbortController();
  const late = sleep(seconds * 1000, false, { signal: patience.signal }).catch(() => false);
  const inTime = await Promise.race([exited.then(() => true), late]);
  patience.abort();
  return inTime;
}
