import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { killOwner, spawnOwner } from './fixtures/owner-process.ts';
import { temporaryFolder } from './fixtures/temporary-folder.ts';
import { findFreePort } from './free-port.ts';
import { type Postgres, type PostmasterExit, startPostgres } from './index.ts';
import { birthOf, worksIn } from './process-identity.ts';

const isRoot = process.getuid?.() === 0;
const isLinux = process.platform === 'linux';
const stranger = 65_534;

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const dataDir = join(folder.path, 'data');
const cluster = join(dataDir, 'postgres');
const pidFile = join(cluster, 'postmaster.pid');
const start = (): Promise<Postgres> => startPostgres({ dataDir, durable: false });

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function remember(url: string, word: string): Promise<void> {
  await query(url, `create table if not exists memory (word text); insert into memory values ('${word}')`);
}

const remembered = async (url: string): Promise<string[]> =>
  (await query<{ word: string }>(url, 'select word from memory')).map(({ word }) => word);

describe('a data folder', { timeout: 60_000 }, () => {
  test('keeps its data from one start to the next', async () => {
    const first = await start();
    expect(first.fresh).toBe(true);
    await remember(first.url(), 'kept');
    await first.stop();
    expect(worksIn(first.pid, cluster)).toBe(false);
    await using second = await start();
    expect(second.fresh).toBe(false);
    expect(await remembered(second.url())).toContain('kept');
  });

  test('holds UTF-8 text with a locale that knows its letters, whatever the environment says', async () => {
    const { child, report } = await spawnOwner(dataDir);
    const sql = `select pg_encoding_to_char(encoding) as encoding, datlocprovider, datlocale, datcollate, datctype, lower('ÉÑ') as folded
                 from pg_database where datname = current_database()`;
    expect(await query(report.url, sql)).toEqual([
      {
        encoding: 'UTF8',
        datlocprovider: 'b',
        datlocale: 'C.UTF-8',
        datcollate: 'C',
        datctype: 'C.UTF-8',
        folded: 'éñ',
      },
    ]);
    child.stdin?.end();
    await once(child, 'exit');
  });

  test('is closed to others: a random password, kept where only the owner reads it', async () => {
    await using postgres = await start();
    const url = new URL(postgres.url());
    expect(url.hostname).toBe('127.0.0.1');
    expect(url.password.length).toBeGreaterThanOrEqual(32);
    expect(statSync(join(cluster, 'rookery.password')).mode & 0o777).toBe(0o600);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('gets the databases that are asked for, also later', async () => {
    await using postgres = await startPostgres({ dataDir, durable: false, databases: ['rookery', 'odd "name"'] });
    expect(postgres.url()).toMatch(/\/rookery$/);
    expect(await query(postgres.url('odd "name"'), 'select current_database() as name')).toEqual([
      { name: 'odd "name"' },
    ]);
  });

  test('is refused to a second start while the first lives', async () => {
    await using _first = await start();
    const refusal = { name: 'SetupError', message: expect.stringContaining('in use by another Rookery') };
    await expect(start()).rejects.toMatchObject(refusal);
    const { report } = await spawnOwner(dataDir);
    expect(report.refused).toContain(`process ${process.pid}`);
    expect(report.mend).toContain('DATA_DIR=');
  });

  test('of another PostgreSQL version is refused and left as it is', async () => {
    const versionFile = join(cluster, 'PG_VERSION');
    const version = readFileSync(versionFile, 'utf8');
    writeFileSync(versionFile, '14\n');
    await expect(start()).rejects.toMatchObject({
      name: 'SetupError',
      message: expect.stringContaining('made by PostgreSQL 14'),
    });
    expect(readFileSync(versionFile, 'utf8')).toBe('14\n');
    writeFileSync(versionFile, version);
    await (await start()).stop();
  });

  test('that this user may not write is refused', async () => {
    const closed = join(folder.path, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    const { report } = await spawnOwner(join(closed, 'data'), isRoot ? stranger : undefined);
    expect(report.refused).toContain('cannot be written');
    expect(report.mend).toContain('DATA_DIR');
  });

  test('that is a file is refused', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    await expect(startPostgres({ dataDir: file })).rejects.toMatchObject({
      name: 'SetupError',
      message: expect.stringContaining('is not a folder'),
    });
  });
});

describe('after a kill -9', { timeout: 60_000 }, () => {
  test('of the database, its owner is told and starts it again at the same address', async () => {
    await using postgres = await startPostgres({ dataDir });
    const exit = new Promise<PostmasterExit>((resolve) => postgres.onExit(resolve));
    await remember(postgres.url(), 'committed before the database died');
    const before = postgres.pid;
    process.kill(before, 'SIGKILL');
    expect(await exit).toEqual({ code: null, signal: 'SIGKILL' });
    await postgres.restart();
    expect(postgres.pid).not.toBe(before);
    expect(await remembered(postgres.url())).toContain('committed before the database died');
  });

  test('of the owner, the database ends by itself and nothing committed is lost', async () => {
    const { child, report } = await spawnOwner(dataDir);
    await remember(report.url, 'committed before the owner died');
    await killOwner(child);
    await vi.waitUntil(() => birthOf(report.pid) === null, { timeout: 30_000, interval: 20 });
    await using postgres = await start();
    expect(await remembered(postgres.url())).toContain('committed before the owner died');
  });

  test.runIf(isLinux)(
    'of the owner and of the guardian, the next start ends the database that was left behind',
    async () => {
      const { child, report } = await spawnOwner(dataDir);
      await remember(report.url, 'committed before both died');
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .map(Number);
      const guardians = children.filter((pid) => pid !== report.pid);
      expect(guardians).toHaveLength(1);
      for (const pid of guardians) process.kill(pid, 'SIGKILL');
      await killOwner(child);
      expect(worksIn(report.pid, cluster)).toBe(true);
      await using postgres = await start();
      expect(birthOf(report.pid)).toBeNull();
      expect(await remembered(postgres.url())).toContain('committed before both died');
    },
  );

  test('a postmaster.pid whose id now belongs to another process of the same user does not keep it from starting', async () => {
    const first = await start();
    const saved = join(folder.path, 'postmaster.pid');
    copyFileSync(pidFile, saved);
    await first.stop();
    const { uid, gid } = statSync(cluster);
    const other = spawn('sleep', ['60'], { ...(isRoot ? { uid, gid } : {}), stdio: 'ignore' });
    writeFileSync(pidFile, readFileSync(saved, 'utf8').replace(/^\d+/, String(other.pid)), { mode: 0o600 });
    if (isRoot) chownSync(pidFile, uid, gid);
    await using postgres = await start();
    expect(birthOf(other.pid ?? 0)).not.toBeNull();
    expect(postgres.fresh).toBe(false);
    other.kill();
  });

  test('an empty postmaster.pid does not keep it from starting', async () => {
    writeFileSync(pidFile, '');
    await (await start()).stop();
  });

  test('a half-made cluster is made anew', async () => {
    const half = join(folder.path, 'half');
    mkdirSync(join(half, 'postgres.new', 'base'), { recursive: true });
    await using postgres = await startPostgres({ dataDir: half, durable: false });
    expect(postgres.fresh).toBe(true);
  });
});

test('a port that is asked for and taken is refused in one line', async () => {
  const port = await findFreePort();
  const squatter = createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  await expect(startPostgres({ dataDir, durable: false, port })).rejects.toMatchObject({
    name: 'SetupError',
    message: expect.stringContaining(`Port ${port}`),
  });
  squatter.close();
});

test('keeps committed data through a power cut unless it is told that the data is thrown away', async () => {
  const sql = `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting <> 'on'`;
  {
    await using postgres = await startPostgres({ dataDir });
    expect(await query(postgres.url(), sql)).toEqual([]);
  }
  await using throwaway = await start();
  expect(await query(throwaway.url(), sql)).toHaveLength(3);
});

test.runIf(isRoot)('runs for an ordinary user in a folder of his own', { timeout: 60_000 }, async () => {
  const own = join(folder.path, 'own');
  mkdirSync(own);
  chmodSync(own, 0o700);
  chownSync(own, stranger, stranger);
  const { child, report } = await spawnOwner(join(own, 'data'), stranger);
  expect(await query(report.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(statSync(join(own, 'data', 'postgres')).uid).toBe(stranger);
  child.stdin?.end();
  await once(child, 'exit');
});
