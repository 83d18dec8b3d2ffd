import { appRouter } from '@rookery/api';
import { type Route, routeTable } from '@rookery/rest';
import { startTestServer, type TestServer } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isUpload } from '../tests/rest/calls.ts';
import { type AnswerCheck, answerCheck } from '../tests/rest/document.ts';
import { expectKnown, expectProblem } from '../tests/rest/expectations.ts';
import { type Ask, askAt, jsonBody, jsonOf } from '../tests/rest/http.ts';

const friendlyOrigin = 'https://app.example';
let t: TestServer;
let ask: Ask;
let token: string;
let check: AnswerCheck;
beforeAll(async () => {
  t = await startTestServer({ config: { corsOrigins: [friendlyOrigin] } });
  check = answerCheck();
  ask = askAt(t.server.port);
  const person = { username: 'caller', email: 'caller@rookery.test', password: 'a long walk at noon' };
  const { text } = await ask({ method: 'POST', path: '/auth/register', ...jsonBody(person) });
  token = String(jsonOf({ text }).accessToken);
});
afterAll(() => t[Symbol.asyncDispose]());

const served = routeTable(appRouter);
const filledPath = ({ path }: Route) => path.replaceAll(/\{\w+\}/g, 'x');
const paths = [...new Set(served.map(filledPath))];

describe.each(paths)('%s', (path) => {
  const known = new Set(
    served
      .filter((route) => shapeIs(route, path))
      .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
  );

  test('says which methods it has to a request by any other', async () => {
    const others = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'].filter(
      (it) => !known.has(it),
    );
    for (const method of others) {
      const answer = await ask({ method, path, token });
      expect(answer.status).toBe(405);
      if (method !== 'HEAD') expectProblem(answer, 405, 'method_not_allowed');
      expect(new Set(answer.headers.allow?.split(', '))).toEqual(new Set([...known, 'OPTIONS']));
    }
    const asked = await ask({ method: 'OPTIONS', path });
    expect([asked.status, asked.text]).toEqual([204, '']);
    expect(new Set(asked.headers.allow?.split(', '))).toEqual(new Set([...known, 'OPTIONS']));
  });

  test('has no more behind a stroke', async () => {
    for (const more of ['/', '//', '/x/y/z/a/b']) {
      for (const method of known) expect((await ask({ method, path: `${path}${more}`, token })).status).toBe(404);
    }
  });
});

/** NOTE: a path of fixed steps alone is not one of those that would take a step for a parameter. */
function shapeIs(route: Route, path: string): boolean {
  return filledPath(route) === path;
}

test.each([
  '/',
  '/nothing',
  '//posts',
  '/posts//',
  '/__proto__',
  '/constructor',
  '/hasOwnProperty',
  '/posts/x/toString',
  '/POSTS',
  '/%70osts%2Fx',
])('there is nothing at %j', async (path) => {
  for (const method of ['GET', 'POST', 'DELETE']) expectProblem(await ask({ method, path, token }), 404, 'not_found');
});

test.each(['/posts/%', '/posts/%zz', '/posts/%ff', '/posts/%c3%28', '/%', '/users/by-username/%E0%A4%A'])(
  '%s is no path',
  async (path) => {
    for (const method of ['GET', 'DELETE']) expectProblem(await ask({ method, path, token }), 400, 'validation_failed');
  },
);

const taking = served.filter(({ method }) => method !== 'GET');

describe.each(taking)('$procedure by $method $path', (route) => {
  const wrong = isUpload(route)
    ? ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']
    : ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp', ''];

  test.each(wrong)('takes nothing of the type %j', async (type) => {
    const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
    for (const who of [token, null]) {
      const answer = await ask({ method: route.method, path: filledPath(route), token: who, headers, body: '{}' });
      expectProblem(answer, 415, 'unsupported_content_type');
      expectKnown(check, route, answer);
    }
  });

  if (!isUpload(route))
    test('takes nothing that is no JSON object, and nothing from the query', async () => {
      const at = { method: route.method, path: filledPath(route), token };
      const headers = { 'content-type': 'application/json' };
      for (const body of ['{', '{"text":}', "{'a':1}", '[]', '[{}]', 'null', '1', '"x"', 'true', '\0', '{}{}']) {
        const answer = await ask({ ...at, headers, body });
        const { issues } = expectProblem(answer, 400, 'validation_failed');
        expectKnown(check, route, answer);
        expect(issues).toEqual([{ path: [], code: 'custom', message: expect.any(String) }]);
      }
      const { issues } = expectProblem(await ask({ ...at, path: `${at.path}?limit=1` }), 400, 'validation_failed');
      expect(issues).toMatchObject([{ path: ['limit'] }]);
    });
});

describe('pages of other origins', () => {
  const preflight = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' };

  test('may call when they are on the list', async () => {
    const origin = friendlyOrigin;
    const asked = await ask({ method: 'OPTIONS', path: '/me', headers: { origin, ...preflight } });
    expect(asked).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': origin } });
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      expect(asked.headers['access-control-allow-methods']).toContain(method);
    for (const name of [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-None-Match',
      'Last-Event-ID',
      'X-Request-Id',
    ])
      expect(asked.headers['access-control-allow-headers']).toContain(name);
    for (const path of ['/me', '/posts?limit=1', '/nothing', '/posts?x=1', '/posts/%zz']) {
      const { headers } = await ask({ path, headers: { origin } });
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers.vary).toContain('Origin');
      for (const name of [
        'ETag',
        'Link',
        'Location',
        'Idempotency-Replayed',
        'Retry-After',
        'X-Request-Id',
        'Deprecation',
        'Sunset',
      ])
        expect(headers['access-control-expose-headers']).toContain(name);
    }
  });

  test.each(['https://evil.example', 'null', `${friendlyOrigin}.evil.example`])(
    'are told nothing when they are %s',
    async (origin) => {
      for (const more of [{}, { method: 'OPTIONS', headers: preflight }]) {
        const answer = await ask({
          path: '/posts',
          ...more,
          headers: { origin, ...('headers' in more ? more.headers : {}) },
        });
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
        expect(answer.headers.vary).toContain('Origin');
      }
    },
  );
});

test('answers and problems carry the id of the request', async () => {
  for (const path of ['/system/info', '/me', '/nothing', '/posts/%zz', '/posts?x=1']) {
    const answer = await ask({ path, headers: { 'x-request-id': 'client-0001' } });
    expect(answer.headers['x-request-id']).toBe('client-0001');
    if (answer.status !== 200) expect(jsonOf(answer).requestId).toBe('client-0001');
    expect((await ask({ path, headers: { 'x-request-id': 'bad id' } })).headers['x-request-id']).toMatch(
      /^[\w-]{12}-\w+$/,
    );
  }
});
