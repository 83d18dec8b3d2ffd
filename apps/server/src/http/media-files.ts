import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, readFileLabel } from '@rookery/api';
import { namesTag } from '@rookery/rest';
import { contentDisposition } from './content-disposition.ts';
import { queryOf, sendBytes } from './file-bytes.ts';

const address = /^\/media\/(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(?:(?:thumb|small|large)\.webp|(file)))$/;
const openSeconds = 3600;

const fixedHeaders = {
  'accept-ranges': 'bytes',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
};

/** What browsers play, and never run. */
const playable = new Set([
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/flac',
]);
/** What they keep, and may be told the type of. */
const harmless = new Set(['application/pdf', 'application/zip']);

type Served = Pick<App, 'links' | 'storage' | 'sql' | 'mayServeOpenly'>;

interface Wanted {
  name: string;
  id: string;
  isPicture: boolean;
}

/** Answers GET or HEAD with a file that people uploaded; false, and nothing sent, when it is not there or not for the caller. */
export async function sendMedia(
  app: Served,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
  path: string,
): Promise<boolean> {
  const [, name, id, whole] = address.exec(path) ?? [];
  if (!name || !id) return false;
  const wanted = { name, id, isPicture: whole === undefined };
  const cache = await cacheRuleOf(app, wanted, queryOf(req));
  const label = cache === null ? null : await labelOf(app, wanted);
  if (cache === null || !label) return false;
  await using file = await app.storage.open(name);
  if (!file) return false;
  // NOTE: a name never changes its bytes, so that it can stand for them.
  const headers = { ...fixedHeaders, ...label, etag: `"${name}"`, 'cache-control': cache };
  if (!namesTag(req.headers['if-none-match'], headers.etag)) await sendBytes({ req, res }, file, headers);
  else {
    const { 'content-type': _, ...known } = headers;
    res.writeHead(304, known).end();
  }
  return true;
}

interface Label extends Record<string, string> {
  'content-type': string;
}

/** The type under which a file is sent, and whether it is only to be kept; null when there is none. */
async function labelOf({ sql }: Served, { id, isPicture }: Wanted): Promise<Label | null> {
  if (isPicture) return { 'content-type': 'image/webp' };
  const label = await readFileLabel(sql, id);
  if (!label) return null;
  const { mime, name } = label;
  if (playable.has(mime)) return { 'content-type': mime, 'content-disposition': contentDisposition('inline', name) };
  const type = harmless.has(mime) ? mime : 'application/octet-stream';
  return { 'content-type': type, 'content-disposition': contentDisposition('attachment', name) };
}

/** How long the answer may be kept, and by whom; null when the caller gets none. */
async function cacheRuleOf(
  { links, mayServeOpenly }: Served,
  { name, id, isPicture }: Wanted,
  query: URLSearchParams,
): Promise<string | null> {
  const signature = query.get('signature');
  if (signature === null) return isPicture && (await mayServeOpenly(id)) ? `public, max-age=${openSeconds}` : null;
  const left = links.verify(name, query.get('expires') ?? '', signature);
  return left === null ? null : `private, max-age=${Math.floor(left)}`;
}
