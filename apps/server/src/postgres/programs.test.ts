import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './fixtures/temporary-folder.ts';
import type { Home } from './home.ts';
import { findInstalled, preparePrograms } from './programs.ts';

const isRoot = process.getuid?.() === 0;

function homeIn(base: string, uid?: number): Home {
  return { base, cluster: join(base, 'postgres'), account: uid === undefined ? null : { uid, gid: uid } };
}

/** The package as it lies there when its install script was skipped. */
function installWithoutLinks(folder: string): string {
  const native = join(folder, 'package/native');
  cpSync(dirname(findInstalled()), join(folder, 'package'), { recursive: true, dereference: false });
  const lib = join(native, 'lib');
  for (const name of readdirSync(lib)) if (lstatSync(join(lib, name)).isSymbolicLink()) rmSync(join(lib, name));
  return native;
}

const versionOf = (postgres: string, as: object = {}): string =>
  execFileSync(postgres, ['-V'], { ...as, cwd: '/', encoding: 'utf8', stdio: 'pipe' });

describe('programs whose install script was skipped', () => {
  test('are completed in place, once', () => {
    using folder = temporaryFolder();
    const native = installWithoutLinks(folder.path);
    expect(() => versionOf(join(native, 'bin/initdb'))).toThrow();
    const programs = preparePrograms(homeIn(folder.path), () => {}, native);
    expect(programs.initdb).toBe(join(native, 'bin/initdb'));
    expect(versionOf(programs.initdb)).toContain(`${programs.major}.`);
    expect(preparePrograms(homeIn(folder.path), () => {}, native)).toEqual(programs);
  });

  test.runIf(isRoot)('and that the database user may not enter, are copied beside the cluster and work there', () => {
    using folder = temporaryFolder();
    const native = installWithoutLinks(folder.path);
    chmodSync(join(folder.path, 'package'), 0o700);
    const base = join(folder.path, 'data');
    mkdirSync(join(base, 'postgres-programs-0.0.1'), { recursive: true });
    const said: string[] = [];
    const programs = preparePrograms(homeIn(base, 65_534), (line) => said.push(line), native);
    expect(dirname(dirname(dirname(programs.postgres)))).toBe(base);
    expect(versionOf(programs.postgres, { uid: 65_534, gid: 65_534 })).toContain('PostgreSQL');
    expect(versionOf(programs.initdb, { uid: 65_534, gid: 65_534 })).toContain('PostgreSQL');
    expect(said).toHaveLength(1);
    expect(readdirSync(base)).toHaveLength(1);
    expect(preparePrograms(homeIn(base, 65_534), (line) => said.push(line), native)).toEqual(programs);
    expect(said).toHaveLength(1);
  });

  test.skipIf(isRoot)('and that lie in a read-only folder, are copied beside the cluster', () => {
    using folder = temporaryFolder();
    const native = installWithoutLinks(folder.path);
    chmodSync(join(native, 'lib'), 0o555);
    const base = join(folder.path, 'data');
    mkdirSync(base);
    const programs = preparePrograms(homeIn(base), () => {}, native);
    expect(programs.postgres.startsWith(base)).toBe(true);
    expect(versionOf(programs.initdb)).toContain('PostgreSQL');
    chmodSync(join(native, 'lib'), 0o755);
  });
});

test('the major version is that of the programs', () => {
  using folder = temporaryFolder();
  const { postgres, major } = preparePrograms(homeIn(folder.path), () => {});
  expect(versionOf(postgres)).toContain(` ${major}.`);
});
