import fc from 'fast-check';

const heads = [
  'GET /trpc/system.info HTTP/1.1\r\n',
  'POST /trpc/posts.create HTTP/1.1\r\ncontent-type: application/json\r\n',
  'GET /trpc/system.info HTTP/1.0\r\n',
  'GET /trpc/system.info HTTP/9.9\r\n',
  'GET /trpc/system.info\r\n',
  'GET  /  HTTP/1.1\r\n',
  'CONNECT 127.0.0.1:5432 HTTP/1.1\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'get / http/1.1\r\n',
  'OPTIONS * HTTP/1.1\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  '\r\n\r\n\r\nGET / HTTP/1.1\r\n',
  'GET /trpc',
];

const upgrade =
  'GET /trpc HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n';

const lines = [
  'host: x\r\n',
  'host: x\r\nhost: y\r\n',
  'content-length: 3\r\n',
  'content-length: -1\r\n',
  'content-length: 3\r\ncontent-length: 4\r\n',
  'content-length: 99999999999999999999\r\n',
  'transfer-encoding: chunked\r\n',
  'transfer-encoding: chunked\r\ncontent-length: 3\r\n',
  'transfer-encoding: xchunked\r\n',
  'expect: 100-continue\r\n',
  'connection: keep-alive, upgrade\r\n',
  'upgrade: websocket\r\n',
  'sec-websocket-key: x\r\n',
  'sec-websocket-version: 99\r\n',
  ' folded: x\r\n',
  'no colon\r\n',
  'bad name : x\r\n',
  'a: b\nc: d\n',
  'nul: \0\r\n',
  `long: ${'x'.repeat(20_000)}\r\n`,
  '\r\n',
  'zz\r\n',
  'ffffffffffffffff\r\n',
  '3\r\n{"j\r\n0\r\n\r\n',
  '3;ext=1\r\nabc\r\n',
  'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(40),
];

const line = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...lines) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')) },
);

/** Bytes that begin like HTTP, or like an upgrade, and go on like nothing. */
export const nearlyHttp: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom(...heads, upgrade), fc.array(line, { maxLength: 6 }))
  .map(([head, rest]) => Buffer.from(head + rest.join(''), 'latin1'));

const handshake = `${upgrade}sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

const frames = [
  [0xff, 0xff, 0xff, 0xff],
  [0x81, 0x05, 1, 2, 3, 4, 5],
  [0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
  [0x81, 0xfe, 0xff, 0xff, 0, 0, 0, 0],
  [0x88, 0x81, 0, 0, 0, 0, 1],
  [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe7],
  [0x89, 0xff, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
  [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28],
  [0x09, 0x80, 0, 0, 0, 0],
  [0x00, 0x81, 0, 0, 0, 0, 1],
  [0x01, 0x81, 0, 0, 0, 0, 0x7b, 0x81, 0x81, 0, 0, 0, 0, 0x7d],
  [0xc1, 0x81, 0, 0, 0, 0, 1],
  [0x83, 0x80, 0, 0, 0, 0],
  [0x8a, 0x80, 0, 0, 0, 0],
  [0x81, 0x82, 0, 0, 0, 0, 0x7b, 0x7d],
].map((bytes) => Buffer.from(bytes));

const frame = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...frames) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)) },
);

/** A handshake, and then bytes that begin like frames. */
export const nearlyWebSocket: fc.Arbitrary<Buffer> = fc
  .array(frame, { minLength: 1, maxLength: 5 })
  .map((list) => Buffer.concat([Buffer.from(handshake), ...list]));
