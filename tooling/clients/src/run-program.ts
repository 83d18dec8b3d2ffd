import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** How a program ended, and what it wrote. */
export interface Ending {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end; one that takes longer than a minute is ended. */
export async function runProgram(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ending> {
  const env = { ...process.env, ...environment };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, output: out + err };
}

/** Whether a program is there and ends well. */
export async function canRun(command: string, ...args: readonly string[]): Promise<boolean> {
  return runProgram(command, args).then(
    ({ code }) => code === 0,
    () => false,
  );
}
