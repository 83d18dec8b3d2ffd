import type { IncomingMessage } from 'node:http';
import { TRPCError } from '@trpc/server';
import { expect, test } from 'vitest';
import { query, stop, subscription } from './testing/messages.ts';
import { sendRaw } from './testing/raw-http.ts';
import { RawSocket } from './testing/raw-ws.ts';
import { handClock, openAs, serveLive } from './testing/ws-server.ts';

function codeOf(frame: unknown): unknown {
  return (frame as { error?: { json: { data: { code: string } } } }).error?.json.data.code;
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

test('strangers of one address take so many sockets and no more, and leave room to accounts and other addresses', async () => {
  const addressOf = ({ headers }: IncomingMessage): string => String(headers['x-address'] ?? 'here');
  await using server = await serveLive({ addressOf, limits: { strangersPerAddress: 2 } });
  const knock = (address = 'here') => RawSocket.open(server.url, { headers: { 'x-address': address } });
  await using ann = await openAs(server, 'ann');
  await using first = await knock();
  await using silent = await RawSocket.open(`${server.url}?connectionParams=1`);
  await expect(knock()).rejects.toThrow('503');
  await using elsewhere = await knock('elsewhere');
  silent.send({ method: 'connectionParams', data: { token: 'bob' } }, query(1, 'whoami'));
  await silent.frame(0);
  await using third = await knock();
  await expect(knock()).rejects.toThrow('503');
  for (const socket of [ann, first, silent, elsewhere, third]) await socket.settled();
  third.ws.terminate();
  while (server.rpc.stats().sockets === 5) await first.settled();
  await using fourth = await knock();
  await fourth.settled();
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
