import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** How bytes can be sent in fewer. */
export type Coding = 'br' | 'gzip';

/** Below this many bytes of text, what is saved is not worth the work. */
const worthwhile = 4096;

/** The coding that a client likes best of those that we have, or null when it wants none. */
export function codingFor({ headers }: Pick<IncomingMessage, 'headers'>): Coding | null {
  const accepted = weightsOf(String(headers['accept-encoding'] ?? ''));
  const weightOf = (coding: Coding): number => accepted.get(coding) ?? accepted.get('*') ?? 0;
  const [br, gz] = [weightOf('br'), weightOf('gzip')];
  if (br === 0 && gz === 0) return null;
  return br >= gz ? 'br' : 'gzip';
}

function weightsOf(header: string): Map<string, number> {
  return new Map(
    header.split(',').map((one) => {
      const [coding = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((it) => it.startsWith('q='))?.slice(2);
      return [coding === 'x-gzip' ? 'gzip' : coding, weight === undefined ? 1 : Number(weight) || 0];
    }),
  );
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Compresses a text for a client, off the main thread; null when it is to be sent as it is. */
export async function compress(req: IncomingMessage, text: string): Promise<{ coding: Coding; body: Buffer } | null> {
  const coding = text.length < worthwhile ? null : codingFor(req);
  if (coding === null) return null;
  const body = coding === 'br' ? await brotli(text, quick) : await zip(text);
  return { coding, body };
}

/** NOTE: the usual quality is for files that are compressed once. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
