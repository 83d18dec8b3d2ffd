import fc from 'fast-check';

const odd = fc.constantFrom(
  '',
  ' ',
  ',',
  ';;;=',
  '\xff\xfe\x80',
  '"',
  '%00',
  'x'.repeat(3_000),
  '__proto__',
  '*',
  '-1',
  '[object Object]',
);

const byName: Record<string, fc.Arbitrary<string>> = {
  'idempotency-key': fc.oneof(fc.constantFrom('a key', 'another key', 'k'.repeat(255), 'k'.repeat(256)), odd),
  authorization: fc.constantFrom(
    '',
    'Bearer',
    'Bearer  ',
    'bearer x',
    'Basic YTpi',
    'Bearer a b',
    'Bearer \xff',
    'rk_',
    `Bearer ${'x'.repeat(7_000)}`,
  ),
  cookie: fc.constantFrom(
    '__Host-rookery_refresh',
    '__Host-rookery_refresh=',
    '__Host-rookery_refresh=\xff',
    '=;=;;',
    'a=b; '.repeat(500),
    '__Host-rookery_refresh="x"; __Host-rookery_refresh=y',
  ),
  'content-type': fc.constantFrom(
    '',
    'text/plain',
    'application/jsonx',
    'application/json; charset=utf-16',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'APPLICATION/JSON;;',
    '\xff',
  ),
  accept: fc.constantFrom('application/jsonl', 'text/event-stream', 'application/xml', ''),
  'trpc-accept': fc.constantFrom('application/jsonl', 'text/event-stream', 'x'),
  'x-forwarded-for': fc.constantFrom('::1', '1.2.3.4, evil', ','.repeat(900), '\xff', '::ffff:999.1.1.1'),
  'x-request-id': odd,
  'user-agent': odd,
  'accept-encoding': odd,
  'content-encoding': fc.constantFrom('gzip', 'br', 'x'),
  origin: fc.constantFrom('null', 'http://[', 'https://evil.example', ''),
  referer: odd,
  'x-rookery-csrf': odd,
  host: fc.constantFrom('', '[', 'a b', 'x:99999', '\xff', 'evil.example', '//', '@'),
  expect: fc.constantFrom('100-continue', '200-ok'),
  range: fc.constantFrom('bytes=0-', 'bytes=9-1'),
  'last-event-id': odd,
  upgrade: fc.constantFrom('websocket', 'h2c', 'x'),
  'access-control-request-method': odd,
  'if-none-match': odd,
  'transfer-encoding': fc.constantFrom('identity', 'gzip, chunked'),
};

const header = fc.constantFrom(...Object.entries(byName)).chain(([name, value]) => fc.tuple(fc.constant(name), value));

/** No header, a few odd ones, or more than fit. */
export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 5, arbitrary: header.map(([name, value]) => ({ [name]: value })) },
  { weight: 5, arbitrary: byName['idempotency-key']?.map((key) => ({ 'idempotency-key': key })) ?? fc.constant({}) },
  { weight: 3, arbitrary: fc.array(header, { maxLength: 6 }).map((list) => Object.fromEntries(list)) },
  { weight: 1, arbitrary: fc.constantFrom(90, 2_100).map((count) => many(count)) },
);

function many(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, 'x']));
}
