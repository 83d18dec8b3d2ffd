import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program to run. */
export interface Command {
  /** How complaints call it. */
  name: string;
  program: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
}

/** A process that is looked after. */
export interface Watched {
  readonly pid: number;
  readonly runs: boolean;
  /** What it said last. */
  readonly said: string;
  /** SIGKILL; returns when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, then SIGKILL after 30 s; returns when it is gone. */
  stop(): Promise<void>;
  /** SIGSTOP: it hangs. */
  freeze(): void;
  /** SIGCONT: it goes on. */
  thaw(): void;
}

/** Looks after processes: notes which of them end by themselves, and leaves none behind. */
export interface Watch extends AsyncDisposable {
  /** What ended that nobody had told to, with its last words. */
  readonly complaints: readonly string[];
  complain(complaint: string): void;
  start(command: Command): Watched;
}

const patienceMs = 30_000;
const kept = 4000;

/** Begins to look after processes, also when this one is ended in between. */
export function openWatch(): Watch {
  const living = new Set<ChildProcess>();
  const complaints: string[] = [];
  const killAll = (): void => {
    for (const child of living) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  return {
    complaints,
    complain: (complaint) => void complaints.push(complaint),
    start: (command) => {
      const child = spawn(command.program, command.args, {
        env: { ...process.env, ...command.env },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      living.add(child);
      child.once('exit', () => living.delete(child));
      return watched(child, (ending) => complaints.push(`${command.name} ${ending}`));
    },
    [Symbol.asyncDispose]: async () => {
      process.off('exit', killAll);
      const gone = [...living].map((child) => once(child, 'exit'));
      killAll();
      await Promise.all(gone);
    },
  };
}

function watched(child: ChildProcess, complain: (ending: string) => void): Watched {
  let said = '';
  let expected = false;
  const runs = (): boolean => child.exitCode === null && child.signalCode === null;
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-kept);
    });
  child.once('error', (error) => complain(`could not be started: ${error.message}`));
  child.once('exit', (code, signal) => {
    if (!expected) complain(`ended by itself (${signal ?? code}): ${said.slice(-1500)}`);
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (!runs()) return;
    expected = true;
    const gone = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => {
      complain('did not stop in time');
      child.kill('SIGKILL');
    }, patienceMs);
    await gone;
    clearTimeout(late);
  };
  return {
    get pid() {
      return child.pid ?? 0;
    },
    get runs() {
      return runs();
    },
    get said() {
      return said;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}
