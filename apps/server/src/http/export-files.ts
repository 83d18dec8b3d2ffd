import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '@rookery/api';
import { queryOf, sendBytes } from './file-bytes.ts';

const address = /^\/(exports\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.zip)$/;

/** Answers GET or HEAD with what somebody takes with him, to whoever has the signed link; false, and nothing sent, else. */
export async function sendExport(
  { links, exports }: Pick<App, 'links' | 'exports'>,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
  path: string,
): Promise<boolean> {
  const [, name, id] = address.exec(path) ?? [];
  const query = queryOf(req);
  const [expires, signature] = [query.get('expires') ?? '', query.get('signature') ?? ''];
  if (!name || !id || links.verify(name, expires, signature) === null) return false;
  await using file = await exports.open(id);
  if (!file) return false;
  await sendBytes({ req, res }, file, {
    etag: `"${id}"`,
    'content-type': 'application/zip',
    'cache-control': 'private, no-store',
    'content-disposition': 'attachment; filename="rookery-export.zip"',
    'content-security-policy': "default-src 'none'; sandbox",
    'accept-ranges': 'bytes',
    'referrer-policy': 'no-referrer',
  });
  return true;
}
