import fc from 'fast-check';
import { hostileHeaders } from '../hostile/headers.ts';
import type { WireRequest } from './wire-request.ts';

/** One thing wrong with a whole request. */
export type Twist = (request: WireRequest) => WireRequest;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH'];

/** NOTE: HEAD is a GET of which the body is left out. */
const otherMethod: fc.Arbitrary<Twist> = fc.oneof(
  fc.constant<Twist>((request) => (request.method === 'GET' ? { ...request, method: 'HEAD' } : request)),
  fc.constantFrom(...methods).map(
    (method): Twist =>
      (request) => ({ ...request, method, operation: method === request.method ? request.operation : null }),
  ),
);

const spoils = [
  '%zz',
  '%00',
  '%ff',
  '%2e%2e/',
  '/../',
  '/./',
  '/',
  '//',
  '%2F',
  '%5c',
  '%',
  '+',
  ';',
  '..',
  'é',
  '\x7f',
  '#',
  '%c0%ae',
];

/** Something put into the path, which may make it another. */
const oddPath: fc.Arbitrary<Twist> = fc.tuple(fc.constantFrom(...spoils), fc.nat()).map(
  ([spoil, nth]): Twist =>
    (request) => {
      const end = request.target.search(/[?#]|$/);
      const at = 1 + (nth % end);
      const target = request.target.slice(0, at) + spoil + request.target.slice(at);
      return { ...request, target, operation: null, broken: request.broken || /[^!-~]/.test(spoil) };
    },
);

const whole: fc.Arbitrary<Twist> = fc
  .constantFrom(
    '*',
    '/',
    '//',
    '/api/v1',
    '/api/v1/',
    '/api/v2/posts',
    '/api/v1/__proto__',
    '/api/v1/posts/../../trpc/me.get',
    'http://x/api/v1/posts',
  )
  .map(
    (target): Twist =>
      (request) => ({ ...request, target, operation: null }),
  );

const queries = [
  'x=1',
  'limit=0',
  'limit=101',
  'limit=1&limit=2',
  'limit=1e3',
  'limit=9007199254740993',
  'limit=%00',
  'cursor=',
  'cursor=bm9wZQ',
  `cursor=${'e'.repeat(3_000)}`,
  '%zz=%zz',
  '__proto__=1',
  'a[b]=c&a.b=c',
  '&&&=',
  '?',
  ';',
  '%ff',
  'unreadOnly=yes',
  'ids=,,,',
  `ids=${'x,'.repeat(1_500)}`,
];

const oddQuery: fc.Arbitrary<Twist> = fc.constantFrom(...queries).map(
  (query): Twist =>
    (request) => ({ ...request, target: `${request.target}${request.target.includes('?') ? '&' : '?'}${query}` }),
);

const tooLong: fc.Arbitrary<Twist> = fc.constantFrom<Twist[]>(
  (request) => ({ ...request, target: `${request.target}?x=${'y'.repeat(20_000)}`, broken: true }),
  (request) => ({ ...request, headers: [...request.headers, ['x-long', 'y'.repeat(20_000)]], broken: true }),
  (request) => ({
    ...request,
    headers: [...request.headers, ...Array.from({ length: 3_000 }, (_, n): [string, string] => [`x${n}`, ''])],
    broken: true,
  }),
);

const contentTypes = [
  '',
  'text/plain',
  'application/jsonx',
  'application/json; charset=utf-16',
  'application/problem+json',
  'APPLICATION/JSON;;',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '\xff',
];

const otherType: fc.Arbitrary<Twist> = fc.option(fc.constantFrom(...contentTypes)).map(
  (type): Twist =>
    (request) => ({
      ...request,
      headers: [
        ...request.headers.filter(([name]) => name !== 'content-type'),
        ...(type === null ? [] : [['content-type', type] as const]),
      ],
    }),
);

const added: readonly (readonly [string, string])[] = [
  ['idempotency-key', ''],
  ['idempotency-key', 'k'.repeat(256)],
  ['idempotency-key', '\xff\xfe'],
  ['idempotency-key', 'a, b'],
  ['authorization', 'Bearer x'],
  ['authorization', 'Basic YTpi'],
  ['authorization', `Bearer rk_${'a'.repeat(40)}`],
  ['if-none-match', '"'],
  ['if-none-match', `${'W/"x", '.repeat(500)}*`],
  ['last-event-id', '\xff'],
  ['last-event-id', 'x'.repeat(600)],
  ['last-event-id', '0-0-0'],
  ['accept-encoding', 'br;q=0.5, gzip;q=x, *;q=0'],
  ['accept-encoding', 'gzip'],
  ['accept-encoding', 'identity;q=0'],
  ['accept', 'application/xml'],
  ['accept', ';;;'],
  ['x-request-id', '<script>'],
  ['x-request-id', 'my-own-request-id'],
  ['origin', 'https://evil.example'],
  ['cookie', '__Host-rookery_refresh=x; ='],
  ['range', 'bytes=0-1'],
  ['content-encoding', 'gzip'],
  ['x-forwarded-for', '1.2.3.4, ::1'],
  ['expect', '100-continue'],
];

/** Headers that come twice when they were there already. */
const moreHeaders: fc.Arbitrary<Twist> = fc.array(fc.constantFrom(...added), { minLength: 1, maxLength: 3 }).map(
  (headers): Twist =>
    (request) => ({ ...request, headers: [...request.headers, ...headers] }),
);

/** Headers of which nobody can say what HTTP makes of them. */
const brokenHeaders: fc.Arbitrary<Twist> = hostileHeaders.map(
  (headers): Twist =>
    (request) => ({ ...request, headers: [...request.headers, ...Object.entries(headers)], broken: true }),
);

const framing: fc.Arbitrary<Twist> = fc.constantFrom<Twist[]>(
  (request) => ({ ...request, chunked: true }),
  (request) => ({ ...request, chunked: true, body: request.body ?? Buffer.from('{}') }),
  (request) => (request.body ? { ...request, half: true, broken: true } : request),
  (request) => ({ ...request, headers: [...request.headers, ['content-length', '-1']], broken: true }),
  (request) => ({
    ...request,
    headers: [...request.headers, ['transfer-encoding', 'xchunked']],
    broken: true,
    half: true,
  }),
);

/** Something wrong with a request. */
export const requestTwist: fc.Arbitrary<Twist> = fc.oneof(
  { weight: 3, arbitrary: otherMethod },
  { weight: 3, arbitrary: oddPath },
  { weight: 1, arbitrary: whole },
  { weight: 4, arbitrary: oddQuery },
  { weight: 1, arbitrary: tooLong },
  { weight: 2, arbitrary: otherType },
  { weight: 5, arbitrary: moreHeaders },
  { weight: 2, arbitrary: brokenHeaders },
  { weight: 2, arbitrary: framing },
);
