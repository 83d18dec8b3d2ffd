import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listFiles } from './files.ts';
import { checksFolder, repositoryRoot } from './places.ts';
import { listPackages } from './workspace.ts';

/** Fixtures that other tools would pick up as their own, such as tests, lie under a name with this ending. */
const disguise = '.fixture';

/** A copy of `fixtures/<name>` that looks to every tool like an installed workspace, with real settings borrowed. */
export function openFixture(name: string, borrowed: readonly string[]): Disposable & { readonly root: string } {
  const root = mkdtempSync(join(tmpdir(), `rookery-${name}-`));
  cpSync(join(checksFolder, 'fixtures', name), root, { recursive: true });
  for (const path of listFiles(root).filter((name) => name.endsWith(disguise))) reveal(join(root, path));
  for (const path of borrowed) borrow(root, path);
  install(root);
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

function reveal(path: string): void {
  renameSync(path, path.slice(0, -disguise.length));
}

function borrow(root: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  cpSync(join(repositoryRoot, path), join(root, path));
}

/** Third-party stand-ins come from the fixture's `vendor`, workspace packages by link as pnpm does, the rest from here. */
function install(root: string): void {
  const modules = join(root, 'node_modules');
  if (existsSync(join(root, 'vendor'))) renameSync(join(root, 'vendor'), modules);
  for (const { folder, manifest } of listPackages(root)) {
    if (manifest.name) link(join(root, folder), join(modules, manifest.name));
  }
  for (const name of readdirSync(join(checksFolder, 'node_modules'))) {
    if (!name.startsWith('.')) link(join(checksFolder, 'node_modules', name), join(modules, name));
  }
}

function link(target: string, path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
