import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.mjs';
import { Failure, report } from './failure.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './places.mjs';
import { runInForeground, scriptCommand } from './run.mjs';
import { findRuntime } from './runtime.mjs';
import { readManifest } from './workspace.mjs';

const usage = `Usage: node tooling/bootstrap/main.mjs <command>

  start [options]                 install, build, start the server (DEMO=1 unless set)
  test [options]                  install, build, run the tests (options go to vitest)
  setup                           install and build only
  run [folder] <script> [options] run a script of package.json with the right Node and PATH`;

const commands = { start, test, setup, run };

/** Runs one command and leaves its exit code. */
export async function main([name = 'help', ...rest]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : help;
  try {
    process.exitCode = await command(rest);
  } catch (error) {
    process.exitCode = 1;
    report(error);
  }
}

function help() {
  console.log(usage);
  return 2;
}

async function prepare() {
  await ensureInstalled();
  return findRuntime();
}

async function setup() {
  await buildAll(await prepare());
  return 0;
}

// A young generation of a third of Node's own: the server holds 80 MB less, and costs a few per cent more.
const frugal = '--max-semi-space-size=16';

async function start(options) {
  const runtime = await prepare();
  await buildAll(runtime);
  const entry = join(root, 'apps/server/src/main.ts');
  if (!existsSync(entry)) throw new Failure(`${entry} is missing.`, 'Check out the whole repository.');
  const env = { ...runtime.env, DEMO: process.env.DEMO ?? '1' };
  return runInForeground(runtime.node, [frugal, entry, 'start', ...options], { cwd: root, env });
}

async function test(options) {
  const runtime = await prepare();
  await buildAll(runtime);
  const home = join(root, 'tooling/vitest');
  const args = [
    join(home, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    join(home, 'vitest.config.ts'),
    ...options,
  ];
  return runInForeground(runtime.node, args, { cwd: root, env: runtime.env });
}

async function run(words) {
  const isFolder = existsSync(join(root, words[0] ?? '', 'package.json')) && words[0] !== undefined;
  const [folder, name, ...options] = isFolder ? words : ['.', ...words];
  const directory = join(root, folder);
  const { scripts = {} } = readManifest(directory);
  const script = scripts[name];
  if (script === undefined)
    throw new Failure(
      `There is no script "${name}" in ${join(directory, 'package.json')}.`,
      `There is: ${Object.keys(scripts).join(', ')}`,
    );
  const { env } = await prepare();
  return runInForeground(...scriptCommand(directory, script, { options, env }));
}
