import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '@rookery/api';
import { queryOf, sendBytes } from './file-bytes.ts';

const address = /^\/media\/(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(?:thumb|small|large)\.webp)$/;
const openSeconds = 3600;

const fixedHeaders = {
  'accept-ranges': 'bytes',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
};

/** Answers GET or HEAD with a file that people uploaded; false, and nothing sent, when it is not there or not for the caller. */
export async function sendMedia(
  app: Pick<App, 'links' | 'storage' | 'mayServeOpenly'>,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
  path: string,
): Promise<boolean> {
  const [, name, id] = address.exec(path) ?? [];
  const cache = name && id ? await cacheRuleOf(app, { name, id }, queryOf(req)) : null;
  if (!name || !cache) return false;
  await using file = await app.storage.open(name);
  if (!file) return false;
  // NOTE: a name never changes its bytes, so that it can stand for them.
  const headers = { ...fixedHeaders, etag: `"${name}"`, 'cache-control': cache };
  if (namesTag(req.headers['if-none-match'], headers.etag)) res.writeHead(304, headers).end();
  else await sendBytes({ req, res }, file, { ...headers, 'content-type': 'image/webp' });
  return true;
}

/** How long the answer may be kept, and by whom; null when the caller gets none. */
async function cacheRuleOf(
  { links, mayServeOpenly }: Pick<App, 'links' | 'mayServeOpenly'>,
  { name, id }: { name: string; id: string },
  query: URLSearchParams,
): Promise<string | null> {
  const signature = query.get('signature');
  if (signature === null) return (await mayServeOpenly(id)) ? `public, max-age=${openSeconds}` : null;
  const left = links.verify(name, query.get('expires') ?? '', signature);
  return left === null ? null : `private, max-age=${Math.floor(left)}`;
}

function namesTag(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}
