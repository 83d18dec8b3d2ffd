import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sendRaw, serve } from '../rpc/testing/raw-http.ts';
import { addPagePaths, findFile, readSite, sendFile } from './static-files.ts';

const root = mkdtempSync(join(tmpdir(), 'rookery-site-'));
afterAll(() => rmSync(root, { recursive: true }));
const folder = join(root, 'dist');
mkdirSync(join(folder, 'assets'), { recursive: true });
mkdirSync(join(folder, '.git'));
writeFileSync(join(root, 'secret.txt'), 'secret');
for (const [name, text] of Object.entries({
  'index.html': '<!doctype html>',
  '.env.txt': 'secret',
  '.git/config.txt': 'secret',
  'tool.exe': 'secret',
  'assets/app-BxYz1234.js': 'export {};',
})) {
  writeFileSync(join(folder, name), text);
}
symlinkSync(join(root, 'secret.txt'), join(folder, 'link.txt'));

const site = readSite(folder, '/');

test('holds the files of a known type, and an index under its folder too; no dotfile, no link', () => {
  expect([...site.keys()].sort()).toEqual(['/', '/assets/app-BxYz1234.js', '/index.html']);
  expect(readSite(join(root, 'missing'), '/')).toEqual(new Map());
});

test('pages are asked for again, assets with a hash never', async () => {
  await using server = await serve((req, res) => {
    const file = site.get(req.url ?? '');
    if (file) sendFile(req, res, file);
  });
  const page = await sendRaw(server.port, { url: '/' });
  expect(page).toMatchObject({ status: 200, body: '<!doctype html>' });
  expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' });
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  const again = await sendRaw(server.port, {
    url: '/',
    headers: { 'if-none-match': `W/"other", ${page.headers.etag}` },
  });
  expect(again).toMatchObject({ status: 304, body: '' });
  const asset = await sendRaw(server.port, { url: '/assets/app-BxYz1234.js' });
  expect(asset.headers['cache-control']).toContain('immutable');
  expect(await sendRaw(server.port, { url: '/', method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

test('the page answers further paths to those who ask for HTML, and nobody keeps what was in their address', async () => {
  const pages = addPagePaths(site, ['/login']);
  for (const accept of [browser, 'text/*', 'application/json, TEXT/HTML;q=0.5'])
    expect(findFile(pages, '/login', accept)?.body.toString()).toBe('<!doctype html>');
  for (const accept of ['application/json', '*/*', 'text/htmlx', undefined])
    expect(findFile(pages, '/login', accept)).toBeNull();
  expect(findFile(pages, '/login/', browser)).toBeNull();
  expect(findFile(pages, '/', undefined)).not.toBeNull();
  expect(addPagePaths(new Map(), ['/login'])).toEqual(new Map());

  const file = findFile(pages, '/login', browser);
  await using server = await serve((req, res) => {
    if (file) sendFile(req, res, file);
  });
  const { headers } = await sendRaw(server.port, { url: '/login?token=secret' });
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  expect(headers['content-security-policy']).toContain("default-src 'self'");
});
