import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { binaries } from './places.mjs';

const pinned = join(binaries, 'node');
// The first release that runs TypeScript without a flag.
const oldest = [22, 18];

/** The Node that runs Rookery and the environment in which its children find it first. */
export function findRuntime() {
  const node = runs(pinned) ? pinned : machines();
  const path = new Set([dirname(node), binaries, ...(process.env.PATH ?? '').split(delimiter)]);
  return { node, env: { ...plain(), ...process.env, PATH: [...path].join(delimiter) } };
}

/** Some tools colour their output for a pipe too. */
function plain() {
  return process.stdout.isTTY || process.env.FORCE_COLOR !== undefined ? {} : { NO_COLOR: '1' };
}

function runs(node) {
  if (!existsSync(node)) return false;
  try {
    execFileSync(node, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function machines() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return process.execPath;
  throw new Failure(
    `No Node for ${process.platform}-${process.arch} comes with the dependencies, and this machine's ${process.versions.node} is too old to run Rookery.`,
    `Install Node ${oldest.join('.')} or newer (24 is best) and run the command again.`,
  );
}
