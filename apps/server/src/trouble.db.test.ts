import { once } from 'node:events';
import { startTestServer } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';

test('a refusal that passes says when in a header', async () => {
  await using strict = await startTestServer({ config: { rateLimitFactor: 0.004 } });
  const ask = () => fetch(`${strict.url}/trpc/system.info`);
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('ratelimit-policy')).toBe('"anonymous";q=1;w=300');
});

test('while the database is away every call is told to come again, tokens or not', async () => {
  await using cut = await startTestServer();
  const newcomer = { email: 'cut@rookery.test', username: 'cut_off', password: 'a long walk at noon' };
  const session = await fetch(`${cut.url}/trpc/auth.register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: newcomer }),
  });
  const { accessToken } = JSON.parse(await session.text()).result.data.json;
  const pool = await cut.app.orm.em.getConnection().getNativeClient();
  await pool.end();
  for (const headers of [{}, { authorization: `Bearer ${accessToken}` }]) {
    const answer = await fetch(`${cut.url}/trpc/posts.list?input=%7B%22json%22%3A%7B%7D%7D`, { headers });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  }
});

test('metrics that cannot be read are one failed answer, and not the end of the process', async () => {
  await using broken = await startTestServer();
  broken.app.journal.stats = () => {
    throw new Error('on purpose');
  };
  expect((await fetch(`${broken.url}/metrics`)).status).toBe(500);
  expect((await fetch(`${broken.url}/healthz`)).status).toBe(200);
});

test('calls are charged one by one to one account of an address: alone, in a batch, on a socket, whatever they say of themselves', async () => {
  await using strict = await startTestServer({ config: { rateLimitFactor: 0.04 } });
  const ask = async (path: string, headers = {}) => fetch(`${strict.url}/trpc/${path}`, { headers });
  const batch = await ask(`${Array(8).fill('system.info').join()}?batch=1`);
  expect(batch.status).toBe(200);
  const forged = { 'x-forwarded-for': '9.9.9.9', 'x-real-ip': '9.9.9.9', forwarded: 'for=9.9.9.9' };
  expect((await ask('system.info', forged)).status).toBe(200);
  expect((await ask('system.info', { authorization: 'Bearer nonsense' })).status).toBe(200);
  const socket = new WebSocket(`${strict.url.replace('http', 'ws')}/trpc`);
  await once(socket, 'open');
  const codes: unknown[] = [];
  for (let id = 1; id <= 3; id += 1) {
    socket.send(JSON.stringify({ id, method: 'query', params: { path: 'system.info' } }));
    const [frame] = await once(socket, 'message');
    codes.push(JSON.parse(String(frame)).error?.json.data.code);
  }
  socket.close();
  expect(codes).toEqual([undefined, undefined, 'TOO_MANY_REQUESTS']);
  const refused = await ask(`${Array(8).fill('system.info').join()}?batch=1`, forged);
  expect(refused.status).toBe(429);
});
