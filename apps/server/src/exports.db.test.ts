import { readZip, startTestServer, type TestServer } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let t: TestServer;
let link: string;
beforeAll(async () => {
  t = await startTestServer();
  const account = { email: 'packer@rookery.test', username: 'packer', password: 'a long walk at noon' };
  const { accessToken } = await call('auth.register', account);
  await call('me.export', {}, accessToken);
  link = await vi.waitFor(() => {
    const [found] = t.mailer.sent.flatMap(({ text }) => /http\S+\.zip\S+/.exec(text) ?? []);
    if (found === undefined) throw new Error('no letter yet');
    return found;
  }, 15_000);
});
afterAll(() => t[Symbol.asyncDispose]());

async function call(path: string, input: object, bearer?: string): Promise<{ accessToken: string }> {
  const answer = await fetch(`${t.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
    body: JSON.stringify({ json: input }),
  });
  return ((await answer.json()) as { result: { data: { json: { accessToken: string } } } }).result.data.json;
}

const here = () => link.replace(/^http:\/\/[^/]+/, t.url);

test('the link of the letter gives the copy, to be kept by nobody on the way', async () => {
  const answer = await fetch(here());
  expect([answer.status, Object.fromEntries(answer.headers)]).toMatchObject([
    200,
    {
      'content-type': 'application/zip',
      'cache-control': 'private, no-store',
      'content-disposition': 'attachment; filename="rookery-export.zip"',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  ]);
  const files = readZip(Buffer.from(await answer.arrayBuffer()));
  expect(files.get('account.jsonl')?.toString()).toContain('"packer@rookery.test"');
});

test('a copy can be fetched in parts', async () => {
  const answer = await fetch(here(), { headers: { range: 'bytes=0-3' } });
  expect([answer.status, Buffer.from(await answer.arrayBuffer()).toString('latin1')]).toEqual([206, 'PK\x03\x04']);
});

test('any other link gives nothing', async () => {
  const signature = /signature=([\w-]+)/.exec(link)?.[1] ?? '';
  const forged = here().replace(signature, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`);
  const later = here().replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 60}`);
  const bare = here().replace(/\?.*/, '');
  const paths = ['/exports/', '/exports/x.zip', '/exports/..%2f..%2fetc/passwd', '/exports/%00'].map(
    (path) => t.url + path,
  );
  for (const url of [forged, later, bare, ...paths])
    expect([url, (await fetch(url)).status >= 400]).toEqual([url, true]);
  expect((await fetch(here(), { method: 'POST' })).status).toBe(405);
});

test('the link gives nothing any more after a week', async () => {
  t.clock.advance(7 * 24 * 3600 * 1000 + 2000);
  expect((await fetch(here())).status).toBe(404);
});
