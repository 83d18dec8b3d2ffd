import { once } from 'node:events';
import { createLogger } from '@rookery/api';
import type { Scope } from '@rookery/contract';
import { createTestDatabase, startTestServer, type TestDatabase, type TestServer, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';

const lines: string[] = [];
let database: TestDatabase;
let t: TestServer;
/** Another process on the same database. */
let elsewhere: TestServer;
let serial = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  const log = createLogger('trace', { write: (line) => void lines.push(line) });
  t = await startTestServer({ start: { databaseUrl: database.url, log } });
  elsewhere = await startTestServer({ start: { databaseUrl: database.url } });
});
afterAll(async () => {
  await elsewhere[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

interface Told {
  status: number;
  body: unknown;
  headers: Headers;
}

async function send(path: string, bearer: string | null, init: RequestInit = {}): Promise<Told> {
  const headers = { ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...init.headers };
  const answer = await fetch(`${t.url}${path}`, { ...init, headers });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null, headers: answer.headers };
}

const posting = (json: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(json),
});

/** The output of a call over tRPC that succeeds. */
async function call<Output>(path: string, input: unknown, bearer: string | null): Promise<Output> {
  const { status, body } = await send(`/trpc/${path}`, bearer, posting({ json: input }));
  expect(status).toBe(200);
  return (body as { result: { data: { json: Output } } }).result.data.json;
}

async function somebody() {
  serial += 1;
  const username = `program_${serial}`;
  const password = 'a long walk at noon';
  const email = `${username}@rookery.test`;
  const session = await call<{ accessToken: string }>('auth.register', { email, username, password }, null);
  const makeToken = (...scopes: Scope[]) =>
    call<{ id: string; token: string }>('tokens.create', { name: 'for a program', scopes }, session.accessToken);
  return { username, password, bearer: session.accessToken, makeToken };
}

/** A socket that has said who it is; what it is told of its first call. */
async function openSocket(bearer: string, { url }: TestServer = t) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc?connectionParams=1`);
  await once(socket, 'open');
  const ask = async (path: string): Promise<string> => {
    socket.send(JSON.stringify({ id: 1, method: 'query', params: { path } }));
    return String((await once(socket, 'message'))[0]);
  };
  socket.send(JSON.stringify({ method: 'connectionParams', data: { token: bearer } }));
  const closed = once(socket, 'close').then(([code]) => Number(code));
  return { ask, closed, close: () => socket.close(), isOpen: () => socket.readyState === WebSocket.OPEN };
}

test('a token calls what its scopes allow over HTTP, in a batch, over a socket and over REST, and nothing else', async () => {
  const { username, makeToken } = await somebody();
  const { token } = await makeToken('read');
  const single = await send('/trpc/me.get', token);
  expect(JSON.stringify(single.body)).toContain(username);
  const batch = await send(
    '/trpc/me.get,notifications.list,tokens.list?batch=1&input={"1":{"json":{}},"2":{"json":{}}}',
    token,
  );
  expect(JSON.stringify(batch.body)).toContain(username);
  expect(batch.body).toMatchObject([
    {},
    { error: { json: { data: { reason: 'scope_required' } } } },
    { error: { json: { data: { reason: 'scope_required' } } } },
  ]);
  const socket = await openSocket(token);
  expect(await socket.ask('me.get')).toContain(username);
  expect(await socket.ask('chat.unreadCount')).toContain('scope_required');
  socket.close();
  expect(await send('/api/v1/me', token)).toMatchObject({ status: 200, body: { profile: { username } } });
  const refused = await send('/api/v1/posts', token, posting({ text: 'Hello' }));
  expect(refused).toMatchObject({ status: 403, body: { reason: 'scope_required' } });
});

test('a token that is wrong, ended or of another shape is refused alike on all of them', async () => {
  const { bearer, makeToken } = await somebody();
  const { id, token } = await makeToken('read');
  await call('tokens.revoke', { id }, bearer);
  await t.app.journal.settle();
  for (const wrong of [
    token,
    `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    'rk_',
    `rk_${'x'.repeat(5000)}`,
  ]) {
    expect(await send('/trpc/posts.list', wrong)).toMatchObject({ status: 401 });
    const overRest = await send('/api/v1/posts', wrong);
    expect(overRest).toMatchObject({ status: 401, body: { reason: 'token_invalid' } });
    expect(overRest.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await (await openSocket(wrong)).closed).toBe(4401);
    expect(await send('/trpc/system.info', wrong)).toMatchObject({ status: 200 });
  }
});

