import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { checksFolder } from './places.ts';

/** How a tool ended and what it printed, both streams together. */
export interface ToolResult {
  readonly code: number;
  readonly output: string;
}

/** Path of a script inside a package that this package depends on. */
export function toolPath(...path: string[]): string {
  return join(checksFolder, 'node_modules', ...path);
}

/** Runs a script with this Node and collects what it prints; never throws for a tool that fails. */
export function runScript(script: string, args: readonly string[], cwd: string): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env: toolEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/** vitest spawns `tsc` by its bare name, and `tsc` a bare `node`: both must be ours. */
function toolEnvironment(): NodeJS.ProcessEnv {
  const path = [join(checksFolder, 'node_modules', '.bin'), dirname(process.execPath), process.env.PATH ?? ''];
  return { ...process.env, NO_COLOR: '1', PATH: path.join(delimiter) };
}
