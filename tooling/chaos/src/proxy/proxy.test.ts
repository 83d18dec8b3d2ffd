import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProxy, type Passage } from './proxy.ts';

let server: Server;
let sockets: Socket[];
let passage: Passage;
beforeEach(async () => {
  sockets = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket.on('error', () => undefined));
    socket.on('data', (chunk) => socket.write(`answer to ${chunk}`)).on('end', () => socket.end('the end'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  passage = await openProxy(portOf(server));
});
afterEach(async () => {
  await passage[Symbol.asyncDispose]();
  for (const socket of sockets) socket.destroy();
  server.close();
});

function portOf(listener: Server): number {
  const address = listener.address();
  return address instanceof Object ? address.port : 0;
}

async function call(): Promise<Socket> {
  const socket = connect({ port: passage.port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  return socket.on('error', () => undefined);
}

async function answerTo(socket: Socket, request: string): Promise<string> {
  const answered = once(socket, 'data');
  socket.write(request);
  return String((await answered)[0]);
}

test('it carries both ways, slower and in order when told so', async () => {
  const socket = await call();
  expect(await answerTo(socket, 'one')).toBe('answer to one');
  passage.delay(30);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk));
  socket.write('two');
  passage.delay(0);
  socket.write('three');
  socket.end();
  await once(socket, 'end');
  expect(heard).toMatch(/^answer to two(answer to )?threethe end$/);
  socket.destroy();
});

test('a cut resets the client', async () => {
  const socket = await call();
  await answerTo(socket, 'one');
  const failed = once(socket, 'error');
  passage.cut();
  expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  expect(passage.links).toBe(0);
});

test('nothing goes through a stall, and all of it afterwards', async () => {
  const [stalled, other] = [await call(), await call()];
  await answerTo(stalled, 'one');
  passage.stall();
  let heard = '';
  stalled.on('data', (chunk) => (heard += chunk));
  stalled.write('two');
  passage.leadTo(portOf(server));
  const arrived = once(other, 'data');
  other.write('three');
  expect(heard).toBe('');
  passage.resume();
  await arrived;
  if (heard === '') await once(stalled, 'data');
  expect(heard).toBe('answer to two');
  for (const socket of [stalled, other]) socket.destroy();
});

test('half of a connection closes, and the other half still carries', async () => {
  const socket = await call();
  await answerTo(socket, 'one');
  const last = once(socket, 'data');
  passage.closeHalf('server');
  expect(String((await last)[0])).toBe('the end');
  socket.destroy();
});

test('requests arrive whose answers are lost, and sockets are left alone', async () => {
  passage.loseReplies((head) => head.includes('lose'));
  const [lost, kept, upgraded] = [await call(), await call(), await call()];
  const failed = once(lost, 'error');
  const arrived = sockets.length;
  lost.write('POST /lose HTTP/1.1\r\n\r\n');
  await failed;
  expect(arrived).toBeLessThanOrEqual(3);
  expect(await answerTo(kept, 'POST /keep HTTP/1.1\r\n\r\n')).toContain('answer to POST /keep');
  expect(await answerTo(upgraded, 'GET /lose HTTP/1.1\r\nUpgrade: websocket\r\n\r\n')).toContain('answer to GET');
  for (const socket of [kept, upgraded]) socket.destroy();
});

test('connections go where they are led', async () => {
  const other = createServer((socket) => void socket.on('error', () => undefined).end('elsewhere')).listen(
    0,
    '127.0.0.1',
  );
  await once(other, 'listening');
  passage.leadTo(portOf(other));
  const socket = connect({ port: passage.port, host: '127.0.0.1' });
  expect(String((await once(socket, 'data'))[0])).toBe('elsewhere');
  socket.destroy();
  other.close();
});
