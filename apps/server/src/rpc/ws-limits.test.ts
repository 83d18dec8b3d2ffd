import { once } from 'node:events';
import net from 'node:net';
import { TRPCError } from '@trpc/server';
import { expect, test } from 'vitest';
import { query, stop, subscription } from './testing/messages.ts';
import { sendRaw } from './testing/raw-http.ts';
import { RawSocket } from './testing/raw-ws.ts';
import { type LiveServer, serveLive, type TestAuth } from './testing/ws-server.ts';

const as = (user: string): unknown => ({ method: 'connectionParams', data: { token: user } });

async function openAs(server: LiveServer, user: string): Promise<RawSocket> {
  const socket = await RawSocket.open(`${server.url}?connectionParams=1`);
  socket.send(as(user), query('hello', 'whoami'));
  await socket.frame(0);
  return socket;
}

function codeOf(frame: unknown): unknown {
  return (frame as { error?: { json: { data: { code: string } } } }).error?.json.data.code;
}

/** A clock that is moved by hand. */
function handClock() {
  let time = 0;
  const advance = (by: number): void => {
    time += by;
  };
  return { now: () => time, advance };
}

test('an upgrade elsewhere, from a foreign page or in excess is refused in plain HTTP', async () => {
  await using server = await serveLive({ limits: { maxSockets: 1 } });
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const status = async (url: string, headers = {}) =>
    (await sendRaw(server.port, { url, headers: { ...upgrade, ...headers } })).status;
  expect(await status('/other')).toBe(404);
  expect(await status('/trpc/x')).toBe(404);
  expect(await status('/trpcx')).toBe(404);
  expect(await status('/trpc', { origin: 'https://evil.example' })).toBe(403);
  expect(await status('/trpc', { origin: 'null' })).toBe(403);
  expect(await status('/trpc', { 'sec-websocket-version': '1' })).toBe(400);
  await using page = await RawSocket.open(server.url, { origin: 'https://rookery.example' });
  expect(await status('/trpc')).toBe(503);
  page.send(query(1, 'whoami'));
  expect(await page.frame(0)).toMatchObject({ id: 1, result: { type: 'data' } });
});

test('a client that announces connection parameters and sends none is closed', async () => {
  const clock = handClock();
  await using server = await serveLive({ now: clock.now });
  await using socket = await RawSocket.open(`${server.url}?connectionParams=1`);
  await using honest = await openAs(server, 'ann');
  clock.advance(5_000);
  expect(await socket.closed).toBe(4401);
  await honest.settled();
});

test.each([
  [new Error('no database'), 1013],
  [new TRPCError({ code: 'UNAUTHORIZED' }), 4401],
  [new TRPCError({ code: 'FORBIDDEN' }), 4401],
  [new TRPCError({ code: 'TOO_MANY_REQUESTS' }), 4429],
])('a client that is refused by %s is told so and closed', async (error, code) => {
  await using server = await serveLive({
    authenticate: () => {
      throw error;
    },
  });
  await using socket = await RawSocket.open(server.url);
  expect(await socket.frame(0)).toMatchObject({ id: null, error: {} });
  expect(await socket.closed).toBe(code);
});

test('a socket calls no more often than it may in a minute, batches counted', async () => {
  const clock = handClock();
  await using server = await serveLive({ now: clock.now, limits: { callsPerMinute: 5 } });
  await using socket = await RawSocket.open(server.url);
  const calls = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => query(from + index, 'whoami'));
  socket.send(calls(1, 3), calls(4, 3));
  await socket.until(() => socket.frames.length === 6);
  expect(socket.frames.map((frame) => codeOf(JSON.parse(frame))).filter(Boolean)).toEqual(['TOO_MANY_REQUESTS']);
  clock.advance(60_000);
  socket.send(query(9, 'whoami'));
  expect(codeOf(await socket.frame(6))).toBeUndefined();
});

test('a limit tells what the options say, with the seconds to wait', async () => {
  await using server = await serveLive({
    limits: { callsPerMinute: 0 },
    limitError: (seconds) => new Error(`wait ${seconds}`),
  });
  await using socket = await RawSocket.open(server.url);
  socket.send(query(1, 'whoami'));
  expect(JSON.stringify(await socket.frame(0))).toContain('wait 60');
});

test('a socket that floods us with frames of no weight is closed', async () => {
  await using server = await serveLive({ limits: { framesPerMinute: 1000 } });
  await using socket = await RawSocket.open(server.url);
  for (let id = 0; id < 3000; id++) socket.send(stop(id));
  expect(await socket.closed).toBe(4429);
});

test('a socket has so many subscriptions and calls in flight, and gets their places back', async () => {
  await using server = await serveLive({ limits: { maxSubscriptions: 2, maxCallsInFlight: 2 } });
  await using socket = await RawSocket.open(server.url);
  socket.send([1, 2, 3].map((id) => subscription(id, 'forever')));
  socket.send(['a', 'b', 'c'].map((id) => query(id, 'wait')));
  await socket.until(() => socket.frames.length === 6);
  const refused = socket.frames.map((frame) => JSON.parse(frame)).filter(codeOf);
  expect(refused.map(({ id }) => id)).toEqual([3, 'c']);
  expect(server.rpc.stats()).toMatchObject({ sockets: 1, subscriptions: 2 });
  socket.send(stop(1));
  await socket.frame(6);
  socket.send(subscription(3, 'forever'));
  expect(await socket.frame(7)).toEqual({ id: 3, result: { type: 'started' } });
});

