import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure, recognise } from './failure.mjs';
import { alone } from './lock.mjs';
import { binaries, root } from './places.mjs';
import { step } from './progress.mjs';
import { runQuietly } from './run.mjs';
import { dependenciesOf, packageFolders, readManifest } from './workspace.mjs';

const pnpm = 'pnpm@12.21.0';
const stamp = join(root, 'node_modules/.rookery-install');

/** Installs what the lockfile says, unless that is what is installed. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await alone(async () => {
    if (isInstalled()) return;
    rmSync(stamp, { force: true });
    await step('Installing dependencies', 'Installed dependencies', install);
    writeFileSync(stamp, wanted());
  });
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted() && hasAllFolders();
}

/** What the installation is made from; changes with every file that pnpm would look at. */
function wanted() {
  const hash = createHash('sha256').update(`${pnpm} ${process.platform} ${process.arch}`);
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, name)));
  for (const folder of packageFolders())
    hash.update(JSON.stringify([folder.slice(root.length), dependenciesOf(readManifest(folder))]));
  return hash.digest('hex');
}

/** Somebody may have deleted, or installed over, a part of it. */
function hasAllFolders() {
  const needed = packageFolders().filter((folder) => Object.keys(dependenciesOf(readManifest(folder))).length > 0);
  const marks = [
    join(root, 'node_modules/.modules.yaml'),
    join(root, 'node_modules/.pnpm'),
    ...needed.map((folder) => join(folder, 'node_modules')),
  ];
  return marks.every(existsSync);
}

async function install(note) {
  const args = [
    '--yes',
    '--prefer-offline',
    pnpm,
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
    '--config.confirmModulesPurge=false',
  ];
  const listen = (output) => note(/.*Progress: (resolved[^\n]*)/s.exec(output)?.[1] ?? '');
  const { code, output } = await runQuietly('npx', args, { cwd: root, env: installEnvironment(), listen }).catch(
    notFound,
  );
  if (code === 0) return;
  throw (
    recognise(output) ??
    new Failure(
      `The dependencies could not be installed:\n${tail(output)}`,
      `Mend what it names, or run it by hand: npx ${pnpm} install`,
    )
  );
}

// NOTE: npm would try a dead registry for 70 seconds; and npx runs on the machine's Node, for the pinned one lies in the
// folder that is about to be replaced.
function installEnvironment() {
  return {
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_fetch_retry_maxtimeout: '5000',
    ...process.env,
    PATH: (process.env.PATH ?? '')
      .split(delimiter)
      .filter((folder) => folder !== binaries)
      .join(delimiter),
  };
}

function notFound(cause) {
  if (cause.code !== 'ENOENT') throw cause;
  throw new Failure(
    'npx is not on the PATH.',
    'Install npm (it comes with Node from https://nodejs.org; Debian: apt install npm).',
    { cause },
  );
}

function tail(output) {
  return output
    .trim()
    .split('\n')
    .slice(-20)
    .map((line) => `  ${line}`)
    .join('\n');
}
