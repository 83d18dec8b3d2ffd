import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Identity } from '@rookery/api';
import { expect, test } from 'vitest';
import { createUploadSlots } from './upload-slots.ts';

const own = { id: 'ann', sessionId: null, tokenId: null, role: 'user', scopes: null, expiresAt: new Date() } as const;
const ann: Identity = { kind: 'viewer', viewer: own };
const perCaller = 3;

/** A request that has come in, and its answer. */
async function exchange() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = once(server, 'request');
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n');
  const [req, res] = (await asked) as [IncomingMessage, ServerResponse];
  req.on('error', () => undefined);
  const leave = async (): Promise<void> => {
    if (!res.closed) await Promise.all([once(res, 'close'), socket.resetAndDestroy()]);
    server.close();
  };
  return { res, leave, [Symbol.asyncDispose]: leave };
}

test('a caller has some places, and has them again when his answers are out', async () => {
  const slots = createUploadSlots();
  await using last = await exchange();
  for (let round = 0; round < 2; round += 1) {
    const uploads = await Promise.all(Array.from({ length: perCaller }, exchange));
    for (const { res } of uploads) slots.take(ann, res);
    expect(() => slots.take(ann, last.res)).toThrow(expect.objectContaining({ reason: 'unavailable' }));
    await Promise.all(uploads.map(({ leave }) => leave()));
  }
});

test('whoever leaves while it is found out who he is keeps no place for ever', async () => {
  const slots = createUploadSlots();
  for (let gone = 0; gone < perCaller; gone += 1) {
    const { res, leave } = await exchange();
    await leave();
    slots.take(ann, res);
  }
  await using next = await exchange();
  expect(() => slots.take(ann, next.res)).not.toThrow();
});
