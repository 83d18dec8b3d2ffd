import { afterEach, expect, test, vi } from 'vitest';
import { inputOf, sessionOf } from './fixtures/people.ts';
import { Refusal } from './fixtures/refusal.ts';
import { type Answer, type ArrivedCall, startServer } from './fixtures/server.ts';
import { type ClientOptions, createClient, type SessionState, type SessionStorage } from './generated/index.ts';
import type { RefreshInput, Session } from './generated/types.ts';

afterEach(() => vi.restoreAllMocks());

const credentials = { login: 'alice', password: 'correct horse' };
const broken = new Error('broken');

/** A storage in memory; `slow` answers with promises. */
function storageOf(slow = false): SessionStorage & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const get = (key: string): string | null => kept.get(key) ?? null;
  return {
    kept,
    getItem: (key) => (slow ? Promise.resolve(get(key)) : get(key)),
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

/** The auth of a server: rotates refresh tokens, gives a lost answer again to the same key, refuses a used token. */
function auth(lifetime = 900): {
  answer: Answer;
  newest: Session;
  refreshes: ArrivedCall[];
  rotate(accountId: string): Session;
} {
  const byKey = new Map<string, Session>();
  const state = {
    newest: sessionOf('alice', lifetime),
    refreshes: [] as ArrivedCall[],
    rotate: (accountId: string) => {
      state.newest = sessionOf(accountId, lifetime);
      return state.newest;
    },
    answer: (call: ArrivedCall) => {
      if (call.path === 'auth.login') return state.rotate(inputOf<typeof credentials>(call).login);
      if (call.path === 'auth.logout') return { ok: true };
      if (call.path === 'auth.refresh') return refresh(call);
      if (call.token !== null && call.token !== state.newest.accessToken) throw new Refusal('token_expired');
      return { path: call.path, token: call.token };
    },
  };
  const refresh = (call: ArrivedCall): Session => {
    state.refreshes.push(call);
    const known = byKey.get(call.key ?? '');
    if (known) return known;
    if (inputOf<RefreshInput>(call).refreshToken !== state.newest.refreshToken) throw new Refusal('refresh_reused');
    const next = state.rotate(state.newest.account.id);
    byKey.set(call.key ?? '', next);
    return next;
  };
  return state;
}

async function signedIn(url: string, options: Partial<ClientOptions> = {}): Promise<ReturnType<typeof createClient>> {
  const client = createClient({ url, ...options });
  await client.auth.login(credentials);
  return client;
}

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
