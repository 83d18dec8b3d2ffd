import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Route } from '@rookery/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, callTrpc, requestOf } from '../tests/rest/calls.ts';
import { type Ask, askAt, type HttpAnswer, jsonOf } from '../tests/rest/http.ts';
import { openWorlds, routes, type Worlds } from '../tests/rest/worlds.ts';

let worlds: Worlds;
let ask: Ask;
beforeAll(async () => {
  worlds = await openWorlds(['owner']);
  ask = askAt(worlds.other.server.port);
}, 120_000);
afterAll(() => worlds[Symbol.asyncDispose]());

const reads = routes.filter(({ method }) => method === 'GET');

function planned(route: Route): Call & { path: string; token: string | null } {
  const plan = worlds.plans.find((one) => one.route === route);
  if (!plan) throw new Error(`nobody calls ${route.procedure}`);
  const { url } = requestOf('', plan);
  return { ...plan, path: url.slice('/api/v1'.length) };
}

/** What two answers to one request have in common. NOTE: some cursors name the moment of their making. */
function lasting({ headers }: HttpAnswer): object {
  const { date: _, 'x-request-id': __, ratelimit: ___, link, ...rest } = headers;
  return { ...rest, hasLink: link !== undefined };
}

/** NOTE: suggestions are others each time. */
const isSettled = ({ procedure }: Route) => procedure !== 'users.suggestions';

describe.each(reads.filter(isSettled))('$procedure by GET $path', (route) => {
  test('HEAD is GET without a body', async () => {
    const { path, token } = planned(route);
    const [got, head] = [await ask({ path, token }), await ask({ method: 'HEAD', path, token })];
    expect(got.status).toBe(200);
    expect(Number(got.headers['content-length'])).toBe(got.bytes.length);
    expect([head.status, head.text]).toEqual([200, '']);
    expect(lasting(head)).toEqual(lasting(got));
  });

  test('is not sent again to who has it', async () => {
    const { path, token } = planned(route);
    const { headers, text } = await ask({ path, token });
    const etag = headers.etag ?? '';
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    expect(headers['cache-control']).toBe('private, no-cache');
    for (const tag of [etag, etag.slice(2), `"other", ${etag}`, '*', `${etag},"x"`])
      for (const method of ['GET', 'HEAD']) {
        const kept = await ask({ method, path, token, headers: { 'if-none-match': tag } });
        expect([kept.status, kept.text, kept.headers.etag]).toEqual([304, '', etag]);
        expect(kept.headers).not.toHaveProperty('content-type');
        expect(kept.headers.vary).toBe(headers.vary);
        expect(kept.headers.link === undefined).toBe(headers.link === undefined);
      }
    for (const tag of ['"other"', 'W/"other"', '', etag.slice(3, -1)]) {
      const sent = await ask({ path, token, headers: { 'if-none-match': tag } });
      expect([sent.status, sent.headers.etag]).toEqual([200, etag]);
      expect(sent.text).toHaveLength(text.length);
    }
  });
});

test('a tag never spares an error', async () => {
  const answer = await ask({ path: '/me', headers: { 'if-none-match': '*' } });
  expect(answer.status).toBe(401);
  expect(answer.headers).not.toHaveProperty('etag');
});

test('what changed has another tag', async () => {
  const token = worlds.stage.people.stranger.token;
  const { etag = '' } = (await ask({ path: '/me', token })).headers;
  const headers = { 'content-type': 'application/json' };
  await ask({ method: 'PATCH', path: '/me', token, headers, body: '{"bio":"another one"}' });
  const changed = await ask({ path: '/me', token, headers: { 'if-none-match': etag } });
  expect(changed.status).toBe(200);
  expect(jsonOf(changed).profile).toMatchObject({ bio: 'another one' });
});

const walks = reads.filter(({ output }) => output && 'shape' in output && hasCursor(output.shape));

function hasCursor(shape: unknown): boolean {
  return typeof shape === 'object' && shape !== null && 'nextCursor' in shape;
}

test('most lists are walked', () => {
  expect(walks.length).toBeGreaterThan(40);
});

describe.each(walks)('$procedure by GET $path', (route) => {
  test('leads from page to page to its end, over the same items as the cursors of tRPC', async () => {
    const { path, token, input } = planned(route);
    const pages: unknown[] = [];
    for (let next: string | null = path; next !== null; ) {
      const answer: HttpAnswer = await ask({ path: next, token });
      expect(answer.status).toBe(200);
      const page = jsonOf(answer);
      const link = /^<\/api\/v1([^>]+)>; rel="next"$/.exec(String(answer.headers.link))?.[1] ?? null;
      expect(link === null).toBe(page.nextCursor === null);
      pages.push(page.items);
      next = link;
    }
    expect(pages).toEqual(await pagesOverTrpc({ route, token, input }));
  });
});

/** NOTE: in the same world, since cursors are its own. */
async function pagesOverTrpc(call: Call): Promise<unknown[]> {
  const pages: unknown[] = [];
  for (let cursor: unknown; cursor !== null; ) {
    const told = await callTrpc(worlds.other.url, { ...call, input: { ...call.input, cursor } });
    const page = 'data' in told ? (told.data as { items: unknown; nextCursor: unknown }) : null;
    if (!page) throw new Error(`${call.route.procedure} is refused: ${JSON.stringify(told)}`);
    pages.push(page.items);
    cursor = page.nextCursor;
  }
  return pages;
}

describe('a long answer', () => {
  const path = '/posts?limit=50';

  test.each([
    ['gzip', 'gzip', gunzipSync],
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['br;q=0.1, gzip', 'gzip', gunzipSync],
    ['*', 'br', brotliDecompressSync],
  ])('comes to who accepts %s as %s, and is the same', async (accepted, coding, decode) => {
    const plain = await ask({ path });
    const packed = await ask({ path, headers: { 'accept-encoding': accepted } });
    expect(plain.bytes.length).toBeGreaterThan(4096);
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(packed.headers['content-encoding']).toBe(coding);
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect(Number(packed.headers['content-length'])).toBe(packed.bytes.length);
    expect(decode(packed.bytes).toString()).toBe(plain.text);
    expect(packed.headers.etag).toBe(plain.headers.etag);
    for (const { headers } of [plain, packed]) expect(headers.vary).toBe('Origin, Accept-Encoding');
  });

  test.each(['', 'identity', 'br;q=0, gzip;q=0', 'deflate', 'zstd'])(
    'comes plain to who accepts %j',
    async (accepted) => {
      const answer = await ask({ path, headers: { 'accept-encoding': accepted } });
      expect(answer.headers).not.toHaveProperty('content-encoding');
      expect(jsonOf(answer).items).not.toEqual([]);
    },
  );

  test('a short one always comes plain', async () => {
    const { headers } = await ask({ path: '/system/info', headers: { 'accept-encoding': 'br' } });
    expect(headers).not.toHaveProperty('content-encoding');
  });
});
