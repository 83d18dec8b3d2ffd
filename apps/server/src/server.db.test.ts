import { startTestServer, type TestServer } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RawRequest, sendRaw } from './rpc/testing/raw-http.ts';

const friend = 'https://app.example';
const stranger = 'https://evil.example';
let t: TestServer;
beforeAll(async () => {
  t = await startTestServer({ config: { corsOrigins: [friend] } });
});
afterAll(() => t[Symbol.asyncDispose]());

const send = (request: RawRequest) => sendRaw(t.server.port, request);
const json = { 'content-type': 'application/json' };

async function call(path: string, input: unknown, headers: Record<string, string> = {}) {
  const answer = await send({
    method: 'POST',
    url: `/trpc/${path}`,
    headers: { ...json, ...headers },
    body: JSON.stringify({ json: input }),
  });
  const { result, error } = JSON.parse(answer.body);
  return { ...answer, data: result?.data.json, error: error?.json.data };
}

const person = (username: string) => ({ email: `${username}@rookery.test`, username, password: 'a long walk at noon' });

describe('request ids', () => {
  test('one that is fit is taken over', async () => {
    expect((await send({ url: '/healthz', headers: { 'x-request-id': 'proxy-0001' } })).headers['x-request-id']).toBe(
      'proxy-0001',
    );
  });

  test.each(['short', 'has spaces in it', 'a'.repeat(65), '<script>alert(1)</script>'])('%s is not', async (given) => {
    expect((await send({ url: '/healthz', headers: { 'x-request-id': given } })).headers['x-request-id']).toMatch(
      /^[\w-]{12}-\w+$/,
    );
  });

  test('errors carry the id of their answer', async () => {
    const { headers, error } = await call('posts.like', { id: 'none' });
    expect(error.requestId).toBe(headers['x-request-id']);
    const large = await call('posts.create', { text: 'x'.repeat(300_000) });
    expect(large.error).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', requestId: large.headers['x-request-id'] });
    const problem = await send({ url: '/nothing' });
    expect(JSON.parse(problem.body).requestId).toBe(problem.headers['x-request-id']);
  });
});

describe('pages of other origins', () => {
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };

  test('may call when they are on the list', async () => {
    const asked = await send({
      method: 'OPTIONS',
      url: '/trpc/system.info',
      headers: { origin: friend, ...preflight },
    });
    expect(asked).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': friend } });
    expect(asked.headers['access-control-allow-headers']).toContain('Idempotency-Key');
    const answer = await send({ url: '/trpc/system.info', headers: { origin: friend } });
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': friend } });
    expect(answer.headers['access-control-expose-headers']).toBe(
      'Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Sunset, X-Request-Id',
    );
    expect(answer.headers.vary).toContain('Origin');
  });

  test('are told nothing when they are not', async () => {
    for (const origin of [stranger, 'null', `${friend}.evil.example`]) {
      const asked = await send({ method: 'OPTIONS', url: '/trpc/system.info', headers: { origin, ...preflight } });
      expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });
});