test('an account has so many sockets, and gets their places back', async () => {
  await using server = await serveLive({ limits: { socketsPerAccount: 2 } });
  await using first = await openAs(server, 'ann');
  await using second = await openAs(server, 'ann');
  await using bob = await openAs(server, 'bob');
  await using third = await openAs(server, 'ann');
  expect(codeOf(await third.frame(0))).toBe('TOO_MANY_REQUESTS');
  expect(await third.closed).toBe(4429);
  await bob.settled();
  await second.settled();
  const { sockets } = server.rpc.stats();
  first.ws.terminate();
  while (server.rpc.stats().sockets === sockets) await second.settled();
  await using fourth = await openAs(server, 'ann');
  expect(await fourth.frame(0)).toMatchObject({ result: { data: { json: 'ann' } } });
});

test('a socket whose token expires is told to come again, and closed when it does not', async () => {
  const clock = handClock();
  const expiresAt = new Date(100_000);
  await using server = await serveLive({
    now: clock.now,
    authenticate: () => ({ user: 'ann', expiresAt }),
    limits: { pingEvery: 1e9 },
  });
  await using socket = await RawSocket.open(server.url);
  await socket.settled();
  clock.advance(69_000);
  await socket.settled();
  clock.advance(1_000);
  expect(await socket.frame(2)).toEqual({ id: null, method: 'reconnect' });
  clock.advance(34_000);
  await socket.settled();
  clock.advance(1_000);
  expect(await socket.closed).toBe(4401);
  expect(socket.frames.filter((frame) => frame.includes('reconnect'))).toHaveLength(1);
});

test('a client that answers no ping is cut off', async () => {
  const clock = handClock();
  await using server = await serveLive({ now: clock.now, limits: { pingEvery: 1000 } });
  await using silent = await RawSocket.open(server.url, { autoPong: false });
  await using lively = await RawSocket.open(server.url);
  for (let second = 0; second < 5; second++) {
    const pinged = once(lively.ws, 'ping');
    clock.advance(1000);
    await pinged;
    await lively.settled();
  }
  expect(await silent.closed).toBe(1006);
});

test('revocation closes the sockets of one account at once, and ends their subscriptions in silence', async () => {
  await using server = await serveLive();
  await using ann = await openAs(server, 'ann');
  await using bob = await openAs(server, 'bob');
  for (const socket of [ann, bob]) {
    socket.send(subscription(1, 'live'));
    await socket.frame(1);
  }
  expect(server.rpc.revoke(({ user }) => user === 'ann')).toBe(1);
  server.topic.publish('after');
  expect(await ann.closed).toBe(4401);
  expect(ann.frames.join()).not.toMatch(/after|stopped/);
  expect(await bob.frame(2)).toMatchObject({ id: 1, result: { type: 'data' } });
  expect(server.topic.readers.size).toBe(1);
});

test('revocation reaches a socket that was authenticating meanwhile', async () => {
  const found = Promise.withResolvers<TestAuth>();
  const asked = Promise.withResolvers<void>();
  await using server = await serveLive({
    authenticate: () => {
      asked.resolve();
      return found.promise;
    },
  });
  await using socket = await RawSocket.open(server.url);
  socket.send(query(1, 'whoami'));
  await asked.promise;
  server.rpc.revoke(({ user }) => user === 'ann');
  found.resolve({ user: 'ann' });
  expect(await socket.closed).toBe(4401);
  expect(socket.frames.join()).not.toContain('"ann"');
});

test('renewal finds out anew who is there, and lets go of those who are refused', async () => {
  let role = 'member';
  await using server = await serveLive({
    authenticate: (params) => {
      if (role === 'banned') throw new Error('banned');
      return { user: `${params?.token} ${role}` };
    },
  });
  await using socket = await openAs(server, 'ann');
  role = 'admin';
  await server.rpc.renew(() => true);
  socket.send(query(1, 'whoami'));
  expect(await socket.frame(1)).toMatchObject({ result: { data: { json: 'ann admin' } } });
  role = 'banned';
  await server.rpc.renew(({ user }) => user.startsWith('bob'));
  await socket.settled();
  await server.rpc.renew(({ user }) => user.startsWith('ann'));
  expect(await socket.closed).toBe(1013);
});

test('a shutdown sends clients elsewhere, refuses new ones and closes what remains', async () => {
  await using server = await serveLive();
  await using goes = await openAs(server, 'ann');
  await using stays = await openAs(server, 'bob');
  const closed = server.rpc.closeAll({ overMs: 20, graceMs: 50 });
  for (const socket of [goes, stays]) expect(await socket.frame(1)).toEqual({ id: null, method: 'reconnect' });
  goes.ws.close();
  await expect(RawSocket.open(server.url)).rejects.toThrow('503');
  expect(await stays.closed).toBe(1001);
  await closed;
  expect(server.rpc.stats().sockets).toBe(0);
});

test('a socket that is gone ends its calls and subscriptions', async () => {
  await using server = await serveLive();
  await using socket = await RawSocket.open(server.url);
  await using other = await RawSocket.open(server.url);
  socket.send(query(1, 'wait'), subscription(2, 'forever'), subscription(3, 'live'));
  await socket.until(() => socket.frames.length === 3);
  socket.ws.terminate();
  while (server.rpc.stats().sockets > 1) await other.settled();
  while (server.ended.length < 2) await other.settled();
  expect(server.ended.toSorted()).toEqual(['forever', 'wait']);
  expect(server.topic.readers.size).toBe(0);
});

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
