import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sendBytes, sendRaw } from '../rpc/testing/raw-http.ts';
import { bindHttpServer, type HttpServer, type Listeners } from './http-server.ts';

const listeners: Listeners = {
  request: async (req, res) => {
    let size = 0;
    try {
      for await (const chunk of req) size += Buffer.from(chunk).length;
      res.end(String(size));
    } catch {
      res.destroy();
    }
  },
  upgrade: (_req, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nhello'),
};
const open: HttpServer[] = [];

async function bind(options: { requestMs?: number } = {}): Promise<HttpServer> {
  const server = await bindHttpServer({ port: 0, host: '127.0.0.1', ...options }, listeners);
  open.push(server);
  return server;
}

afterEach(async () => {
  for (const server of open.splice(0)) await server[Symbol.asyncDispose]();
});

test('a port that is taken is told in one line that names another', async () => {
  const { port } = await bind();
  const refusal = bindHttpServer({ port, host: '127.0.0.1' }, listeners);
  await expect(refusal).rejects.toMatchObject({
    name: 'SetupError',
    message: expect.stringContaining(`Port ${port}`),
    mend: expect.stringContaining('PORT='),
  });
});

test('a host that is not of this machine is told by its setting', async () => {
  const refusal = bindHttpServer({ port: 0, host: '192.0.2.1' }, listeners);
  await expect(refusal).rejects.toMatchObject({ name: 'SetupError', message: expect.stringContaining('HOST') });
});

test('headers that never end are cut off', async () => {
  const { port } = await bind({ requestMs: 150 });
  expect((await sendBytes(port, Buffer.from('GET / HTTP/1.1\r\nhost: x\r\nx-slow: '))).status).toBe(408);
});

test('a body that never ends is cut off', async () => {
  const { port } = await bind({ requestMs: 150 });
  const bytes = Buffer.from('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nslow');
  expect((await sendBytes(port, bytes)).status).toBe(408);
});

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['a header with a line break in its name', 'GET / HTTP/1.1\r\nhost: x\r\nbad header: 1\r\n\r\n', 400],
  ['a folded header', 'GET / HTTP/1.1\r\nhost: x\r\nx-a: 1\r\n x-b: 2\r\n\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc', 400],
  [
    'length and chunks together',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a chunk whose length is none', 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 400],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['headers without measure', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['TLS on a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01', 400],
])('%s is answered and cut off', async (_name, text, status) => {
  const { port } = await bind({ requestMs: 1000 });
  expect((await sendBytes(port, Buffer.from(text, 'latin1'), { end: true })).status).toBe(status);
  expect((await sendRaw(port, { url: '/' })).status).toBe(200);
});

test('an upgrade to anything but WebSocket is an ordinary request', async () => {
  const { port } = await bind();
  const headers = { connection: 'upgrade, close', upgrade: 'h2c' };
  expect((await sendRaw(port, { url: '/', headers: { ...headers, 'content-length': '0' } })).body).toBe('0');
  expect((await sendRaw(port, { url: '/', headers: { ...headers, upgrade: 'WebSocket' } })).status).toBe(101);
});

test('closing waits for answers under way and takes no more connections', async () => {
  const server = await bind();
  const socket = connect(server.port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nab');
  await once(socket, 'connect');
  expect((await sendRaw(server.port, { url: '/' })).status).toBe(200);
  const closed = server.close();
  await expect(sendRaw(server.port, { url: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  socket.write('cd');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('200 OK');
  await closed;
});
