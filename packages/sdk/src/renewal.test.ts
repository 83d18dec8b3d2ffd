import { afterEach, expect, test, vi } from 'vitest';
import { auth, signedIn, storageOf } from './fixtures/auth.ts';
import { Refusal } from './fixtures/refusal.ts';
import { startServer } from './fixtures/server.ts';
import { type ClientOptions, createClient } from './generated/index.ts';

afterEach(() => vi.restoreAllMocks());

const broken = new Error('broken');

test('a refused token is renewed once for all calls, which are then made again', async () => {
  const service = auth();
  await using server = await startServer(service.answer);
  const client = await signedIn(server.url);
  const stale = client.session.current?.accessToken;
  service.newest = { ...service.newest, accessToken: 'another' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 ? client.me.get() : client.posts.like({ id: 'p' }))),
  );
  const token = client.session.current?.accessToken;
  expect(token).not.toBe(stale);
  expect(answers.every((one) => Reflect.get(one, 'token') === token)).toBe(true);
  expect(service.refreshes.length).toBe(1);
});

test('a wrong password does not pass for an expired token', async () => {
  const service = auth();
  await using server = await startServer((call) => {
    if (call.path === 'auth.changePassword') throw new Refusal('credentials_invalid');
    return service.answer(call);
  });
  const client = await signedIn(server.url);
  await expect(client.auth.changePassword({ current: 'x', next: 'y' })).rejects.toMatchObject({
    reason: 'credentials_invalid',
  });
  expect(service.refreshes.length).toBe(0);
});

test('a token is renewed ahead of time while it still serves, and before use once it hardly does', async () => {
  const service = auth(45);
  await using server = await startServer(service.answer);
  const client = await signedIn(server.url);
  const first = client.session.current?.accessToken;
  server.answer = (call) => (call.path === 'auth.refresh' ? service.answer(call) : { token: call.token });
  expect(await client.me.get()).toEqual({ token: first });
  await vi.waitFor(() => expect(client.session.current?.accessToken).not.toBe(first));
  const short = auth(5);
  server.answer = short.answer;
  const other = await signedIn(server.url);
  const given = other.session.current?.accessToken;
  expect(await other.me.get()).toEqual({ path: 'me.get', token: short.newest.accessToken });
  expect(short.newest.accessToken).not.toBe(given);
});

test('the clock of this machine may be wrong', async () => {
  const service = auth();
  const session = service.newest;
  await using server = await startServer((call) => (call.path === 'auth.login' ? session : service.answer(call)));
  const tomorrow = Date.now() + 86_400_000;
  vi.spyOn(Date, 'now').mockImplementation(() => tomorrow);
  const client = await signedIn(server.url);
  expect(await client.me.get()).toEqual({ path: 'me.get', token: session.accessToken });
  expect(service.refreshes.length).toBe(0);
});

test('trouble on the way signs nobody out', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const service = auth(5);
  await using server = await startServer(service.answer);
  const storage = storageOf();
  const client = await signedIn(server.url, { storage });
  for (const trouble of [
    broken,
    new Refusal('unavailable'),
    new Refusal('internal_error'),
    new Refusal('rate_limited'),
  ]) {
    server.answer = () => {
      throw trouble;
    };
    await client.posts.like({ id: 'p' }).catch(() => undefined);
    expect(client.session.current).not.toBeNull();
  }
  server.answer = service.answer;
  expect(await client.me.get()).toMatchObject({ path: 'me.get' });
});

test('a refresh whose answer was lost is asked for again under the same key', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const service = auth();
  await using server = await startServer(service.answer);
  const storage = storageOf();
  const client = await signedIn(server.url, { storage });
  service.newest = { ...service.newest, accessToken: 'another' };
  let lost = 0;
  server.answer = (call) => {
    const answer = service.answer(call);
    if (call.path !== 'auth.refresh' || ++lost > 6) return answer;
    throw broken;
  };
  await expect(client.posts.like({ id: 'p' })).rejects.toMatchObject({ reason: 'network' });
  const later = createClient({ url: server.url, storage });
  expect(await later.me.get()).toMatchObject({ path: 'me.get' });
  expect(lost).toBe(7);
  expect(new Set(service.refreshes.map(({ key }) => key)).size).toBe(1);
});

test('two clients on one storage refresh once', async () => {
  const service = auth();
  await using server = await startServer(service.answer);
  const storage = storageOf();
  const one = await signedIn(server.url, { storage });
  const two = createClient({ url: server.url, storage });
  await two.session.ready;
  service.newest = { ...service.newest, accessToken: 'another' };
  await Promise.all([one.me.get(), two.me.get(), one.posts.like({ id: 'p' }), two.posts.like({ id: 'p' })]);
  expect(service.refreshes.length).toBe(1);
  expect(two.session.current).toEqual(one.session.current);
});

test('a refresh token that another tab has replaced meanwhile is no reason to sign out', async () => {
  const service = auth();
  await using server = await startServer(service.answer);
  const storage = storageOf();
  const client = await signedIn(server.url, { storage });
  const [key = ''] = storage.kept.keys();
  const newer = service.rotate('alice');
  server.answer = (call) => {
    if (call.path !== 'auth.refresh') return service.answer(call);
    const kept = JSON.parse(storage.kept.get(key) ?? '{}');
    storage.kept.set(
      key,
      JSON.stringify({ ...kept, accessToken: newer.accessToken, refreshToken: newer.refreshToken }),
    );
    throw new Refusal('refresh_reused');
  };
  expect(await client.me.get()).toMatchObject({ token: newer.accessToken });
  expect(client.session.current?.accountId).toBe('alice');
});

test('a refresh that hangs does not hold the next one up for ever', async () => {
  const service = auth(5);
  await using server = await startServer(service.answer);
  let hang = false;
  const fetch: ClientOptions['fetch'] = (url, init) =>
    hang && url.includes('refresh') ? new Promise(() => undefined) : globalThis.fetch(url, init);
  const client = await signedIn(server.url, { storage: storageOf(), fetch });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    hang = true;
    const outcome = expect(client.posts.like({ id: 'p' })).resolves.toMatchObject({ path: 'posts.like' });
    for (let second = 0; second < 60; second += 1) await vi.advanceTimersByTimeAsync(1000);
    await outcome;
    hang = false;
  } finally {
    vi.useRealTimers();
  }
  expect(await client.me.get()).toEqual({ path: 'me.get', token: service.newest.accessToken });
});
