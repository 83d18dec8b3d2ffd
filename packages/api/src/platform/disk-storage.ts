import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ListedFile, OpenFile, Storage } from '../kernel/ports.ts';

const safeName = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/(?:[a-z]{1,20}\.webp|file)(?:\.[0-9a-f]{12}\.tmp)?$/;

/** Keeps files in folders by the last two digits of their ids, since the first ones are of the clock. */
export function diskStorage(root: string): Storage {
  const pathOf = (name: string): string => {
    if (!safeName.test(name)) throw new Error(`no name of a file: ${JSON.stringify(name)}`);
    return join(root, name.slice(34, 36), name);
  };
  return {
    put: (name, content) => write(pathOf(name), content),
    open: async (name) => {
      const handle = await open(pathOf(name)).catch(orNull);
      return handle && openFile(handle);
    },
    delete: async (name) => {
      const path = pathOf(name);
      await rm(path, { force: true });
      await rmdir(dirname(path)).catch(mindLess);
    },
    list: (part) => list(join(root, part.toString(16).padStart(2, '0'))),
  };
}

/** NOTE: a file has its name only when it is whole; the folders are flushed too, since a name is an entry in one. */
async function write(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const folder = dirname(path);
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await using handle = await open(unfinished, 'wx', 0o600);
    await handle.writeFile(content);
    await handle.sync();
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    await rmdir(folder).catch(mindLess);
    throw error;
  }
  for (const above of [folder, dirname(folder), dirname(dirname(folder))]) await flushFolder(above);
}

async function flushFolder(path: string): Promise<void> {
  await using handle = await open(path);
  await handle.sync();
}

/** A file of the disk that has been opened. */
export async function openFile(handle: FileHandle): Promise<OpenFile> {
  const { size } = await handle.stat();
  return {
    size,
    read: (start, end) => handle.createReadStream({ start, end, autoClose: false }),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

async function* list(folder: string): AsyncGenerator<ListedFile> {
  for (const id of (await readdir(folder).catch(orNull)) ?? []) {
    const files = (await readdir(join(folder, id)).catch(orNull)) ?? [];
    for (const file of files) {
      const found = await stat(join(folder, id, file)).catch(orNull);
      if (found) yield { name: `${id}/${file}`, writtenAt: found.mtime };
    }
  }
}

/** Null for what is not there; throws any other error. */
export function orNull(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}

/** A folder that is not empty, or gone already, stays as it is. */
function mindLess(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
}
