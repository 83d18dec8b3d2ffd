import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query, stop, subscription } from './testing/messages.ts';
import { RawSocket } from './testing/raw-ws.ts';
import { type LiveServer, serveLive } from './testing/ws-server.ts';

let server: LiveServer;
const rejections: unknown[] = [];
const onRejection = (cause: unknown): void => void rejections.push(cause);

beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  server = await serveLive();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  process.off('unhandledRejection', onRejection);
  expect(rejections).toEqual([]);
});

async function expectAlive(): Promise<void> {
  await using socket = await RawSocket.open(server.url);
  socket.send(query(1, 'whoami'));
  expect(await socket.frame(0)).toEqual({ id: 1, result: { type: 'data', data: { json: 'nobody' } } });
}

const badRequest = { id: null, error: { json: { data: { code: 'BAD_REQUEST' } } } };
const tiny = Array.from({ length: 20_000 }, () => 1);
const calls = Array.from({ length: 20_000 }, (_, id) => query(id, 'whoami'));

test.each([
  ['20,000 calls within the size of a frame', tiny, null],
  ['20,000 whole calls', calls, 1009],
  ['1 MB of nothing', ' '.repeat(1_000_000), 1009],
])('%s get one answer', async (_, frame, code) => {
  await using socket = await RawSocket.open(server.url);
  socket.send(frame);
  expect(await socket.frame(0)).toMatchObject(badRequest);
  if (code === null) await socket.settled();
  else expect(await socket.closed).toBe(code);
  expect(socket.frames.filter((text) => text !== 'PONG')).toHaveLength(1);
  await expectAlive();
});

test('a frame in 16,000 pieces ends its socket alone', async () => {
  await using socket = await RawSocket.open(server.url);
  for (let count = 0; count < 16_000; count++) socket.ws.send('x', { fin: false });
  expect(await socket.closed).toBeGreaterThanOrEqual(1006);
  await expectAlive();
});

test('input that is nested deeply fails its own call', async () => {
  await using socket = await RawSocket.open(server.url);
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  socket.send(
    `[{"id":1,"method":"query","params":{"path":"echo","input":{"json":${deep}}}},${JSON.stringify(query(2, 'whoami'))}]`,
  );
  await socket.until(() => socket.frames.length === 2);
  const frames = socket.frames.map((frame) => JSON.parse(frame)).toSorted((a, b) => a.id - b.id);
  expect(frames[0]).toMatchObject({ id: 1, error: { json: { data: { code: 'BAD_REQUEST' } } } });
  expect(frames[1]).toMatchObject({ id: 2, result: {} });
});

test.each([
  { json: '/(a+)+$/', meta: { values: ['regexp'], v: 1 } },
  { json: [], meta: { values: ['map'], v: 1 } },
  { json: '9'.repeat(60_000), meta: { values: ['bigint'], v: 1 } },
  null,
  7,
])('input that nobody should build fails its own call', async (input) => {
  await using socket = await RawSocket.open(server.url);
  socket.send({ id: 1, method: 'query', params: { path: 'echo', input } });
  expect(await socket.frame(0)).toMatchObject({ id: 1, error: { json: { data: { code: 'BAD_REQUEST' } } } });
});

test('binary frames are refused, and the socket goes on', async () => {
  await using socket = await RawSocket.open(server.url);
  socket.send(Buffer.from(JSON.stringify(query(1, 'whoami'))), Buffer.from('PING'));
  expect(await socket.frame(1)).toMatchObject({ id: null, error: {} });
  await socket.settled();
});

test('the same subscription a thousand times is one', async () => {
  await using socket = await RawSocket.open(server.url);
  for (let count = 0; count < 1000; count++) socket.send(subscription(1, 'live'));
  await socket.until(() => socket.frames.length === 1000);
  expect(socket.frames.filter((frame) => frame.includes('started'))).toHaveLength(1);
  expect(server.rpc.stats().subscriptions).toBe(1);
  for (let count = 0; count < 1000; count++) socket.send(stop(1), stop('1'), stop(null));
  await socket.settled();
  expect(server.rpc.stats().subscriptions).toBe(0);
});

test('starting and stopping in one breath leaves nothing behind', async () => {
  await using socket = await RawSocket.open(server.url);
  for (let id = 0; id < 500; id++)
    socket.send([subscription(id, 'live'), stop(id), subscription(id, 'forever'), stop(id)]);
  await socket.until(() => socket.frames.length === 1000);
  expect(socket.frames.filter((frame) => !/stopped|Duplicate|TOO_MANY/.test(frame))).toEqual([]);
  while (server.rpc.stats().subscriptions > 0) await socket.settled();
  expect(server.topic.readers.size).toBe(0);
});

test('handshakes and frames that are broken end their own socket alone', async () => {
  const handshake =
    'GET /trpc HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
  const bad = [
    Buffer.from([0xff, 0xff, 0xff, 0xff]),
    Buffer.from([0x81, 0x05, 1, 2, 3, 4, 5]),
    Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
    Buffer.from([0x88, 0x81, 0, 0, 0, 0, 1]),
    Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]),
    Buffer.from([0x09, 0x80, 0, 0, 0, 0]),
    ...Array.from({ length: 20 }, () => randomBytes(64)),
  ];
  for (const bytes of bad) {
    const socket = net.connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(handshake);
    await once(socket, 'data');
    socket.end(bytes);
    socket.resume();
    await once(socket, 'close');
  }
  await expectAlive();
});

test('any text is answered or ignored', { timeout: 60_000 }, async () => {
  const id = fc.oneof(fc.integer(), fc.string({ maxLength: 3 }), fc.constant(null), fc.jsonValue({ maxDepth: 1 }));
  const path = fc.oneof(
    fc.constantFrom('whoami', 'echo', 'store', 'live', 'count', 'forever', 'failing', 'nope', '__proto__', ''),
    fc.string({ maxLength: 4 }),
  );
  const method = fc.constantFrom('query', 'mutation', 'subscription', 'subscription.stop', 'connectionParams', '');
  const call = fc.record(
    {
      id,
      method,
      jsonrpc: fc.constantFrom('2.0', '1.0'),
      params: fc.record(
        {
          path,
          input: fc.oneof(fc.record({ json: fc.jsonValue() }), fc.jsonValue()),
          lastEventId: fc.oneof(fc.string({ maxLength: 3 }), fc.integer()),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  const frame = fc.oneof(call, fc.array(call, { maxLength: 6 }), fc.jsonValue()).map((value) => JSON.stringify(value));
  const text = fc.oneof({ weight: 4, arbitrary: frame }, fc.string({ unit: 'grapheme', maxLength: 30 }));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (frames) => {
      await using socket = await RawSocket.open(server.url);
      socket.send(...frames);
      await socket.settled();
      for (const answer of socket.frames)
        expect(answer === 'PONG' || typeof JSON.parse(answer) === 'object').toBe(true);
    }),
    { numRuns: 300 },
  );
  await using last = await RawSocket.open(server.url);
  while (server.rpc.stats().sockets > 1) await last.settled();
  expect(server.rpc.stats().subscriptions).toBe(0);
});
