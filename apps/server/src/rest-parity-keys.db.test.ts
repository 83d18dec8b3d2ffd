import { newId } from '@rookery/api';
import { startTestServer } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callTrpc, requestOf, toldBy } from '../tests/rest/calls.ts';
import { type AnswerCheck, answerCheck } from '../tests/rest/document.ts';
import { expectKnown, expectProblem, planOf } from '../tests/rest/expectations.ts';
import { type Ask, askAt, type HttpRequest, jsonBody, jsonOf } from '../tests/rest/http.ts';
import { openWorlds, routes, type Worlds } from '../tests/rest/worlds.ts';

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

const post = (body: unknown, more: Partial<HttpRequest> = {}) =>
  ask({ method: 'POST', path: '/posts', token, ...jsonBody(body), ...more });

const creating = routes.filter(
  ({ declaration, procedure }) => declaration.effect === 'create' && procedure !== 'media.upload',
);

describe.each(creating)('$procedure by $method $path', (route) => {
  test('is done once by one key, and answered alike', async () => {
    const plan = worlds.plans.find((one) => one.route === route) ?? planOf(worlds, route.procedure);
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
    const { url, init } = requestOf(worlds.one.url, planOf(worlds, 'media.upload'));
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

test('a change tells how both budgets stand, and a refusal which one is used up', async () => {
  await using strict = await startTestServer({ config: { rateLimitFactor: 0.004 } });
  const ofStrict = askAt(strict.server.port);
  const email = 'rail@birds.example';
  const login = {
    method: 'POST',
    path: '/auth/login',
    ...jsonBody({ login: email, password: 'not the password of the rail' }),
  };
  const first = await ofStrict(login);
  expect(first.headers['ratelimit']).toMatch(/^"anonymous";r=0;t=\d+, "writes";r=3;t=\d+$/);
  const second = await ofStrict(login);
  expect([second.status, second.headers['ratelimit']]).toEqual([429, expect.stringMatching(/^"anonymous";r=0;t=\d+$/)]);
});

test('who asks too much is told alike when to come again', async () => {
  await using strict = await startTestServer({ config: { rateLimitFactor: 0.01 } });
  const ofStrict = askAt(strict.server.port);
  const route = routes.find(({ procedure }) => procedure === 'posts.list');
  if (!route) throw new Error('posts are not listed');
  let answer = await ofStrict({ path: '/posts' });
  for (let n = 0; n < 50 && answer.status === 200; n += 1) answer = await ofStrict({ path: '/posts' });
  const { retryAfter } = expectProblem(answer, 429, 'rate_limited');
  expect(String(retryAfter)).toBe(answer.headers['retry-after']);
  expectKnown(check, route, answer);
  expect(answer.headers).toHaveProperty('ratelimit');
  const overRest = toldBy({ ...answer, headers: new Headers({ 'retry-after': String(retryAfter) }) });
  expect(await callTrpc(strict.url, { route, token: null, input: {} })).toEqual(overRest);
});
