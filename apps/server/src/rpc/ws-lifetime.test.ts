import { once } from 'node:events';
import { expect, test } from 'vitest';
import { query, subscription } from './testing/messages.ts';
import { RawSocket } from './testing/raw-ws.ts';
import { handClock, openAs, serveLive, type TestAuth } from './testing/ws-server.ts';

test('a socket whose token expires is told to come again, and closed when it does not', async () => {
  const clock = handClock();
  await using server = await serveLive({
    now: clock.now,
    authenticate: () => ({ user: 'ann', expiresIn: 100_000 }),
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