describe('cookie mode', () => {
  const csrf = { 'x-rookery-csrf': '1' };

  test('keeps the refresh token where no script sees it, and exchanges it there', async () => {
    const origin = { origin: friend, ...csrf };
    await call('auth.register', person('cookie_anna'));
    const signedIn = await call(
      'auth.login',
      { login: 'cookie_anna', password: 'a long walk at noon', cookie: true },
      origin,
    );
    expect(signedIn.headers['set-cookie']).toMatch(
      /^__Host-rookery_refresh=[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(signedIn.data.refreshToken).toBe('');
    const cookie = signedIn.headers['set-cookie']?.split(';')[0] ?? '';
    const refused = [{}, csrf, { origin: friend }, { origin: stranger, ...csrf }, { origin: 'null', ...csrf }];
    for (const headers of refused)
      expect(await call('auth.refresh', {}, { cookie, ...headers })).toMatchObject({
        status: 403,
        error: { reason: 'csrf' },
      });
    expect(await call('auth.refresh', {}, { cookie, ...origin })).toMatchObject({
      status: 200,
      data: { accessToken: expect.any(String) },
    });
  });

  test('a form of another page cannot send one', async () => {
    const headers = { 'content-type': 'text/plain', origin: stranger, cookie: '__Host-rookery_refresh=x' };
    const answer = await send({ method: 'POST', url: '/trpc/auth.refresh', headers, body: '{"json":{}}' });
    expect(answer.status).toBe(415);
  });
});

describe('live events over HTTP, which would outlive their session,', () => {
  const words = ['events.stream', '%65vents.stream', 'events%2Estream', 'events.stream?batch=1'];

  test.each(words)('%s are refused at once', async (path) => {
    const { data } = await call('auth.register', person(`live_lee_${words.indexOf(path)}`));
    const headers = { authorization: `Bearer ${data.accessToken}`, accept: 'text/event-stream' };
    const { body } = await send({ url: `/trpc/${path}`, headers });
    expect(body).toMatch(/"reason":"(method_not_allowed|validation_failed)"/);
  });
});

describe('bodies', () => {
  test('one that is too large is refused before it is read', async () => {
    const answer = await send({
      method: 'POST',
      url: '/trpc/auth.login',
      headers: { ...json, 'content-length': '300000' },
      body: 'x',
    });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body).error.json.data.reason).toBe('payload_too_large');
  });

  test('one that turns out to be too large is too', async () => {
    const response = await fetch(`${t.url}/trpc/auth.login`, {
      method: 'POST',
      headers: json,
      body: new Blob(['x'.repeat(300_000)]).stream(),
      duplex: 'half',
    });
    expect(response.status).toBe(413);
  });

  test('a client that asks first is told to go on, or not to', async () => {
    const body = JSON.stringify({ json: { login: 'nobody', password: 'whatever' } });
    const asking = { ...json, expect: '100-continue' };
    expect((await send({ method: 'POST', url: '/trpc/auth.login', headers: asking, body })).status).toBe(100);
    expect(
      (
        await send({
          method: 'POST',
          url: '/trpc/auth.login',
          headers: { ...asking, 'content-length': '300000' },
          body: '',
        })
      ).status,
    ).toBe(413);
  });
});

describe('paths', () => {
  test.each([
    '/../../../../etc/passwd',
    '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/sdk/..%2f..%2f..%2fpackage.json',
    '/sdk/....//package.json',
    '/..\\..\\package.json',
    '/.git/config',
    '/.env',
    '/sdk/.rookery-build',
    '/%00',
    '/index.html%00.png',
    '/%ff%fe',
    '/%',
    '/%zz',
    '//example.com',
    '/trpc/../package.json',
    '/trpc/%2e%2e/package.json',
    '/trpc/__proto__',
    '/trpc/constructor.prototype',
    '/api/v1/nothing',
    '/api/../healthz/..',
    '/?next=%0d%0aset-cookie:%20a=b',
    '/%0d%0aset-cookie:%20a=b',
    'http://example.com/healthz',
    '*',
  ])('%s leads nowhere', async (url) => {
    const answer = await send({ url });
    expect(
      answer.status === 200 && answer.headers['content-type']?.startsWith('text/html') ? 404 : answer.status,
    ).toBeOneOf([400, 404]);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.body).not.toContain('root:');
  });

  test.each(['PUT', 'DELETE', 'TRACE', 'PROPFIND', 'OPTIONS'])('%s is refused where one only reads', async (method) => {
    for (const url of ['/', '/healthz', '/readyz', '/metrics']) expect((await send({ method, url })).status).toBe(405);
  });

  test('what is not there is a problem+json below /api', async () => {
    const answer = await send({ method: 'POST', url: '/api/v1/nothing', headers: json, body: '{}' });
    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 404,
      title: 'Not Found',
      code: 'NOT_FOUND',
      reason: 'not_found',
    });
  });
});

test('metrics tell of calls, sockets, the pool and the queue', async () => {
  await call('auth.login', { login: 'nobody', password: 'whatever' });
  const { body } = await send({ url: '/metrics' });
  for (const name of [
    'rookery_http_request_seconds',
    'rookery_ws_sockets 0',
    'rookery_db_connections',
    'rookery_journal_age_seconds ',
    'rookery_jobs{',
    'nodejs_eventloop_lag',
  ]) {
    expect(body).toContain(name);
  }
  expect(body).toContain('rookery_rpc_calls_total{procedure="auth.login",code="UNAUTHORIZED"}');
});

test('metrics may ask for a token', async () => {
  await using guarded = await startTestServer({ config: { metricsToken: 'sixteen_characters' } });
  expect((await fetch(`${guarded.url}/metrics`)).status).toBe(401);
  expect(
    (await fetch(`${guarded.url}/metrics`, { headers: { authorization: 'Bearer sixteen_characters' } })).status,
  ).toBe(200);
});

test('a worker has health and metrics alone', async () => {
  await using worker = await startTestServer({ config: { role: 'worker' } });
  expect((await fetch(`${worker.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${worker.url}/trpc/system.info`)).status).toBe(404);
  expect((await fetch(`${worker.url}/`)).status).toBe(404);
});
