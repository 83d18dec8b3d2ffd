import type { IncomingMessage } from 'node:http';
import type { TRPCError } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttpRpc } from './http-handler.ts';
import { failingRouter, serializeToText } from './testing/failing-router.ts';
import { type RawAnswer, type RawRequest, sendBytes, sendRaw, serve, type TestServer } from './testing/raw-http.ts';

const maxBodySize = 4096;
const failures: { ours: string[]; theirs: string[] } = { ours: [], theirs: [] };
let ours: TestServer;
let theirs: TestServer;

beforeAll(async () => {
  const shared = { router: failingRouter, maxBatchSize: 5, maxBodySize };
  ours = await serve(
    createHttpRpc({
      ...shared,
      prefix: '/trpc',
      serialize: serializeToText,
      createContext: ({ req }) => contextOf(req),
      allowsUpload: (path) => path === 'upload',
      onError: (failure) => failures.ours.push(summary(failure)),
    }),
  );
  theirs = await serve(
    createHTTPHandler({
      ...shared,
      basePath: '/trpc/',
      createContext: ({ req }) => contextOf(req),
      onError: (failure) => failures.theirs.push(summary(failure)),
    }),
  );
});

afterAll(async () => {
  await ours[Symbol.asyncDispose]();
  await theirs[Symbol.asyncDispose]();
});

function contextOf(req: IncomingMessage): { user: string } {
  if (req.headers['x-context'] === 'throw') throw new Error('no context');
  return { user: String(req.headers['x-user'] ?? 'nobody') };
}

function summary(failure: {
  error: TRPCError;
  path: string | undefined;
  type: string;
  input: unknown;
  ctx?: unknown;
}): string {
  const { error, path, type, input, ctx } = failure;
  return JSON.stringify([error.code, error.message, path, type, input, ctx]);
}

async function both(request: RawRequest): Promise<{ ours: RawAnswer; theirs: RawAnswer }> {
  return { ours: await sendRaw(ours.port, request), theirs: await sendRaw(theirs.port, request) };
}

function compared({ status, headers, body }: RawAnswer): unknown {
  const { 'content-type': contentType, vary, allow } = headers;
  return { status, contentType, vary, allow, body };
}

