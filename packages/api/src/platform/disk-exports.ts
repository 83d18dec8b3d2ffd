import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ExportStore, ListedFile } from '../kernel/ports.ts';
import { openFile, orNull } from './disk-storage.ts';

const safeId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.[0-9a-f]{12}\.tmp)?$/;

/** Keeps what people take with them in one folder, each file readable to its owner on this machine alone. */
export function diskExports(root: string): ExportStore {
  const pathOf = (id: string): string => {
    if (!safeId.test(id)) throw new Error(`no id of an export: ${JSON.stringify(id)}`);
    return join(root, `${id}.zip`);
  };
  return {
    put: async (id, content) => {
      await mkdir(root, { recursive: true, mode: 0o700 });
      await write(pathOf(id), pathOf(`${id}.${randomBytes(6).toString('hex')}.tmp`), content);
    },
    open: async (id) => {
      const handle = await open(pathOf(id)).catch(orNull);
      return handle && openFile(handle);
    },
    delete: (id) => rm(pathOf(id), { force: true }),
    list: () => list(root),
  };
}

/** NOTE: a file has its name only when it is whole. */
async function write(path: string, unfinished: string, content: Readable): Promise<void> {
  try {
    await using handle = await open(unfinished, 'wx', 0o600);
    await handle.writeFile(content);
    await handle.sync();
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function* list(root: string): AsyncGenerator<ListedFile> {
  for (const file of (await readdir(root).catch(orNull)) ?? []) {
    const found = await stat(join(root, file)).catch(orNull);
    if (found) yield { name: file.replace(/\.zip$/, ''), writtenAt: found.mtime };
  }
}
