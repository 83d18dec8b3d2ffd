import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { OpenFile } from '@rookery/api';
import { type ByteRange, readRange } from './byte-range.ts';

/** What is told of a file that is sent. */
export interface FileHeaders extends Record<string, string> {
  /** Stands for its bytes. */
  etag: string;
  'content-type': string;
  'cache-control': string;
}

/** The query of a request. */
export function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

/** Answers GET or HEAD with a file or the part of it that is asked for. */
export async function sendBytes(
  { req, res }: { req: IncomingMessage; res: ServerResponse },
  file: OpenFile,
  { 'content-type': type, ...headers }: FileHeaders,
): Promise<void> {
  const { size } = file;
  const condition = req.headers['if-range'];
  const isSame = condition === undefined || condition === headers.etag;
  const range = isSame && req.method === 'GET' ? readRange(req.headers.range, size) : null;
  if (range === 'unsatisfiable') {
    res.writeHead(416, { ...headers, 'cache-control': 'no-store', 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const told = { ...headers, 'content-type': type, 'content-length': end - start + 1 };
  res.writeHead(range ? 206 : 200, range ? { ...told, 'content-range': `bytes ${start}-${end}/${size}` } : told);
  if (req.method === 'HEAD') res.end();
  else await stream(res, file, { start, end });
}

/** NOTE: the status is out, so that trouble from here on can only be told by ending the connection. */
async function stream(res: ServerResponse, file: OpenFile, { start, end }: ByteRange): Promise<void> {
  await pipeline(file.read(start, end), res).catch(() => res.destroy());
}
