import { appRouter, newId } from '@rookery/api';
import { type Route, routeTable } from '@rookery/rest';
import { startTestServer } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callTrpc, isUpload, requestOf, toldBy } from '../tests/rest/calls.ts';
import { type AnswerCheck, answerCheck } from '../tests/rest/document.ts';
import { type Ask, askAt, type HttpAnswer, type HttpRequest, jsonBody, jsonOf } from '../tests/rest/http.ts';
import { friendlyOrigin, openWorlds, type Plan, routes, type Worlds } from '../tests/rest/worlds.ts';

let worlds: Worlds;
let ask: Ask;
let token: string;
let check: AnswerCheck;
beforeAll(async () => {
  worlds = await openWorlds(['owner']);
  check = answerCheck();
  ask = askAt(worlds.one.server.port);
  ({ token } = worlds.stage.people.owner);
}, 120_000);
afterAll(() => worlds[Symbol.asyncDispose]());

function expectProblem(answer: HttpAnswer, status: number, reason: string): Record<string, unknown> {
  const body = jsonOf(answer);
  expect(body).toMatchObject({ type: 'about:blank', status, reason });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(body.requestId).toBe(answer.headers['x-request-id']);
  return body;
}

/** The document has to know the answer. */
function expectKnown(route: Route, { status, headers, text }: HttpAnswer): void {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  expect(check(route, { status, headers: new Headers(entries), text })).toEqual([]);
}

const post = (body: unknown, more: Partial<HttpRequest> = {}) =>
  ask({ method: 'POST', path: '/posts', token, ...jsonBody(body), ...more });

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
      expectKnown(route, answer);
    }
  });

  if (!isUpload(route))
    test('takes nothing that is no JSON object, and nothing from the query', async () => {
      const at = { method: route.method, path: filledPath(route), token };
      const headers = { 'content-type': 'application/json' };
      for (const body of ['{', '{"text":}', "{'a':1}", '[]', '[{}]', 'null', '1', '"x"', 'true', '\0', '{}{}']) {
        const answer = await ask({ ...at, headers, body });
        const { issues } = expectProblem(answer, 400, 'validation_failed');
        expectKnown(route, answer);
        expect(issues).toEqual([{ path: [], code: 'custom', message: expect.any(String) }]);
      }
      const { issues } = expectProblem(await ask({ ...at, path: `${at.path}?limit=1` }), 400, 'validation_failed');
      expect(issues).toMatchObject([{ path: ['limit'] }]);
    });
});

