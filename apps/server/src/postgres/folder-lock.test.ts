import { existsSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './fixtures/temporary-folder.ts';
import { lockFolder } from './folder-lock.ts';
import { birthOf, processSpace } from './process-identity.ts';

const refusal = { name: 'SetupError', message: expect.stringContaining('in use by another Rookery') };
const longAgo = new Date(Date.now() - 3_600_000);

function leaveLock(folder: string, holder: object, touched = new Date()): void {
  const file = join(folder, 'lock');
  writeFileSync(file, JSON.stringify(holder));
  utimesSync(file, touched, touched);
}

test('one holder at a time, and none after release', async () => {
  using folder = temporaryFolder();
  {
    using _lock = await lockFolder(folder.path);
    await expect(lockFolder(folder.path)).rejects.toMatchObject(refusal);
  }
  expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  using _again = await lockFolder(folder.path);
});

test('of many that find a dead lock at once, one gets it', async () => {
  using folder = temporaryFolder();
  leaveLock(folder.path, { pid: 2 ** 22 + 1, birth: '1', space: processSpace() });
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder.path)));
  const locks = results.filter((result) => result.status === 'fulfilled');
  expect(locks).toHaveLength(1);
  for (const lock of locks) lock.value[Symbol.dispose]();
});

test('a lock whose process id was given to another process is dead', async () => {
  using folder = temporaryFolder();
  leaveLock(folder.path, { pid: process.pid, birth: 'another time', space: processSpace() });
  using _lock = await lockFolder(folder.path);
  expect(readFileSync(join(folder.path, 'lock'), 'utf8')).toContain(`"birth":"${birthOf(process.pid)}"`);
});

test('a lock torn by a full disk is dead', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'lock'), '');
  utimesSync(join(folder.path, 'lock'), longAgo, longAgo);
  using _lock = await lockFolder(folder.path);
});

test('a lock of another machine or container that was not touched for long is dead', async () => {
  using folder = temporaryFolder();
  leaveLock(folder.path, { pid: process.pid, birth: birthOf(process.pid), space: 'another boot' }, longAgo);
  using _lock = await lockFolder(folder.path);
});

test('a lock of another container that is touched while we look is alive', async () => {
  using folder = temporaryFolder();
  leaveLock(folder.path, { pid: 1, birth: '1', space: 'another container' });
  const heartbeat = setInterval(() => utimesSync(join(folder.path, 'lock'), new Date(), new Date()), 50);
  await expect(lockFolder(folder.path)).rejects.toMatchObject({
    message: expect.stringContaining('in another container'),
  });
  clearInterval(heartbeat);
});

test('releasing a lock that another has taken over leaves it alone', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'lock');
  {
    using _lock = await lockFolder(folder.path);
    writeFileSync(`${file}.other`, 'theirs');
    renameSync(`${file}.other`, file);
  }
  expect(readFileSync(file, 'utf8')).toBe('theirs');
});
