import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpRpc } from './http-handler.ts';
import { failingRouter, serializeToText } from './testing/failing-router.ts';
import { type RawRequest, sendBytes, sendRaw, serve, type TestServer } from './testing/raw-http.ts';

const shared = { router: failingRouter, createContext: () => ({ user: 'x' }), maxBatchSize: 5, maxBodySize: 2000 };
let ours: TestServer;
let theirs: TestServer;

beforeAll(async () => {
  ours = await serve(createHttpRpc({ ...shared, prefix: '/trpc', serialize: serializeToText }));
  theirs = await serve(createHTTPHandler({ ...shared, basePath: '/trpc/' }));
});

afterAll(async () => {
  await ours[Symbol.asyncDispose]();
  await theirs[Symbol.asyncDispose]();
});

const path = fc.oneof(
  fc.constantFrom(
    'hello',
    'echo',
    'store',
    'ping',
    'posts.byId',
    'nope',
    'lazily.loaded',
    'count',
    '__proto__',
    '',
    '%zz',
    '%2C',
    '..',
    'odd.mapOutput',
  ),
  fc.stringMatching(/^[!"$-~]{0,8}$/),
);
const paths = fc.array(path, { minLength: 1, maxLength: 7 }).map((list) => list.join(','));
const jsonText = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify({ json: value })),
  fc
    .dictionary(fc.constantFrom('0', '1', '2', 'x'), fc.record({ json: fc.jsonValue() }))
    .map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '{', '[[[[', 'null', '{"json":{"__proto__":1}}', '{"json":1,"meta":{"values":["regexp"]}}'),
);
const query = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'batch=1',
        'batch=',
        'batch',
        'connectionParams={}',
        '&',
        'input=%',
        'lastEventId=3',
        '%62atch=1',
      ),
      jsonText.map((text) => `input=${encodeURIComponent(text.toWellFormed())}`),
      fc.stringMatching(/^[!"$-~]{0,8}$/),
    ),
    { maxLength: 3 },
  )
  .map((parts) => (parts.length > 0 ? `?${parts.join('&')}` : ''));
const headers = fc.record(
  {
    'content-type': fc.constantFrom('application/json', 'application/json;charset=x', 'text/plain', '', 'a'),
    accept: fc.constantFrom('*/*', 'application/jsonl', 'text/event-stream'),
    'trpc-accept': fc.constantFrom('application/jsonl', 'x'),
  },
  { requiredKeys: [] },
);
const method = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('GET', 'POST') },
  fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
);
const request: fc.Arbitrary<RawRequest> = fc
  .record({ method, paths, query, headers, body: fc.option(jsonText) })
  .map((parts) => ({
    method: parts.method,
    url: `/trpc/${parts.paths}${parts.query}`,
    headers: parts.headers,
    ...(parts.body === null || parts.method === 'HEAD' ? {} : { body: parts.body }),
  }));

test('whatever is asked is answered with the status and the bytes of the official adapter', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const [mine, other] = await Promise.all([sendRaw(ours.port, asked), sendRaw(theirs.port, asked)]);
      expect([mine.status, mine.body]).toEqual([other.status, other.body]);
    }),
    { numRuns: 800 },
  );
});

test('bytes that are hardly HTTP neither end the process nor hang a client', { timeout: 60_000 }, async () => {
  const head = fc.constantFrom(
    'GET /trpc/hello HTTP/1.1\r\n',
    'POST /trpc/store HTTP/1.1\r\ncontent-type: application/json\r\n',
    'GET /trpc',
  );
  const line = fc.oneof(
    fc.constantFrom(
      'host: x\r\n',
      'content-length: 3\r\n',
      'content-length: -1\r\n',
      'transfer-encoding: chunked\r\n',
      'expect: 100-continue\r\n',
      '\r\n',
      'zz\r\n',
    ),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  const bytes = fc
    .tuple(head, fc.array(line, { maxLength: 6 }))
    .map(([first, rest]) => Buffer.from(first + rest.join(''), 'latin1'));
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const answer = await sendBytes(ours.port, sent, { end: true }).catch(() => ({ status: 0 }));
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
  expect((await sendRaw(ours.port, { url: '/trpc/hello' })).status).toBe(200);
});
