import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../kernel/id.ts';
import type { ListedFile, Storage } from '../kernel/ports.ts';
import { diskStorage } from './disk-storage.ts';

let root: string;
let storage: Storage;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rookery-storage-'));
  storage = diskStorage(join(root, 'media'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function contentOf(name: string, [start, end]: [number, number]): Promise<string | null> {
  await using file = await storage.open(name);
  return file && (await buffer(file.read(start, end))).toString();
}

async function listed(part: number): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for await (const file of storage.list(part)) files.push(file);
  return files;
}

const partOf = (id: string): number => Number.parseInt(id.slice(-2), 16);

test('gives back what was put, whole or in part', async () => {
  const name = `${newId()}/small.webp`;
  await storage.put(name, Buffer.from('0123456789'));
  expect(await contentOf(name, [0, 9])).toBe('0123456789');
  expect(await contentOf(name, [3, 5])).toBe('345');
  await using file = await storage.open(name);
  expect(file?.size).toBe(10);
});

test('takes what comes in pieces, and leaves nothing of what breaks off', async () => {
  async function* pieces(end?: Error): AsyncGenerator<Buffer> {
    yield Buffer.from('0123');
    yield Buffer.from('456');
    if (end) throw end;
  }
  const name = `${newId()}/file`;
  await storage.put(name, pieces());
  expect(await contentOf(name, [0, 6])).toBe('0123456');
  const id = newId();
  await expect(storage.put(`${id}/file`, pieces(new Error('gone')))).rejects.toThrow('gone');
  expect(await readdir(join(root, 'media', id.slice(-2)))).not.toContain(id);
});

test('what is not there is null to open and nothing to delete', async () => {
  const name = `${newId()}/small.webp`;
  expect(await storage.open(name)).toBeNull();
  await storage.delete(name);
});

test('a deleted file is gone, and its folder with the last one', async () => {
  const id = newId();
  await storage.put(`${id}/small.webp`, Buffer.from('a'));
  await storage.put(`${id}/large.webp`, Buffer.from('b'));
  await storage.delete(`${id}/small.webp`);
  expect((await listed(partOf(id))).map(({ name }) => name)).toContain(`${id}/large.webp`);
  await storage.delete(`${id}/large.webp`);
  expect(await readdir(join(root, 'media', id.slice(-2)))).not.toContain(id);
});

test('a put that fails leaves nothing', async () => {
  const id = newId();
  await mkdir(join(root, 'media', id.slice(-2)), { recursive: true });
  await writeFile(join(root, 'media', id.slice(-2), id), 'in the way');
  await expect(storage.put(`${id}/small.webp`, Buffer.from('a'))).rejects.toThrow();
  expect(await readdir(join(root, 'media', id.slice(-2)))).toEqual([id]);
});

test('lists what was left unfinished, and can delete it', async () => {
  const id = newId();
  await storage.put(`${id}/small.webp`, Buffer.from('a'));
  const unfinished = `${id}/large.webp.0123456789ab.tmp`;
  await writeFile(join(root, 'media', id.slice(-2), unfinished), 'half');
  expect((await listed(partOf(id))).map(({ name }) => name)).toEqual(
    expect.arrayContaining([`${id}/small.webp`, unfinished]),
  );
  await storage.delete(unfinished);
  expect((await listed(partOf(id))).map(({ name }) => name)).not.toContain(unfinished);
});

test.each([
  '../../etc/passwd',
  `${newId()}/../x.webp`,
  `${newId()}/small.webp/`,
  `/${newId()}/small.webp`,
  `${newId()}/file.webp/x`,
  `${newId()}/files`,
  'x',
  '',
])('takes no path for a name: %j', async (name) => {
  await expect((async () => storage.open(name))()).rejects.toThrow('no name');
  expect(() => storage.put(name, Buffer.from('a'))).toThrow('no name');
});