test('tokens are made, listed and ended over REST', async () => {
  const { bearer } = await somebody();
  const made = await send('/api/v1/tokens', bearer, posting({ name: 'over REST', scopes: ['read'] }));
  const { id, token } = made.body as { id: string; token: string };
  expect(made).toMatchObject({ status: 201, body: { token: expect.stringMatching(/^rk_/), expiresAt: null } });
  expect(made.headers.get('location')).toBe(`/api/v1/tokens/${id}`);
  const listed = await send('/api/v1/tokens', bearer);
  expect(listed).toMatchObject({ status: 200, body: { items: [{ id, name: 'over REST' }], nextCursor: null } });
  expect(JSON.stringify(listed.body)).not.toContain(token);
  for (const _ of ['once', 'twice'])
    expect(await send(`/api/v1/tokens/${id}`, bearer, { method: 'DELETE' })).toMatchObject({ status: 204, body: null });
});

test('a program uploads a picture and posts it', async () => {
  const { username, makeToken } = await somebody();
  const { token } = await makeToken('media', 'write:posts');
  const form = new FormData();
  form.set('file', new File([testPng()], 'picture.png', { type: 'image/png' }));
  const uploaded = await send('/trpc/media.upload', token, { method: 'POST', body: form });
  const { id } = (uploaded.body as { result: { data: { json: { id: string } } } }).result.data.json;
  const post = await call('posts.create', { text: 'By a program', mediaIds: [id] }, token);
  expect(post).toMatchObject({ author: { username }, media: [{ id }] });
  const { token: writing } = await makeToken('write:posts');
  const form2 = new FormData();
  form2.set('file', new File([testPng()], 'picture.png', { type: 'image/png' }));
  expect(await send('/trpc/media.upload', writing, { method: 'POST', body: form2 })).toMatchObject({ status: 403 });
});

test('revoking a token closes its sockets on every process at once, and no others', async () => {
  const { bearer, username, makeToken } = await somebody();
  const [gone, stays] = [await makeToken('read'), await makeToken('read')];
  const ending = [await openSocket(gone.token), await openSocket(gone.token, elsewhere)];
  const staying = [await openSocket(stays.token), await openSocket(stays.token, elsewhere), await openSocket(bearer)];
  for (const { ask } of [...ending, ...staying]) expect(await ask('me.get')).toContain(username);
  await call('tokens.revoke', { id: gone.id }, bearer);
  for (const { closed } of ending) expect(await closed).toBe(4401);
  for (const { ask } of staying) expect(await ask('me.get')).toContain(username);
  await call('auth.logoutAll', {}, bearer);
  expect(await staying[2]?.closed).toBe(4401);
  expect(staying.map(({ isOpen }) => isOpen())).toEqual([true, true, false]);
  for (const { close } of staying) close();
});

test('the sockets of tokens are closed when the account is to be deleted', async () => {
  const { bearer, username, password, makeToken } = await somebody();
  const { token } = await makeToken('read');
  const sockets = [await openSocket(token), await openSocket(token, elsewhere)];
  for (const { ask } of sockets) expect(await ask('me.get')).toContain(username);
  await call('me.delete', { password }, bearer);
  for (const { closed } of sockets) expect(await closed).toBe(4401);
});

test('no token is ever logged', async () => {
  const { bearer, makeToken } = await somebody();
  const { id, token } = await makeToken('read');
  await send('/trpc/me.get', token);
  await send(`/trpc/posts.create?token=${token}`, token, posting({ json: { text: 1 } }));
  await send('/api/v1/me', token);
  const socket = await openSocket(token);
  await socket.ask('me.get');
  await call('tokens.revoke', { id }, bearer);
  await socket.closed;
  await send('/trpc/me.get', token);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes('rk_'))).toEqual([]);
});
