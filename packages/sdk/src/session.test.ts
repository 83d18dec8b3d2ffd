import { afterEach, expect, test, vi } from 'vitest';
import { auth, credentials, signedIn, storageOf } from './fixtures/auth.ts';
import { Refusal } from './fixtures/refusal.ts';
import { startServer } from './fixtures/server.ts';
import { createClient, type SessionState } from './generated/index.ts';

afterEach(() => vi.restoreAllMocks());

const broken = new Error('broken');

test('signing in is kept, told, and proved with every call', async () => {
  const { answer } = auth();
  await using server = await startServer(answer);
  const storage = storageOf();
  const told: (SessionState | null)[] = [];
  const client = await signedIn(server.url, { storage, onSession: (session) => told.push(session) });
  expect(told).toEqual([client.session.current]);
  expect(client.session.current).toMatchObject({ accountId: 'alice' });
  expect(await client.me.get()).toEqual({ path: 'me.get', token: client.session.current?.accessToken });
  const again = createClient({ url: server.url, storage });
  await again.session.ready;
  expect(again.session.current).toEqual(client.session.current);
  expect(createClient({ url: 'http://elsewhere.test', storage }).session.current).toBeNull();
});

test('a storage may answer with promises', async () => {
  const { answer } = auth();
  await using server = await startServer(answer);
  const storage = storageOf(true);
  const client = await signedIn(server.url, { storage });
  const again = createClient({ url: server.url, storage });
  expect(await again.me.get()).toEqual({ path: 'me.get', token: client.session.current?.accessToken });
});

test('a storage that fails or holds nonsense signs nobody in, and stops nothing', async () => {
  const { answer } = auth();
  await using server = await startServer(answer);
  const errors: unknown[] = [];
  const throwing = (): never => {
    throw broken;
  };
  const storage = { getItem: throwing, setItem: throwing, removeItem: throwing };
  const client = await signedIn(server.url, { storage, onError: (error) => errors.push(error) });
  expect(await client.me.get()).toMatchObject({ path: 'me.get' });
  expect(errors).toContain(broken);
  const nonsense = createClient({ url: server.url, storage: { ...storageOf(), getItem: () => '{"a":' } });
  await nonsense.session.ready;
  expect(nonsense.session.current).toBeNull();
});

test("only the server's own refusal of the refresh token signs out", async () => {
  for (const reason of ['refresh_reused', 'session_revoked', 'token_invalid', 'account_suspended'] as const) {
    const service = auth(5);
    await using server = await startServer(service.answer);
    const storage = storageOf();
    const told: (SessionState | null)[] = [];
    const client = await signedIn(server.url, { storage, onSession: (session) => told.push(session) });
    server.answer = (call) => {
      if (call.path === 'auth.refresh') throw new Refusal(reason);
      return service.answer(call);
    };
    expect(await client.system.info()).toEqual({ path: 'system.info', token: null });
    expect(client.session.current).toBeNull();
    expect(storage.kept.size).toBe(0);
    expect(told.at(-1)).toBeNull();
  }
});

test('nothing is made again in the name of somebody else', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const service = auth();
  await using server = await startServer(service.answer);
  const client = await signedIn(server.url);
  server.answer = async (call) => {
    if (call.path !== 'posts.create') return service.answer(call);
    await client.auth.login({ ...credentials, login: 'bob' });
    throw broken;
  };
  await expect(client.posts.create({ text: "alice's" })).rejects.toMatchObject({ reason: 'network' });
  expect(server.calls.filter(({ path }) => path === 'posts.create').length).toBe(1);
  expect(client.session.current?.accountId).toBe('bob');
});

test('who signs in while a refresh is under way stays signed in', async () => {
  const service = auth();
  await using server = await startServer(service.answer);
  const storage = storageOf();
  const client = await signedIn(server.url, { storage });
  service.newest = { ...service.newest, accessToken: 'another' };
  server.answer = async (call) => {
    if (call.path === 'auth.refresh') await client.auth.login({ ...credentials, login: 'bob' });
    return service.answer(call);
  };
  await client.me.get().catch(() => undefined);
  expect(client.session.current?.accountId).toBe('bob');
  expect([...storage.kept.values()].join()).toContain('"accountId":"bob"');
});

test('signing out forgets the session even where the server cannot be told', async () => {
  const service = auth();
  await using server = await startServer(service.answer);
  const storage = storageOf();
  const client = await signedIn(server.url, { storage });
  await client.auth.logout();
  expect(client.session.current).toBeNull();
  await client.auth.login(credentials);
  server.answer = () => {
    throw broken;
  };
  await expect(client.auth.logout()).rejects.toMatchObject({ reason: 'network' });
  expect(client.session.current).toBeNull();
  expect(storage.kept.size).toBe(0);
});

test('a callback may use the client without a deadlock, and may throw', async () => {
  const service = auth();
  await using server = await startServer(service.answer);
  const errors: unknown[] = [];
  const calls: Promise<unknown>[] = [];
  const onSession = (): void => {
    calls.push(client.me.get());
    throw broken;
  };
  const client = createClient({
    url: server.url,
    storage: storageOf(),
    onSession,
    onError: (error) => errors.push(error),
  });
  await client.auth.login(credentials);
  service.newest = { ...service.newest, accessToken: 'another' };
  await client.me.get();
  expect(await Promise.all(calls)).toMatchObject([{ path: 'me.get' }, { path: 'me.get' }]);
  expect(errors).toEqual([broken, broken]);
});
