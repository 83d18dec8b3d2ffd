import { DomainError } from '@rookery/api';
import { Done } from '@rookery/contract';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createRest } from './rest.ts';
import type { RestAnswer } from './rest-answer.ts';
import type { RestRequest } from './rest-request.ts';
import type { Route } from './route-table.ts';

const declaration = { access: 'anyone', doc: 'Tells.', scope: 'read' } as const;
const page = z.object({ items: z.array(z.string()), nextCursor: z.string().nullable() });

function route(text: string, more: Partial<Route> = {}): Route {
  const [method = '', path = ''] = text.split(' ') as [string, `/${string}`];
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const input = z.strictObject(Object.fromEntries(parameters.map((name) => [name, z.string()])));
  const meta = { ...declaration, rest: { none: 'It is a test.' } };
  const base = { procedure: `test.${text}`, type: 'query' as const, output: z.unknown(), declaration: meta };
  return { ...base, method, path, parameters, input, ...more };
}

interface Ask extends Partial<RestRequest> {
  body?: string;
  give?: unknown;
}

/** Asks one thing of routes, and tells the answer, which procedure was called and with what. */
async function ask(routes: Route[], request: string, { body = '', give = {}, ...more }: Ask = {}) {
  const [method = '', target = ''] = request.split(' ');
  const calls: { procedure: string; input: unknown }[] = [];
  const reports: unknown[] = [];
  const answer = await createRest({ routes, prefix: '/api/v1' }).answer({
    method,
    target,
    contentType: body === '' ? undefined : 'application/json',
    contentEncoding: undefined,
    hasBody: body !== '',
    ifNoneMatch: undefined,
    lastEventId: undefined,
    requestId: 'r1',
    readText: async () => body,
    readForm: async () => new FormData(),
    call: async ({ procedure, input: schema }, getInput) => {
      const input = await getInput();
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw new DomainError('validation_failed', { issues: [] });
      calls.push({ procedure, input });
      return typeof give === 'function' ? give() : give;
    },
    report: (cause) => void reports.push(cause),
    ...more,
  });
  if ('stream' in answer) throw new Error('a stream');
  return { ...answer, json: parsed(answer), calls, reports };
}

function parsed({ text }: RestAnswer): Record<string, unknown> {
  return text === '' ? {} : JSON.parse(text);
}

test('GET takes its input from path and query, others from path and body', async () => {
  const input = z.strictObject({ id: z.string(), limit: z.number().optional(), at: z.date().optional() });
  const read = await ask([route('GET /a/{id}', { input })], 'GET /a/x%20y?limit=3&at=2026-11-21');
  expect(read.calls[0]?.input).toEqual({ id: 'x y', limit: 3, at: new Date('2026-11-21') });
  const body = '{ "limit": 3, "at": "2026-11-21T00:00:00Z" }';
  const write = await ask([route('PATCH /a/{id}', { input })], 'PATCH /a/7', { body });
  expect(write.calls[0]?.input).toEqual({ id: '7', limit: 3, at: new Date('2026-11-21') });
});

test.each([
  ['GET /a/7?id=8', '', ['id']],
  ['PUT /a/7', '{"id":"7"}', ['id']],
  ['PUT /a/7?id=8', '', ['id']],
  ['DELETE /a/7?x=1', '', ['x']],
  ['PUT /a/7', '[]', []],
  ['PUT /a/7', '"text"', []],
  ['PUT /a/7', '{"id"', []],
])('%s %s is refused where it is wrong', async (request, body, path) => {
  const routes = [route('GET /a/{id}'), route('PUT /a/{id}'), route('DELETE /a/{id}')];
  const { status, json, calls, headers } = await ask(routes, request, { body });
  expect(status).toBe(400);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(json).toMatchObject({ reason: 'validation_failed', issues: [{ path }], requestId: 'r1' });
  expect(calls).toEqual([]);
});

test('a thing that is done is answered without a body', async () => {
  const { status, text } = await ask([route('POST /a', { output: Done })], 'POST /a', { give: { ok: true } });
  expect([status, text]).toEqual([204, '']);
});

test('what was created is found at its location', async () => {
  const meta = { ...declaration, rest: { none: 'It is a test.' }, created: '/a/{thing.id}' } as const;
  const routes = [route('POST /a', { declaration: meta }), route('PUT /a', { declaration: meta })];
  const { status, headers } = await ask(routes, 'POST /a', { give: { thing: { id: 'x/y' } } });
  expect([status, headers['location']]).toEqual([201, '/api/v1/a/x%2Fy']);
  expect((await ask(routes, 'PUT /a', { give: { thing: { id: 'x' } } })).status).toBe(200);
});

