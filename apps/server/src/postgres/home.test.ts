import { chmodSync, chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './fixtures/temporary-folder.ts';
import { blockedAt } from './folder.ts';
import { notePlace, settleHome } from './home.ts';

const isRoot = process.getuid?.() === 0;

test('the cluster lies in the data folder', () => {
  using folder = temporaryFolder();
  expect(settleHome(folder.path, () => {})).toMatchObject({
    base: folder.path,
    cluster: join(folder.path, 'postgres'),
  });
});

describe.runIf(isRoot)('for root', () => {
  test('the data folder itself is opened for passing through', () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o700);
    const home = settleHome(folder.path, () => {});
    expect(home.base).toBe(folder.path);
    expect(blockedAt(folder.path, home.account)).toBeNull();
  });

  test('a folder that holds other things is not opened', () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o700);
    writeFileSync(join(folder.path, 'diary'), '');
    const home = settleHome(folder.path, () => {});
    onTestFinished(() => rmSync(home.base, { recursive: true }));
    expect(home.base).toMatch(/^\/var\/lib\/rookery\/[0-9a-f]{16}$/);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  });

  test('a data folder below a closed one keeps its cluster where the database user can go, and says where', () => {
    using folder = temporaryFolder();
    const closed = join(folder.path, 'closed');
    const dataDir = join(closed, 'data');
    mkdirSync(dataDir, { recursive: true });
    chmodSync(closed, 0o700);
    const said: string[] = [];
    const home = settleHome(dataDir, (line) => said.push(line));
    onTestFinished(() => rmSync(home.base, { recursive: true }));
    expect(said).toEqual([expect.stringContaining(`the database lies in ${home.base}`)]);
    expect(blockedAt(home.base, home.account)).toBeNull();
    mkdirSync(home.cluster);
    notePlace(dataDir, home);
    expect(settleHome(dataDir, () => expect.unreachable())).toMatchObject({ base: home.base });
    rmSync(home.cluster, { recursive: true });
    expect(() => settleHome(dataDir, () => {})).toThrow('is not there');
  });

  test('a cluster of an ordinary user goes on as that user', () => {
    using folder = temporaryFolder();
    const cluster = join(folder.path, 'postgres');
    mkdirSync(cluster);
    expect(settleHome(folder.path, () => {}).account?.uid).not.toBe(4711);
    chownSync(cluster, 4711, 4711);
    expect(settleHome(folder.path, () => {}).account).toEqual({ uid: 4711, gid: 4711 });
  });
});
