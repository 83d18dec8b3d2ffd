import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { TRPCError } from '@trpc/server';
import type { OpenForm } from '../rpc/index.ts';
import { boundaryOf, bounded, type FormPart, MalformedFormError, readForm } from './multipart.ts';

const mostTextBytes = 64 * 1024;
const abandonedMs = 3600_000;

/** Reads the forms of requests. */
export type FormReader = (req: IncomingMessage, body: AsyncIterable<Buffer>) => Promise<OpenForm>;

/**
 * Makes forms whose files lie in a folder until they are closed, so that memory holds none of them as a whole. What processes
 * left there that were killed is removed.
 */
export function createFormReader(folder: string): FormReader {
  const ready = prepare(folder);
  ready.catch(() => undefined);
  return async (req, body) => {
    await ready;
    return takeIn(folder, boundaryOf(req.headers['content-type']), body);
  };
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && found.mtimeMs < Date.now() - abandonedMs) await rm(path, { force: true });
  }
}

async function takeIn(folder: string, boundary: string | null, body: AsyncIterable<Buffer>): Promise<OpenForm> {
  if (boundary === null) throw new TRPCError({ code: 'BAD_REQUEST', message: 'The form names no boundary' });
  await using stack = new AsyncDisposableStack();
  const form = new FormData();
  try {
    for await (const part of readForm(body, boundary)) await append(form, part, () => newPath(folder, stack));
  } catch (error) {
    if (!(error instanceof MalformedFormError)) throw error;
    throw new TRPCError({ code: 'BAD_REQUEST', message: error.message, cause: error });
  }
  const owned = stack.move();
  return { form, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function newPath(folder: string, stack: AsyncDisposableStack): string {
  const path = join(folder, `${randomBytes(12).toString('hex')}.tmp`);
  stack.defer(() => rm(path, { force: true }));
  return path;
}

async function append(form: FormData, { name, fileName, content }: FormPart, path: () => string): Promise<void> {
  if (fileName === null) form.append(name, (await bounded(content, mostTextBytes)).toString());
  else form.append(name, await writtenTo(path(), content), fileName);
}

async function writtenTo(path: string, content: AsyncIterable<Buffer>): Promise<Blob> {
  await using handle = await open(path, 'wx', 0o600);
  await handle.writeFile(content);
  return openAsBlob(path);
}