test('what is found elsewhere while a field is set says so', async () => {
  const found = { created: '/a/{id}', createdWith: { later: '/later/{id}' } } as const;
  const routes = [route('POST /a', { declaration: { ...declaration, rest: { none: 'It is a test.' }, ...found } })];
  const locationOf = async (give: object) => (await ask(routes, 'POST /a', { give })).headers['location'];
  expect(await locationOf({ id: 7, later: null })).toBe('/api/v1/a/7');
  expect(await locationOf({ id: 7 })).toBe('/api/v1/a/7');
  expect(await locationOf({ id: 7, later: new Date() })).toBe('/api/v1/later/7');
});

test('a page leads to the next one, with all that was asked for', async () => {
  const input = z.strictObject({ cursor: z.string().optional(), with: z.string(), limit: z.number() });
  const routes = [route('GET /a', { input, output: page })];
  const give = { items: [], nextCursor: 'c+2' };
  const { headers } = await ask(routes, 'GET /a?with=b%26c&cursor=c1&limit=2', { give });
  expect(headers['link']).toBe('</api/v1/a?with=b%26c&cursor=c%2B2&limit=2>; rel="next"');
  const last = await ask(routes, 'GET /a?with=b&limit=2', { give: { items: [], nextCursor: null } });
  expect(last.headers).not.toHaveProperty('link');
});

test('a client that has the answer is told so', async () => {
  const routes = [route('GET /a')];
  const { status, headers } = await ask(routes, 'GET /a', { give: { b: 1 } });
  const etag = headers['etag'] ?? '';
  expect([status, etag]).toEqual([200, expect.stringMatching(/^W\/"[\w-]{27}"$/)]);
  for (const ifNoneMatch of [etag, `"x", ${etag}`, etag.slice(2), '*']) {
    const again = await ask(routes, 'GET /a', { give: { b: 1 }, ifNoneMatch });
    expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', etag]);
    expect(again.headers).not.toHaveProperty('content-type');
  }
  expect((await ask(routes, 'GET /a', { give: { b: 2 }, ifNoneMatch: etag })).status).toBe(200);
});

test('HEAD is GET, and OPTIONS tells what there is', async () => {
  const routes = [route('GET /a'), route('DELETE /a')];
  expect((await ask(routes, 'HEAD /a')).status).toBe(200);
  const options = await ask(routes, 'OPTIONS /a');
  expect([options.status, options.headers['allow']]).toEqual([204, 'GET, HEAD, DELETE, OPTIONS']);
  const wrong = await ask(routes, 'PATCH /a');
  expect([wrong.status, wrong.headers['allow']]).toEqual([405, 'GET, HEAD, DELETE, OPTIONS']);
  expect(wrong.json).toMatchObject({ reason: 'method_not_allowed' });
  expect((await ask(routes, 'GET /b')).json).toMatchObject({ status: 404, reason: 'not_found' });
});

test.each([
  ['application/json', 200],
  ['Application/JSON; charset=utf-8', 200],
  ['application/merge-patch+json', 200],
  ['text/plain', 415],
  ['application/jsonx', 415],
  ['application/x-www-form-urlencoded', 415],
  ['multipart/form-data; boundary=x', 415],
  [undefined, 415],
])('a body of %s: %s', async (contentType, status) => {
  expect((await ask([route('PUT /a')], 'PUT /a', { body: '{}', contentType })).status).toBe(status);
});

test('a body that is packed is told so, rather than misread', async () => {
  const { status, json } = await ask([route('PUT /a')], 'PUT /a', { body: '{}', contentEncoding: 'gzip' });
  expect([status, json['detail']]).toEqual([415, 'This takes bodies as they are, without Content-Encoding.']);
  expect((await ask([route('PUT /a')], 'PUT /a', { body: '{}', contentEncoding: 'identity' })).status).toBe(200);
});

test('a file comes as a form', async () => {
  const input = z.strictObject({ file: z.file() });
  const upload = route('POST /a', { input });
  expect((await ask([upload], 'POST /a', { body: '{}' })).status).toBe(415);
  expect((await ask([upload], 'POST /a')).status).toBe(415);
  const readForm = async () => new FormData();
  const taken = { hasBody: true, contentType: 'multipart/form-data; boundary=x', readForm };
  expect((await ask([upload], 'POST /a', taken)).json).toMatchObject({ reason: 'validation_failed' });
});

