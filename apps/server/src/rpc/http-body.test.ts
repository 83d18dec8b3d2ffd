import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { readBody } from './http-body.ts';

test('a body whose sender was gone before anybody read it fails, and nobody waits for it for ever', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = once(server, 'request');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf');
  const [req] = (await asked) as [IncomingMessage];
  req.on('error', () => undefined);
  socket.resetAndDestroy();
  await new Promise((gone) => req.once('close', gone));
  await expect(readBody(req, 100)).rejects.toMatchObject({ code: 'CLIENT_CLOSED_REQUEST' });
  server.close();
});
