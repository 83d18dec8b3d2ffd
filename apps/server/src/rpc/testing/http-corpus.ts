import { failingRouter } from './failing-router.ts';
import type { RawRequest } from './raw-http.ts';

/** The header of a JSON body. */
export const json = { 'content-type': 'application/json' };
const q = (input: unknown): string => encodeURIComponent(typeof input === 'string' ? input : JSON.stringify(input));
/** A request by GET. */
export const get = (path: string, headers = {}): RawRequest => ({ url: `/trpc/${path}`, headers });
/** A request by POST, of JSON unless its headers say otherwise. */
export const post = (path: string, body?: unknown, headers = {}): RawRequest => ({
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
  'a stream that fails at its input': get(`count?input=${q('{"json":{"__proto__":1}}')}`),
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

/** Requests that we answer as the official adapter does, byte by byte. */
export const httpCorpus = { queries, mutations, batches, outputs, errors, streams, methods };
