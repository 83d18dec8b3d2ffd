import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { subscription } from './testing/messages.ts';
import { RawSocket } from './testing/raw-ws.ts';
import { handClock, serveLive } from './testing/ws-server.ts';

test('a socket that never reads is held back, then cut off, and does not grow the process', async () => {
  const clock = handClock();
  await using server = await serveLive({ now: clock.now, limits: { maxBacklog: 64 * 1024 } });
  const deaf = net.connect(server.port, '127.0.0.1');
  deaf.on('error', () => undefined);
  deaf.write(
    'GET /trpc HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(deaf, 'data');
  deaf.pause();
  deaf.write(maskedFrame(JSON.stringify(subscription(1, 'live'))));
  await using reader = await RawSocket.open(server.url);
  reader.send(subscription(1, 'live'));
  while (server.topic.readers.size < 2) await reader.settled();
  const text = 'x'.repeat(50_000);
  for (let count = 0; count < 400; count++) {
    const frames = reader.frames.length;
    server.topic.publish(text);
    await reader.until(() => reader.frames.length > frames);
  }
  expect(server.rpc.stats().backlog).toBeLessThan(64 * 1024 + 2 * 50_100);
  expect(server.rpc.stats().sockets).toBe(2);
  clock.advance(10_000);
  while (server.rpc.stats().sockets > 1) await reader.settled();
  expect(server.topic.readers.size).toBe(1);
  deaf.destroy();
});

test('a slow reader misses nothing: what was not taken comes when it has caught up', async () => {
  const maxBacklog = 64 * 1024;
  await using server = await serveLive({ limits: { maxBacklog } });
  await using live = await RawSocket.open(server.url);
  live.send(subscription(1, 'live'));
  await live.frame(0);
  live.ws.pause();
  while (server.rpc.stats().backlog <= maxBacklog) server.topic.publish('x'.repeat(10_000));
  const backlog = server.rpc.stats().backlog;
  for (let count = 0; count < 50; count++) server.topic.publish('x'.repeat(10_000));
  expect(server.rpc.stats().backlog).toBe(backlog);
  live.ws.resume();
  await live.until(() => live.frames.length === server.topic.events.length + 1);
  expect(live.frames.slice(1).map((frame) => Number(JSON.parse(frame).result.id))).toEqual(
    server.topic.events.map((_, index) => index + 1),
  );
});

test('a generator waits for a slow reader', async () => {
  const maxBacklog = 64 * 1024;
  await using server = await serveLive({ limits: { maxBacklog } });
  await using socket = await RawSocket.open(server.url);
  await using other = await RawSocket.open(server.url);
  socket.ws.pause();
  socket.send(subscription(1, 'bulk', { input: 3000 }));
  while (server.rpc.stats().backlog <= maxBacklog) await other.settled();
  for (let round = 0; round < 20; round++) await other.settled();
  expect(server.rpc.stats().backlog).toBeLessThan(maxBacklog + 10_100);
  socket.ws.resume();
  await socket.until(() => socket.frames.length === 3002);
});

function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]);
}
