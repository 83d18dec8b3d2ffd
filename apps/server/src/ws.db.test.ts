import { once } from 'node:events';
import { startTestServer, type TestServer } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

const friend = 'https://app.example';
const stranger = 'https://evil.example';
let t: TestServer;
beforeAll(async () => {
  t = await startTestServer({ config: { corsOrigins: [friend] } });
});
afterAll(() => t[Symbol.asyncDispose]());

async function call(path: string, input: unknown, token?: string) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', ...authorization };
  const answer = await fetch(`${t.url}/trpc/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ json: input }),
  });
  return JSON.parse(await answer.text()).result.data.json;
}

describe('sockets', () => {
  const open = (path: string, headers: Record<string, string> = {}) =>
    new WebSocket(`${t.url.replace('http', 'ws')}${path}`, { headers });

  test('open for our own pages, for those on the list, and for what is no page', async () => {
    const own = `http://127.0.0.1:${t.server.port}`;
    for (const headers of [{}, { origin: friend }, { origin: own }]) {
      const socket = open('/trpc', headers);
      await once(socket, 'open');
      socket.close();
    }
  });

  test.each([
    ['/trpc', { origin: stranger }, '403'],
    ['/trpc', { origin: 'null' }, '403'],
    ['/elsewhere', {}, '404'],
  ])('%s with %o is refused', async (path, headers, status) => {
    const [error] = await once(open(path, headers), 'error');
    expect(error.message).toContain(status);
  });

  test('end with the session that opened them', async () => {
    const email = 'socket_sue@rookery.test';
    const session = await call('auth.register', { email, username: 'socket_sue', password: 'a long walk at noon' });
    const socket = open('/trpc?connectionParams=1');
    await once(socket, 'open');
    socket.send(JSON.stringify({ method: 'connectionParams', data: { token: session.accessToken } }));
    socket.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'me.get' } }));
    const [answer] = await once(socket, 'message');
    expect(JSON.parse(String(answer)).result.data.json.profile.username).toBe('socket_sue');
    const closed = once(socket, 'close');
    await call('auth.logout', {}, session.accessToken);
    expect((await closed)[0]).toBe(4401);
  });

  test('a token that is wrong opens none', async () => {
    const socket = open('/trpc', { authorization: 'Bearer nonsense' });
    expect((await once(socket, 'close'))[0]).toBe(4401);
  });
});

test('on its way out it is not ready, sends sockets elsewhere, and answers what is under way', async () => {
  await using leaving = await startTestServer({ config: { shutdownDelayMs: 300 } });
  const socket = new WebSocket(`${leaving.url.replace('http', 'ws')}/trpc`);
  await once(socket, 'open');
  const told = once(socket, 'message');
  const drained = leaving.server.drain();
  const readiness = await fetch(`${leaving.url}/readyz`);
  expect(readiness.status).toBe(503);
  expect(await readiness.json()).toMatchObject({
    status: 'unready',
    checks: { accepting: 'shutting down', database: 'ok' },
  });
  const answer = await fetch(`${leaving.url}/trpc/system.info`);
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.headers.get('connection')).toBe('close');
  expect(JSON.parse(String((await told)[0]))).toEqual({ id: null, method: 'reconnect' });
  socket.close();
  await drained;
  await expect(fetch(`${leaving.url}/healthz`)).rejects.toThrow();
});