const json = { 'content-type': 'application/json' };
const q = (input: unknown): string => encodeURIComponent(typeof input === 'string' ? input : JSON.stringify(input));
const get = (path: string, headers = {}): RawRequest => ({ url: `/trpc/${path}`, headers });
const post = (path: string, body?: unknown, headers = {}): RawRequest => ({
  method: 'POST',
  url: `/trpc/${path}`,
  headers: { ...json, ...headers },
  ...(body === undefined
    ? {}
    : { body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
});
const wired = (value: unknown): { json: unknown } => ({ json: value });
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const queries: Record<string, RawRequest> = {
  'a query': get('hello'),
  'a query with a context': get('hello', { 'x-user': 'ann' }),
  'a query with input': get(`posts.byId?input=${q(wired({ id: '1' }))}`),
  'a query with plus signs for spaces': get(`echo?input={"json":"a+b"}`),
  'an input that breaks the schema': get(`posts.byId?input=${q(wired({ id: 1 }))}`),
  'no input where one is needed': get('posts.byId'),
  'an empty input': get('posts.byId?input='),
  'an input that is no JSON': get('posts.byId?input=%7B'),
  'an input that is not wrapped': get(`posts.byId?input=${q({ id: '1' })}`),
  'null for input': get('posts.byId?input=null'),
  'bad input for a procedure without any': get('hello?input=%7B'),
  'two inputs': get(`echo?input=${q(wired(1))}&input=${q(wired(2))}`),
  'an encoded parameter name': get(`echo?%69nput=${q(wired(1))}`),
  'a date in the input': get(`echo?input=${q({ json: '2020-01-01T00:00:00.000Z', meta: { values: ['Date'], v: 1 } })}`),
  'undefined in the input': get(`echo?input=${q({ json: { a: null }, meta: { values: { a: ['undefined'] }, v: 1 } })}`),
  'a regexp in the input': get(`echo?input=${q({ json: '/x/', meta: { values: ['regexp'], v: 1 } })}`),
  'an input that is too deep': get(`echo?input=${q(`{"json":${nested(40)}}`)}`),
  'a parameter that nobody knows': get('hello?x=1&&=&y'),
  'an empty query': get('hello?'),
  'batch that is not 1': get('hello?batch=2'),
  'connection parameters': get(`hello?connectionParams=${q({ token: 'x' })}`),
  'broken connection parameters': get('hello?connectionParams=%7B'),
  'unicode in the input': get(`echo?input=${q(wired('ü🎈\u2028'))}`),
  'a bare percent sign in the input': get('echo?input={"json":"%"}'),
  'bytes that are no UTF-8 in the input': get('echo?input={"json":"%ff"}'),
  'an unknown procedure': get('nope'),
  'the name of a router': get('posts'),
  'a prototype name': get('__proto__'),
  constructor: get('constructor'),
  toString: get('toString'),
  'no path': get(''),
  'the bare prefix': { url: '/trpc' },
  'a trailing slash': get('hello/'),
  'two slashes': get('/hello'),
  'a path that is encoded': get('%68ello'),
  'a path that is encoded badly': get('%zzhello'),
  'a path of half a character': get('%ff'),
  'dots in the path': get('../trpc/hello'),
  'a backslash': get('\\hello'),
  'a fragment': get('hello#x'),
  'a comma without batch': get('hello,hello'),
  'a name with dash and underscore': get('odd-names_here'),
  'a lazy router': get('lazily.loaded'),
  'a lazy router again': get('lazily.loaded'),
  'an absolute URL': { url: 'http://localhost/trpc/hello' },
  'a mutation by GET': get('ping'),
  'a GET with a JSON content type': get('hello', json),
  'a GET with another content type': get('hello', { 'content-type': 'text/plain' }),
  'a GET with a charset': get('hello', { 'content-type': 'Application/JSON; charset=utf-8' }),
  'a context that throws': get('hello', { 'x-context': 'throw' }),
};

const mutations: Record<string, RawRequest> = {
  'a mutation': post('posts.create', wired({ text: 'hi' })),
  'a mutation with a date': post('posts.create', {
    json: { text: 'hi', at: '2020-01-01T00:00:00.000Z' },
    meta: { values: { at: ['Date'] }, v: 1 },
  }),
  'a mutation without body': post('ping'),
  'a mutation with an empty body': post('ping', ''),
  'no body where one is needed': post('posts.create'),
  'a body that breaks the schema': post('posts.create', wired({ text: '' })),
  'a body that is no JSON': post('store', '{'),
  'a body that is no JSON for a procedure without input': post('ping', '{'),
  'a body of null': post('store', 'null'),
  'a body of a number': post('store', '5'),
  'a body with a byte order mark': post('store', '\ufeff{"json":1}'),
  'a body that is no UTF-8': post(
    'store',
    Buffer.from([0x7b, 0x22, 0x6a, 0x73, 0x6f, 0x6e, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]),
  ),
  'a body that is too deep': post('store', `{"json":${nested(1000)}}`),
  'a body with __proto__': post('store', '{"json":{"__proto__":{"a":1}}}'),
  'a charset': post('ping', undefined, { 'content-type': 'application/json; charset=utf-8' }),
  'a content type in capitals': post('ping', undefined, { 'content-type': 'APPLICATION/JSON' }),
  'no content type': { method: 'POST', url: '/trpc/ping' },
  'a form': post('ping', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
  'plain text': post('ping', '{}', { 'content-type': 'text/plain' }),
  'a content type that only begins like JSON': post('ping', '{}', { 'content-type': 'application/jsonx' }),
  'two content types in one': post('ping', '{}', { 'content-type': 'application/json, multipart/form-data' }),
  'a query by POST': post('hello'),
  'a subscription by POST': post('count'),
  'an unknown procedure by POST': post('nope', wired(1)),
  'a context that throws, by POST': post('ping', undefined, { 'x-context': 'throw' }),
};

const batches: Record<string, RawRequest> = {
  'a batch of queries': get(`hello,echo?batch=1&input=${q({ 1: wired(2) })}`),
  'a batch of one': get('hello?batch=1'),
  'a batch without input': get('hello,posts.byId?batch=1'),
  'the same call twice': get('hello,hello?batch=1'),
  'a batch with a failure': get('hello,failing.error?batch=1'),
  'a batch of failures alike': get('failing.error,failing.late?batch=1'),
  'a batch of failures of two kinds': get(`failing.error,posts.byId?batch=1&input=${q({ 1: wired(2) })}`),
  'a batch with an unknown procedure': get('hello,nope?batch=1'),
  'a batch of kinds mixed': post('ping,hello?batch=1', {}),
  'a batch with a subscription': get('hello,count?batch=1'),
  'a batch with holes': get('hello,,hello?batch=1'),
  'a batch of commas': get(',,?batch=1'),
  'an encoded comma': get('hello%2Chello?batch=1'),
  'a batch at the limit': get('hello,hello,hello,hello,hello?batch=1'),
  'a batch over the limit': get('hello,hello,hello,hello,hello,hello?batch=1'),
  'a batch of a thousand': get(`${'hello,'.repeat(999)}hello?batch=1`),
  'a batch of mutations': post('ping,store?batch=1', { 1: wired({ a: [1] }) }),
  'a batch body that is a list': post('store,store?batch=1', [wired(1), wired(2)]),
  'a batch body that is null': post('store,store?batch=1', 'null'),
  'a batch body that is text': post('store,store?batch=1', '"x"'),
  'a batch body with strange keys': post('store?batch=1', { '00': wired(1), __proto__: 1, 7: wired(2) }),
  'a batch with one input that cannot be read': post('ping,store,store?batch=1', { 1: wired(1), 2: 7 }),
  'a batch body that is no JSON': post('ping,store?batch=1', '{'),
  'batch twice': get('hello,hello?batch=1&batch=0'),
  'a batch with a context that throws': get('hello,hello?batch=1', { 'x-context': 'throw' }),
  'a batch with an output that cannot be told': get('hello,odd.pollutingOutput?batch=1'),
  'a batch with a stream': get('hello,odd.streamOutput?batch=1'),
  'a batch with an error that cannot be shaped': get('hello,failing.formatter?batch=1'),
};

const outputs = Object.fromEntries(
  [...Object.keys(failingRouter.odd), ...Object.keys(failingRouter.failing)].map((name): [string, RawRequest] => [
    `the procedure ${name}`,
    get(name in failingRouter.odd ? `odd.${name}` : `failing.${name}`),
  ]),
);

const errorCodes = [
  'PARSE_ERROR',
  'UNAUTHORIZED',
  'CONFLICT',
  'TOO_MANY_REQUESTS',
  'SERVICE_UNAVAILABLE',
  'CLIENT_CLOSED_REQUEST',
];
const errors = Object.fromEntries(
  errorCodes.map((code): [string, RawRequest] => [`the error ${code}`, get(`failing.code?input=${q(wired(code))}`)]),
);

const streams: Record<string, RawRequest> = {
  'a streamed batch': get('hello,odd.promiseOutput?batch=1', { 'trpc-accept': 'application/jsonl' }),
  'a streamed batch by accept': get('hello?batch=1', { accept: 'text/html, application/jsonl' }),
  'a stream that is no batch': get('hello', { 'trpc-accept': 'application/jsonl' }),
  'a subscription by server-sent events': get(`count?input=${q(wired(3))}`, { accept: 'text/event-stream' }),
};

const methods = Object.fromEntries(
  ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].flatMap((method): [string, RawRequest][] => [
    [`${method}`, { ...get('hello'), method }],
    [`${method} with JSON`, { ...post('store', wired(1)), method }],
  ]),
);

describe.each(Object.entries({ queries, mutations, batches, outputs, errors, streams, methods }))(
  'answers %s as the official adapter',
  (_, corpus) => {
    test.each(Object.entries(corpus))('%s', async (_name, request) => {
      failures.ours.length = 0;
      failures.theirs.length = 0;
      const answers = await both(request);
      expect(compared(answers.ours)).toEqual(compared(answers.theirs));
      expect(failures.ours).toEqual(failures.theirs);
    });
  },
);

const form = (boundary: string): RawRequest => ({
  method: 'POST',
  url: '/trpc/upload',
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--${boundary}--\r\n`,
});

describe('differs from the official adapter on purpose', () => {
  test('multipart forms and raw bytes reach no procedure that is not made for them', async () => {
    const refused = [
      { ...form('x'), url: '/trpc/ping' },
      { ...form('x'), url: '/trpc/ping', headers: { 'content-type': 'Multipart/Form-Data;boundary=x' } },
      { ...form('x'), url: '/trpc/%70ing' },
      { ...form('x'), url: '/trpc/upload,ping?batch=1' },
      { ...form('x'), url: '/trpc/ping', headers: { 'content-type': 'application/octet-stream' } },
    ];
    for (const request of refused) expect((await sendRaw(ours.port, request)).status).toBe(415);
    expect((await sendRaw(theirs.port, refused[0] as RawRequest)).status).toBe(200);
  });

  test('a body over the limit is one refusal, announced or not, read by the procedure or not', async () => {
    const large = 'x'.repeat(maxBodySize + 1);
    const chunked = { 'transfer-encoding': 'chunked' };
    const requests = [
      post('store', large),
      post('ping', large),
      post('ping,ping?batch=1', large),
      { ...post('nope', large) },
    ];
    for (const request of requests) {
      const answer = await sendRaw(ours.port, request);
      expect([answer.status, JSON.parse(answer.body).error.json.data.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    }
    const sizes = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    const unannounced = { method: 'POST', url: '/trpc/ping', headers: { ...json, ...chunked } };
    const head = `POST ${unannounced.url} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
    expect((await sendBytes(ours.port, Buffer.from(head + sizes))).status).toBe(413);
    expect((await sendRaw(theirs.port, post('ping', large))).status).toBe(200);
  });

  test('a method that no Request can have is refused rather than a bug', async () => {
    const answers = await both({ ...get('hello'), method: 'TRACE' });
    expect([answers.ours.status, answers.theirs.status]).toEqual([405, 500]);
  });

  test('a Host that is no host does not matter', async () => {
    const answers = await both(get('hello', { host: 'a b' }));
    expect([answers.ours.status, answers.theirs.status]).toEqual([200, 400]);
  });

  test('a plain answer tells its length and keeps what varied before', async () => {
    const vary = createHttpRpc({ router: failingRouter, prefix: '/trpc', createContext: () => ({ user: 'x' }) });
    await using server = await serve((req, res) => {
      res.setHeader('vary', 'Origin');
      vary(req, res);
    });
    const { headers, body } = await sendRaw(server.port, get('hello'));
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(headers.vary).toBe('Origin, trpc-accept, accept');
  });
});
