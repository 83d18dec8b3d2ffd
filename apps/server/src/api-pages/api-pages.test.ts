import { expect, test } from 'vitest';
import { serve, type TestServer } from '../rpc/testing/raw-http.ts';
import { createApiPages } from './api-pages.ts';

const text = JSON.stringify({ openapi: '3.1.1', info: { title: 'Rookery', version: '1' }, paths: {} });

const servePages = (publicUrl = 'https://rookery.test'): Promise<TestServer> => {
  const send = createApiPages({ document: () => text, publicUrl });
  return serve((req, res) => {
    const [path = ''] = (req.url ?? '').split('?');
    send({ req, res }, path).then(
      (isSent) => isSent || res.writeHead(404).end(),
      () => res.destroy(),
    );
  });
};

interface Asking {
  method?: string;
  headers?: Record<string, string>;
}

/** NOTE: `fetch` asks for codings by itself and undoes them, so the one that is wanted is told. */
const get = (server: TestServer, path: string, { method = 'GET', headers = {} }: Asking = {}) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers: { 'accept-encoding': 'identity', ...headers } });

const pages = ['/api', '/api/swagger', '/api/redoc'];

/** What a page names as its styles, scripts and images. */
const assetsOf = (html: string): string[] =>
  [...html.matchAll(/(?:<link [^>]*href|<script [^>]*src|<img [^>]*src)="([^"]+)"/g)].map(([, path = '']) => path);

test('the pages are held to what they need, and everything that they load is ours and kept for good', async () => {
  await using server = await servePages();
  for (const path of pages) {
    const page = await get(server, path);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; /);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
    const assets = assetsOf(html);
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets) {
      expect(asset).toMatch(/^\/api\/[\w/.-]+\?v=[\w-]{27}$/);
      const answer = await get(server, asset, { method: 'HEAD' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
  }
});

test('a page is the same with a slash at its end, and nothing is where nothing is', async () => {
  await using server = await servePages();
  for (const path of pages)
    expect(await (await get(server, `${path}/`)).text()).toBe(await (await get(server, path)).text());
  for (const path of ['/api/x', '/api/swagger/x', '/api/swagger/../api', '/api/swagger//', '/', '/api/v1/me'])
    expect([path, (await get(server, path.replace('..', '%2e%2e'))).status]).toEqual([path, 404]);
});

test('an asset under a hash that is not its own is asked for again', async () => {
  await using server = await servePages();
  for (const path of ['/api/page.css', '/api/page.css?v=', '/api/page.css?v=000000000000000000000000000'])
    expect((await get(server, path)).headers.get('cache-control')).toBe('no-cache');
});

test('whoever has a file hears that it is the same', async () => {
  await using server = await servePages();
  const first = await get(server, '/api/openapi.json');
  expect(first.headers.get('content-type')).toBe('application/json');
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]{27}"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await get(server, '/api/openapi.json', { headers: { 'if-none-match': known } });
    expect([known, again.status, await again.text()]).toEqual([known, 304, '']);
  }
  expect((await get(server, '/api/openapi.json', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('files go out as small as the client takes them, each coding under a tag of its own', async () => {
  await using server = await servePages();
  const whole = await (await get(server, '/api/swagger/bundle.js')).text();
  const tags = new Set<string | null>();
  for (const coding of ['br', 'gzip', 'identity']) {
    const headers = { 'accept-encoding': coding };
    const head = await get(server, '/api/swagger/bundle.js', { method: 'HEAD', headers });
    const answer = await get(server, '/api/swagger/bundle.js', { headers });
    const length = Number(answer.headers.get('content-length'));
    expect(head.headers.get('content-length')).toBe(String(length));
    expect(answer.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding);
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    if (coding !== 'identity') expect(length).toBeLessThan(whole.length / 3);
    expect((await answer.text()) === whole).toBe(true);
    tags.add(answer.headers.get('etag'));
  }
  expect(tags.size).toBe(3);
});

test('nothing of the libraries asks anybody else for a thing', async () => {
  await using server = await servePages();
  const redoc = await (await get(server, '/api/redoc/bundle.js')).text();
  expect(redoc.includes('cdn.redoc.ly')).toBe(false);
  const files = ['/api/swagger/bundle.js', '/api/swagger/bundle.css', '/api/redoc/bundle.js'];
  for (const path of files)
    expect(/sourceMappingURL=[\w.-]+\.map/.test(await (await get(server, path)).text())).toBe(false);
  for (const path of ['/api/swagger/bundle.css', '/api/page.css', '/api/swagger/start.css', '/api/redoc/start.css'])
    expect(await (await get(server, path)).text()).not.toMatch(/url\(["']?(?!["']?data:)|@import/);
});

test('the way in by curl names the address of this server, whatever is in it', async () => {
  await using server = await servePages('https://rookery.test/?"><script>');
  const html = await (await get(server, '/api')).text();
  expect(html).toContain('API=https://rookery.test/?&quot;&gt;&lt;script&gt;/api/v1');
});

test('a document that could not be made is made when it is asked for again', async () => {
  let asked = 0;
  const document = () => {
    asked += 1;
    if (asked === 1) throw new Error('not yet');
    return text;
  };
  const send = createApiPages({ document, publicUrl: 'https://rookery.test' });
  await using server = await serve((req, res) => {
    send({ req, res }, req.url ?? '').catch(() => res.writeHead(500).end());
  });
  expect((await get(server, '/api/openapi.json')).status).toBe(500);
  expect(await (await get(server, '/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.1' });
  await get(server, '/api/openapi.json');
  expect(asked).toBe(2);
});
