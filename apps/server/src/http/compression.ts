import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { acceptedCoding, type Coding } from './accepted-coding.ts';

/** Below this many bytes of text, what is saved is not worth the work. */
const worthwhile = 4096;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Compresses a text for a client, off the main thread; null when it is to be sent as it is. */
export async function compress(req: IncomingMessage, text: string): Promise<{ coding: Coding; body: Buffer } | null> {
  const coding = text.length < worthwhile ? null : acceptedCoding(req.headers['accept-encoding']);
  if (coding === null) return null;
  const body = coding === 'br' ? await brotli(text, quick) : await zip(text);
  return { coding, body };
}

/** NOTE: the usual quality is for files that are compressed once. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