describe('bodies', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/merge-patch+json',
  ])('may be said to be %s', async (type) => {
    expect((await post({ text: 'hi' }, { headers: { 'content-type': type } })).status).toBe(201);
  });

  test('of nothing are an empty object', async () => {
    expectProblem(await ask({ method: 'POST', path: '/posts', token }), 400, 'validation_failed');
    expect((await ask({ method: 'POST', path: '/notifications/read-all', token })).status).toBeLessThan(300);
  });

  test('may begin with a byte order mark', async () => {
    const { headers } = jsonBody({});
    expect((await ask({ method: 'POST', path: '/posts', token, headers, body: '\ufeff{"text":"hi"}' })).status).toBe(
      201,
    );
  });

  const long = JSON.stringify({ text: 'x'.repeat(300_000) });

  test.each([
    ['POST', '/posts'],
    ['PATCH', '/me'],
    ['PUT', '/me/username'],
    ['DELETE', '/me'],
    ['POST', '/conversations'],
  ])('that are too long are refused: %s %s', async (method, path) => {
    const { headers } = jsonBody({});
    const at = { method, path, token };
    expectProblem(await ask({ ...at, headers, body: long }), 413, 'payload_too_large');
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    const answer = await ask({ ...at, headers: chunked, body: long });
    expectProblem(answer, 413, 'payload_too_large');
    expectKnown({ ...planOf('posts.create').route, method, path }, answer);
    expect((await ask({ path: '/me', token })).status).toBe(200);
  });

  test('that are deep or hold odd names break nothing', async () => {
    const { headers } = jsonBody({});
    const send = (body: string) => ask({ method: 'POST', path: '/posts', token, headers, body });
    const deep = `{"text":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expectProblem(await send(deep), 400, 'validation_failed');
    for (const name of ['__proto__', 'constructor', 'toString', ''])
      expectProblem(await send(`{"text":"hi","${name}":{"x":1}}`), 400, 'validation_failed');
  });

  test('do not name again what the path names', async () => {
    const { headers } = jsonBody({});
    const id = newId();
    const answer = await ask({
      method: 'PATCH',
      path: `/media/${id}`,
      token,
      headers,
      body: `{"id":"${id}","alt":"x"}`,
    });
    expect(expectProblem(answer, 400, 'validation_failed').issues).toMatchObject([{ path: ['id'] }]);
  });

  test('are not coerced', async () => {
    for (const [name, value] of Object.entries({ isPrivate: 'false', bio: 7, avatarId: false })) {
      const answer = await ask({ method: 'PATCH', path: '/me', token, ...jsonBody({ [name]: value }) });
      expect(expectProblem(answer, 400, 'validation_failed').issues).toMatchObject([{ path: [name] }]);
    }
    for (const scheduledAt of [
      1_900_000_000_000,
      'tomorrow',
      '2030-02-30',
      '2030-13-01',
      '2030-01-02T03:04:05',
      true,
      '',
    ])
      expectProblem(await post({ text: 'later', scheduledAt }), 400, 'validation_failed');
  });

  test.each([
    ['2030-01-02', '2030-01-02T00:00:00.000Z'],
    ['2030-01-02T03:04Z', '2030-01-02T03:04:00.000Z'],
    ['2030-01-02T03:04:05.678+02:00', '2030-01-02T01:04:05.678Z'],
    ['2030-02-28T23:59:59.999999Z', '2030-02-28T23:59:59.999Z'],
  ])('name the moment %s', async (given, moment) => {
    const answer = await ask({
      method: 'POST',
      path: '/tokens',
      token,
      ...jsonBody({ name: 'x', scopes: ['read'], expiresAt: given }),
    });
    expect(jsonOf(answer).expiresAt).toBe(moment);
  });
});

describe('queries', () => {
  const read = (path: string) => ask({ path, token });

  test.each([
    '/posts?limit=abc',
    '/posts?limit=',
    '/posts?limit=1e1',
    '/posts?limit=+3',
    '/posts?limit=0x10',
    '/posts?limit=2&limit=3',
    '/posts?limit=2.5',
    '/posts?limit=0',
    '/posts?limit=101',
    '/posts?limit=9007199254740993',
    '/posts?limit[]=2',
    '/posts?Limit=2',
    '/posts?limit=%zz',
    '/posts?nonsense=1',
    '/posts?__proto__=1',
    '/posts?constructor=1',
    '/posts?=1',
    '/groups?mine=1',
    '/groups?mine=False',
    '/groups?mine=',
    '/groups?mine=true&mine=false',
    '/search/posts?query=post&since=yesterday',
    '/search/posts?query=post&since=2020-02-30',
    '/search/posts?query=post&since=2020-01-02T03:04:05',
    '/search/posts?query=post&since=1577934245000',
    '/search/posts?query=a&query=b',
    '/search/posts',
    '/notifications?types=reply,nonsense',
    '/users/presence',
    '/users/presence?ids=x',
    '/me?x=1',
    '/system/info?x=1',
  ])('%s is refused', async (path) => {
    const { issues } = expectProblem(await read(path), 400, 'validation_failed');
    expect(issues).not.toEqual([]);
  });

  const same = async (one: string, other: string) => {
    const [a, b] = [await read(one), await read(other)];
    expect([a.status, b.status]).toEqual([200, 200]);
    expect(jsonOf(a).items).toEqual(jsonOf(b).items);
    return a;
  };

  test('false is false', async () => {
    const all = await same('/groups?mine=false&limit=100', '/groups?limit=100');
    const mine = await read('/groups?mine=true&limit=100');
    expect(jsonOf(mine).items).not.toEqual(jsonOf(all).items);
    expect(jsonOf(all).items).not.toEqual([]);
  });

  test('lists come repeated or with commas', async () => {
    const list = await same('/notifications?types=reply,follow', '/notifications?types=reply&types=follow');
    await same('/notifications?types=reply,follow', '/notifications?types=reply%2Cfollow');
    expect(jsonOf(list).items).not.toEqual(jsonOf(await read('/notifications?types=quote')).items);
    expect(jsonOf(list).items).not.toEqual([]);
  });

  test('dates name moments in every zone', async () => {
    const at = '/search/posts?query=post&since=';
    await same(`${at}2020-01-02`, `${at}2020-01-02T00:00:00Z`);
    await same(`${at}2020-01-02T02:00:00%2B02:00`, `${at}2020-01-02T00:00:00.000Z`);
    expect(jsonOf(await read(`${at}2099-01-01`)).items).toEqual([]);
  });

  test('plus is a blank, and what follows a hash is not sent on', async () => {
    await same('/search/users?query=person+1', '/search/users?query=person%201');
  });
});

describe('percent-encoding', () => {
  test('carries a hashtag of any letters', async () => {
    for (const tag of ['gr%C3%B6%C3%9Fe', 'gr%c3%b6%c3%9fe', 'gro%CC%88%C3%9Fe', 'GR%C3%96%C3%9FE']) {
      const answer = await ask({ path: `/hashtags/${tag}/posts?limit=3` });
      expect([tag, jsonOf(answer).items]).toEqual([
        tag,
        expect.arrayContaining([expect.objectContaining({ id: expect.any(String) })]),
      ]);
    }
  });

  test('carries an emoji of several code points', async () => {
    const plan = planOf('chat.react');
    const { id } = plan.input as { id: string };
    for (const emoji of ['%F0%9F%91%8D%F0%9F%8F%BD', '%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7']) {
      const answer = await ask({ method: 'PUT', path: `/messages/${id}/reactions/${emoji}`, token });
      expect(answer.status).toBe(200);
      expect(jsonOf(answer).reactions).toContainEqual(expect.objectContaining({ emoji: decodeURIComponent(emoji) }));
      const gone = await ask({ method: 'DELETE', path: `/messages/${id}/reactions/${emoji}`, token });
      expect(jsonOf(gone).reactions).toEqual([]);
    }
  });

  test('of fixed steps changes nothing, and of a stroke makes no step', async () => {
    expect((await ask({ path: '/%70osts?limit=1' })).status).toBe(200);
    expectProblem(await ask({ path: '/users/by-username/owner%2Fposts' }), 400, 'validation_failed');
    expectProblem(await ask({ path: '/users/by-username/..%2F..' }), 400, 'validation_failed');
    expectProblem(await ask({ path: '/users/by-username/%00' }), 400, 'validation_failed');
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
    for (const path of ['/me', '/posts?limit=1', '/nothing', '/posts?x=1']) {
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

function planOf(procedure: string): Plan {
  const plan = worlds.plans.find(({ route }) => route.procedure === procedure);
  if (!plan) throw new Error(`nobody calls ${procedure}`);
  return plan;
}

const creating = routes.filter(
  ({ declaration, procedure }) => declaration.effect === 'create' && procedure !== 'media.upload',
);

describe.each(creating)('$procedure by $method $path', (route) => {
  test('is done once by one key, and answered alike', async () => {
    const plan = worlds.plans.find((one) => one.route === route) ?? planOf(route.procedure);
    const { url, init } = requestOf('', plan);
    const key = newId();
    const at = { method: init.method, path: url.slice('/api/v1'.length), token: plan.token };
    const body = typeof init.body === 'string' ? init.body : null;
    const send = (path = at.path) => ask({ ...at, path, body, headers: { ...init.headers, 'idempotency-key': key } });
    const first = await send();
    expect(first.status).toBeLessThan(300);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const again = await send();
    expect([again.status, again.text, again.headers.location]).toEqual([
      first.status,
      first.text,
      first.headers.location,
    ]);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });
});

describe('a key of an earlier call', () => {
  const headers = (key: string) => ({ ...jsonBody({}).headers, 'idempotency-key': key });

  test('is refused for another body, path or something else', async () => {
    const key = newId();
    expect((await post({ text: 'one' }, { headers: headers(key) })).status).toBe(201);
    const other = await post({ text: 'another' }, { headers: headers(key) });
    expectProblem(other, 409, 'idempotency_mismatch');
    const elsewhere = await post({ text: 'one' }, { headers: headers(key), path: '/posts/drafts' });
    expectProblem(elsewhere, 409, 'idempotency_mismatch');
  });

  test('makes one post of many at a time', async () => {
    const key = newId();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => post({ text: `once ${key}` }, { headers: headers(key) })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    const rows = await worlds.one.app.sql.raw('select id from post where text = $1', [`once ${key}`]);
    expect(rows).toHaveLength(1);
  });

  test('takes in one file of two', async () => {
    const key = newId();
    const { url, init } = requestOf(worlds.one.url, planOf('media.upload'));
    const send = () => fetch(url, { ...init, headers: { ...init.headers, 'idempotency-key': key } });
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(((await again.json()) as { id: string }).id).toBe(((await first.json()) as { id: string }).id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('is the key of the same call over tRPC', async () => {
    const key = newId();
    const [first, again] = [
      await post({ text: 'both' }, { headers: headers(key) }),
      await trpcWith(key, { text: 'both' }),
    ];
    expect(again).toBe(jsonOf(first).id);
  });
});

async function trpcWith(key: string, input: object): Promise<unknown> {
  const answer = await fetch(`${worlds.one.url}/trpc/posts.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key },
    body: JSON.stringify({ json: input }),
  });
  const { result } = (await answer.json()) as { result?: { data: { json: { id: string } } } };
  return result?.data.json.id;
}

test('who asks too much is told alike when to come again', async () => {
  await using strict = await startTestServer({ config: { rateLimitFactor: 0.01 } });
  const ofStrict = askAt(strict.server.port);
  const route = routes.find(({ procedure }) => procedure === 'posts.list');
  if (!route) throw new Error('posts are not listed');
  let answer = await ofStrict({ path: '/posts' });
  for (let n = 0; n < 50 && answer.status === 200; n += 1) answer = await ofStrict({ path: '/posts' });
  const { retryAfter } = expectProblem(answer, 429, 'rate_limited');
  expect(String(retryAfter)).toBe(answer.headers['retry-after']);
  expectKnown(route, answer);
  expect(answer.headers).toHaveProperty('ratelimit');
  const overRest = toldBy({ ...answer, headers: new Headers({ 'retry-after': String(retryAfter) }) });
  expect(await callTrpc(strict.url, { route, token: null, input: {} })).toEqual(overRest);
});
