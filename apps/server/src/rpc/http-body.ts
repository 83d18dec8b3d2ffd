import type { IncomingMessage } from 'node:http';
import { ReadableStream } from 'node:stream/web';
import { TRPCError } from '@trpc/server';

/** Bytes of a refused body that are read and dropped, so that an honest client gets to read the refusal. */
const patience = 64 * 1024 * 1024;

/** Reads a body as text; rejects with `PAYLOAD_TOO_LARGE`, or with `CLIENT_CLOSED_REQUEST` when the client leaves first. */
export function readBody(req: IncomingMessage, maxSize: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= maxSize) chunks.push(chunk);
      else settle(() => reject(tooLarge()));
    };
    const onEnd = (): void => settle(() => resolve(textOf(chunks, size)));
    const onClose = (): void => settle(() => reject(new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' })));
    const settle = (then: () => void): void => {
      req.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      then();
    };
    // NOTE: one that has been cut off already tells nothing more.
    if (req.destroyed) onClose();
    else req.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

/** A body as a web stream; it fails when it grows over its limit or when the client leaves before its end. */
export function limitedBody(req: IncomingMessage, maxSize: number): ReadableStream<Uint8Array> {
  return ReadableStream.from(limit(chunksOf(req), maxSize));
}

/** A body as it comes in; fails with `PAYLOAD_TOO_LARGE`, or with `CLIENT_CLOSED_REQUEST` when the client leaves first. */
export async function* bodyChunks(req: IncomingMessage, maxSize: number): AsyncGenerator<Buffer> {
  try {
    yield* limit(chunksOf(req), maxSize);
  } catch (cause) {
    // NOTE: told without its cause, a reset connection, which would be taken for the database's.
    throw cause instanceof TRPCError ? cause : new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' });
  }
}

/** NOTE: whoever stops to read leaves the rest to be dropped, so that the answer can be sent. */
function chunksOf(req: IncomingMessage): AsyncIterable<Buffer> {
  return req.iterator({ destroyOnReturn: false });
}

async function* limit(chunks: AsyncIterable<Buffer>, maxSize: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxSize) throw tooLarge();
    yield chunk;
  }
}

/** Whether the client itself says that its body is larger. */
export function announcesMore(req: IncomingMessage, maxSize: number): boolean {
  const length = req.headers['content-length'];
  return length !== undefined && Number(length) > maxSize;
}

/** The refusal of a body over its limit. */
export function tooLarge(): TRPCError {
  return new TRPCError({ code: 'PAYLOAD_TOO_LARGE' });
}

/** Drops the rest of a body, and the connection when more than so many bytes are left of it. */
export function discardBody(req: IncomingMessage, most: number = patience): void {
  let size = 0;
  if (req.readableEnded) return;
  req.on('error', () => undefined);
  req.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > most) req.destroy();
  });
}

/** NOTE: a leading byte order mark is dropped, as `Request.text()` does. */
function textOf(chunks: readonly Buffer[], size: number): string {
  const [first] = chunks;
  if (!first) return '';
  const bytes = chunks.length === 1 ? first : Buffer.concat(chunks, size);
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
