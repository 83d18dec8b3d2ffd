import { createHash } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { namesTag } from '@rookery/rest';

/** A file as it is sent. */
export interface StaticFile {
  body: Buffer;
  etag: string;
  type: string;
  cache: string;
  /** Only for those who ask for HTML, as browsers do. */
  isPage?: true;
}

/** The files of a built site, by their path in URLs; held in memory, so that no path can lead anywhere else. */
export type Site = ReadonlyMap<string, StaticFile>;

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Reads a folder, if it is there, under a prefix that ends with a slash; dotfiles are left out. */
export function readSite(folder: string, prefix: string): Site {
  const site = new Map<string, StaticFile>();
  if (!existsSync(folder)) return site;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
    const file = readStatic(entry, path);
    if (!file) continue;
    site.set(prefix + path, file);
    if (entry.name === 'index.html') site.set(prefix + path.slice(0, -'index.html'.length), file);
  }
  return site;
}

/**
 * Answers further paths with the page of a site, where it has one. NOTE: letters lead there with tokens in the address, so nothing
 * on the way may keep them.
 */
export function addPagePaths(site: Site, paths: readonly string[]): Site {
  const page = site.get('/');
  if (!page) return site;
  return new Map([...site, ...paths.map((path) => [path, { ...page, cache: 'no-store', isPage: true }] as const)]);
}

/** The file at a path, for a request that accepts its type. */
export function findFile(site: Site, path: string, accept: string | undefined): StaticFile | null {
  const file = site.get(path) ?? null;
  return file?.isPage && !acceptsHtml(accept) ? null : file;
}

function acceptsHtml(accept: string | undefined): boolean {
  return /(^|[,\s])text\/(html|\*)\s*($|[;,])/i.test(accept ?? '');
}

function readStatic(entry: Dirent, path: string): StaticFile | null {
  const type = types[extname(entry.name)];
  if (!entry.isFile() || type === undefined || path.split('/').some((step) => step.startsWith('.'))) return null;
  const body = readFileSync(join(entry.parentPath, entry.name));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const isHashed = /^assets\/.*[-.][\w-]{8,}\.\w+$/.test(path);
  return { body, etag, type, cache: isHashed ? 'public, max-age=31536000, immutable' : 'no-cache' };
}

const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; connect-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** Answers GET or HEAD with a file. */
export function sendFile(req: IncomingMessage, res: ServerResponse, file: StaticFile): void {
  const headers = { ...pageHeaders, etag: file.etag, 'cache-control': file.cache };
  if (namesTag(req.headers['if-none-match'], file.etag)) {
    res.writeHead(304, headers).end();
    return;
  }
  res.writeHead(200, { ...headers, 'content-type': file.type, 'content-length': file.body.length });
  res.end(file.body);
}