test('procedures that share a route are told apart by their bodies', async () => {
  const one = route('POST /a', { procedure: 'one', input: z.strictObject({ userId: z.string() }) });
  const input = z.strictObject({ userIds: z.array(z.string()), title: z.string().optional() });
  const routes = [one, route('POST /a', { procedure: 'many', input })];
  const called = async (body: string) => (await ask(routes, 'POST /a', { body })).calls[0]?.procedure;
  expect(await called('{"userId":"x"}')).toBe('one');
  expect(await called('{"userIds":["x"],"title":"t"}')).toBe('many');
  expect((await ask(routes, 'POST /a', { body: '{}' })).status).toBe(400);
  expect((await ask(routes, 'POST /a', { body: '{' })).json).toMatchObject({ reason: 'validation_failed' });
});

test('a body that is none is refused in the call, after its caller: who may not call hears that, where routes are shared too', async () => {
  const one = route('POST /a', { procedure: 'one', input: z.strictObject({ userId: z.string() }) });
  const many = route('POST /a', { procedure: 'many', input: z.strictObject({ userIds: z.array(z.string()) }) });
  const call = async () => Promise.reject(new DomainError('token_missing'));
  const { json } = await ask([one, many], 'POST /a', { body: '{', call });
  expect(json).toMatchObject({ reason: 'token_missing' });
});

test('a body that is nested deeper than any input is refused before anything walks through it', async () => {
  const deep = (levels: number) => `{"id":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  const routes = [route('PUT /a')];
  const { status, json } = await ask(routes, 'PUT /a', { body: deep(100_000) });
  expect([status, json['reason']]).toEqual([400, 'validation_failed']);
  expect(json['issues']).toMatchObject([{ message: expect.stringContaining('nested') }]);
});

test('errors say what to do, and nothing of bugs', async () => {
  const fail = (cause: unknown) => () => {
    throw cause;
  };
  const routes = [route('GET /a')];
  const limited = await ask(routes, 'GET /a', { give: fail(new DomainError('rate_limited', { retryAfter: 7 })) });
  expect([limited.status, limited.headers['retry-after']]).toEqual([429, '7']);
  const anonymous = await ask(routes, 'GET /a', { give: fail(new DomainError('token_missing')) });
  expect(anonymous.headers['www-authenticate']).toBe('Bearer');
  const narrow = await ask(routes, 'GET /a', { give: fail(new DomainError('scope_required')) });
  expect([narrow.status, narrow.headers['www-authenticate']]).toEqual([403, 'Bearer error="insufficient_scope"']);
  const expired = await ask(routes, 'GET /a', { give: fail(new DomainError('token_expired')) });
  expect(expired.headers['www-authenticate']).toContain('error="invalid_token"');
  const bug = new Error('select secret from account');
  const broken = await ask(routes, 'GET /a', { give: fail(bug) });
  expect([broken.status, broken.reports]).toEqual([500, [bug]]);
  expect(broken.text).not.toContain('secret');
});

test('a wrong password is not told as a token that is wrong, which clients would renew', async () => {
  const give = () => Promise.reject(new DomainError('credentials_invalid'));
  const { status, headers } = await ask([route('POST /login')], 'POST /login', { give });
  expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer']);
});

test('a stream goes on from the event that the client had last', async () => {
  const input = z.strictObject({ lastEventId: z.string().optional() });
  const events = route('GET /events', { type: 'subscription', output: null, input });
  const seen: unknown[] = [];
  const answer = await createRest({ routes: [events], prefix: '' }).answer({
    ...quiet,
    target: '/events',
    lastEventId: 'e7',
    call: async (_, getInput) => {
      seen.push(await getInput());
      return 'source';
    },
  });
  expect(answer).toEqual({ stream: 'source', route: events });
  expect(seen).toEqual([{ lastEventId: 'e7' }]);
});

const quiet: RestRequest = {
  method: 'GET',
  target: '/',
  contentType: undefined,
  contentEncoding: undefined,
  hasBody: false,
  ifNoneMatch: undefined,
  lastEventId: undefined,
  requestId: 'r1',
  readText: async () => '',
  readForm: async () => new FormData(),
  call: async () => null,
  report: () => undefined,
};
