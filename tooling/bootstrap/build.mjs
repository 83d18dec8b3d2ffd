import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from './failure.mjs';
import { alone } from './lock.mjs';
import { root } from './places.mjs';
import { step } from './progress.mjs';
import { runQuietly, scriptCommand } from './run.mjs';
import { dependenciesOf, packageFolders, readManifest } from './workspace.mjs';

/** In this order: the web client is built from the SDK. */
const targets = ['packages/sdk', 'apps/web'];

/** Builds what has a `build` script and changed since its last build. */
export async function buildAll(runtime) {
  const pending = () => targets.map((name) => join(root, name)).filter(needsBuild);
  if (pending().length === 0) return;
  await alone(async () => {
    for (const folder of pending()) await build(folder, runtime);
  });
}

function needsBuild(folder) {
  if (!existsSync(join(folder, 'package.json')) || readManifest(folder).scripts?.build === undefined) return false;
  const stamp = stampOf(folder);
  return !existsSync(join(folder, 'dist')) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== inputsOf(folder);
}

async function build(folder, runtime) {
  const name = relative(root, folder);
  const stamp = stampOf(folder);
  rmSync(stamp, { force: true });
  await step(`Building ${name}`, `Built ${name}`, () => runBuild(folder, name, runtime));
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  // NOTE: taken after the build, which may write committed files of its own (types, an API report).
  writeFileSync(stamp, inputsOf(folder));
}

function stampOf(folder) {
  return join(folder, 'node_modules/.rookery-build');
}

async function runBuild(folder, name, { env }) {
  const { code, output } = await runQuietly(...scriptCommand(folder, readManifest(folder).scripts.build, { env }));
  if (code === 0) return;
  const said = output.trimEnd().split('\n').slice(-40).join('\n');
  throw new Failure(
    `${said}\n\nThe build of ${name} failed (exit code ${code}).`,
    'Mend what it names and run the command again.',
  );
}

/** A hash of everything a build reads: its own sources, those of the workspace packages it is made from, the lockfile. */
function inputsOf(folder) {
  const hash = createHash('sha256');
  for (const name of ['pnpm-lock.yaml', 'tsconfig.base.json'])
    if (existsSync(join(root, name))) addFile(hash, join(root, name));
  for (const source of sourcesOf(folder)) addFolder(hash, source);
  return hash.digest('hex');
}

function sourcesOf(folder) {
  const byName = new Map(packageFolders().map((it) => [readManifest(it).name, it]));
  const found = new Set();
  const visit = (it) => {
    if (it === undefined || found.has(it)) return;
    found.add(it);
    const wanted = Object.entries(dependenciesOf(readManifest(it))).filter(([, version]) =>
      version.startsWith('workspace:'),
    );
    for (const [name] of wanted) visit(byName.get(name));
  };
  visit(folder);
  return [...found].sort();
}

function addFolder(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !isDerived(entry.name)) addFolder(hash, path);
    if (entry.isFile() && !isTest(entry.name)) addFile(hash, path);
  }
}

function isDerived(name) {
  return name.startsWith('.') || ['node_modules', 'dist', 'tests', 'test-results'].includes(name);
}

function isTest(name) {
  return name.startsWith('.') || /\.(test|test-d)\.tsx?$/.test(name);
}

function addFile(hash, path) {
  hash
    .update(`${relative(root, path)}\0`)
    .update(readFileSync(path))
    .update('\0');
}
