import { afterEach, expect, test, vi } from 'vitest';
import { Refusal } from './fixtures/refusal.ts';
import { type Answer, startServer } from './fixtures/server.ts';
import { createClient, RookeryError } from './generated/index.ts';

afterEach(() => vi.restoreAllMocks());

/** Makes waits between attempts as short as they get. */
function hurry(): void {
  vi.spyOn(Math, 'random').mockReturnValue(0);
}

/** Breaks connections or refuses until the attempt given. */
function fromAttempt(good: number, trouble: unknown, answer: unknown): Answer {
  let attempt = 0;
  return () => {
    attempt += 1;
    if (attempt < good) throw trouble;
    return answer;
  };
}

const broken = new Error('broken');
const id = '0199b9c8-0000-7000-8000-000000000001';

test('a call gives the output itself, with its dates', async () => {
  const at = new Date('2026-01-02T03:04:05.678Z');
  await using server = await startServer(() => ({ id, createdAt: at }));
  const client = createClient({ url: `${server.url}/` });
  expect(await client.posts.get({ id })).toEqual({ id, createdAt: at });
  expect(server.calls).toMatchObject([{ path: 'posts.get', method: 'GET', input: { id }, token: null, key: null }]);
});

test('an input of which every field may be left out is sent as an object all the same', async () => {
  await using server = await startServer(() => null);
  const { feed, me, auth } = createClient({ url: server.url });
  await Promise.all([feed.home(), me.update(), me.get(), auth.logoutAll()]);
  expect(Object.fromEntries(server.calls.map(({ path, input }) => [path, input]))).toEqual({
    'feed.home': {},
    'me.update': {},
    'me.get': undefined,
    'auth.logoutAll': undefined,
  });
});

test('namespaces stand inside one another, with procedures and lists of their own', async () => {
  await using server = await startServer(({ path }) =>
    path.endsWith('list') ? { items: [id], nextCursor: null } : null,
  );
  const { posts } = createClient({ url: server.url });
  await posts.drafts.create({ text: 'Half a thought' });
  for await (const one of posts.scheduled.list.all()) expect(one).toBe(id);
  await posts.get({ id });
  expect(server.calls.map(({ path, key }) => [path, key !== null])).toEqual([
    ['posts.drafts.create', true],
    ['posts.scheduled.list', false],
    ['posts.get', false],
  ]);
});

test('calls of one tick travel together, queries apart from changes', async () => {
  await using server = await startServer(({ path, input }) => ({ path, input }));
  const { posts, system } = createClient({ url: server.url });
  const answers = await Promise.all([
    posts.get({ id: '1' }),
    posts.like({ id: '2' }),
    system.info(),
    posts.unlike({ id: '3' }),
  ]);
  expect(answers).toEqual([
    { path: 'posts.get', input: { id: '1' } },
    { path: 'posts.like', input: { id: '2' } },
    { path: 'system.info' },
    { path: 'posts.unlike', input: { id: '3' } },
  ]);
  const together = Map.groupBy(server.calls, ({ request }) => request);
  expect([...together.values()].map((calls) => calls.map(({ path, method }) => `${method} ${path}`)).sort()).toEqual([
    ['GET posts.get', 'GET system.info'],
    ['POST posts.like', 'POST posts.unlike'],
  ]);
});

test('a batch holds at most 20 calls, and no URL grows too long', async () => {
  await using server = await startServer(({ input }) => input);
  const { posts, users } = createClient({ url: server.url });
  await Promise.all(Array.from({ length: 45 }, (_, index) => posts.get({ id: String(index) })));
  expect([...Map.groupBy(server.calls, ({ request }) => request).values()].map((calls) => calls.length).sort()).toEqual(
    [20, 20, 5],
  );
  server.calls.length = 0;
  await Promise.all(Array.from({ length: 5 }, () => users.list({ query: 'é'.repeat(300) })));
  expect(new Set(server.calls.map(({ request }) => request)).size).toBe(2);
});

test('what creates something travels alone, under a key of its own', async () => {
  await using server = await startServer(() => null);
  const { posts } = createClient({ url: server.url });
  await Promise.all([
    posts.create({ text: 'a' }),
    posts.create({ text: 'b' }),
    posts.create({ text: 'c' }, { idempotencyKey: 'mine' }),
  ]);
  const keys = server.calls.map(({ key }) => key);
  expect(new Set(server.calls.map(({ request }) => request)).size).toBe(3);
  expect(new Set(keys).size).toBe(3);
  expect(keys).toContain('mine');
  expect(keys.every((key) => key && key.length > 3)).toBe(true);
});

test('a create whose answer is lost is repeated under the same key', async () => {
  hurry();
  await using server = await startServer(fromAttempt(4, broken, { id }));
  const { posts } = createClient({ url: server.url });
  expect(await posts.create({ text: 'a' })).toEqual({ id });
  expect(server.calls.length).toBe(4);
  expect(new Set(server.calls.map(({ key }) => key)).size).toBe(1);
});

test('a change without a key is not repeated when nobody knows what it did', async () => {
  hurry();
  await using server = await startServer(fromAttempt(2, broken, null));
  const { posts } = createClient({ url: server.url });
  await expect(posts.like({ id })).rejects.toMatchObject({
    reason: 'network',
    code: 'NETWORK',
    status: 0,
    requestId: null,
  });
  expect(server.calls.length).toBe(1);
});

test('a change to which the caller gave a key is repeated', async () => {
  hurry();
  await using server = await startServer(fromAttempt(2, broken, { id }));
  const { posts } = createClient({ url: server.url });
  expect(await posts.like({ id }, { idempotencyKey: 'k' })).toEqual({ id });
});

test('reads are repeated after refusals that pass, no sooner than told', async () => {
  hurry();
  const wait = vi.spyOn(globalThis, 'setTimeout');
  await using server = await startServer(fromAttempt(2, new Refusal('rate_limited', 0.2), { id }));
  const { posts } = createClient({ url: server.url });
  expect(await posts.get({ id })).toEqual({ id });
  expect(wait.mock.calls.map(([, ms]) => ms)).toContain(250);
});

test('a refusal that would last too long is told at once', async () => {
  await using server = await startServer(fromAttempt(9, new Refusal('rate_limited', 120), null));
  const { posts } = createClient({ url: server.url });
  await expect(posts.get({ id })).rejects.toMatchObject({ reason: 'rate_limited', retryAfter: 120 });
  expect(server.calls.length).toBe(1);
});

test('attempts end', async () => {
  hurry();
  await using server = await startServer(fromAttempt(99, broken, null));
  const { posts } = createClient({ url: server.url });
  await expect(posts.get({ id })).rejects.toBeInstanceOf(RookeryError);
  expect(server.calls.length).toBe(4);
});

test('an aborted call leaves the others of its batch alone', async () => {
  await using server = await startServer();
  const stop = new AbortController();
  server.answer = ({ path }) => {
    stop.abort('gone');
    return path;
  };
  const { posts, system } = createClient({ url: server.url });
  const other = system.info();
  await expect(posts.get({ id }, { signal: stop.signal })).rejects.toBe('gone');
  expect(await other).toBe('system.info');
  expect(server.aborted).toBe(0);
});

test('a request that nobody waits for is dropped', async () => {
  await using server = await startServer();
  const stop = new AbortController();
  server.answer = () => {
    stop.abort('gone');
    return new Promise(() => undefined);
  };
  const { posts } = createClient({ url: server.url });
  const calls = [posts.get({ id }, { signal: stop.signal }), posts.get({ id: '2' }, { signal: stop.signal })];
  await expect(Promise.all(calls)).rejects.toBe('gone');
  await vi.waitFor(() => expect(server.aborted).toBe(1));
});

test('a call aborted beforehand, or between attempts, is not sent', async () => {
  await using server = await startServer();
  const { posts } = createClient({ url: server.url });
  await expect(posts.get({ id }, { signal: AbortSignal.abort('never') })).rejects.toBe('never');
  expect(server.calls.length).toBe(0);
  const stop = new AbortController();
  server.answer = () => {
    setTimeout(() => stop.abort('enough'), 5);
    throw new Refusal('unavailable', 20);
  };
  await expect(posts.get({ id }, { signal: stop.signal })).rejects.toBe('enough');
  expect(server.calls.length).toBe(1);
});

test('an error carries what the server said of it', async () => {
  await using server = await startServer(() => {
    throw new Refusal('not_found');
  });
  const error: unknown = await createClient({ url: server.url })
    .posts.get({ id })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RookeryError);
  expect(error).toMatchObject({
    code: 'NOT_FOUND',
    reason: 'not_found',
    issues: [],
    requestId: 'r1',
    retryAfter: null,
    status: 400,
  });
});

test('answers of whatever stands before the server are told by their status', async () => {
  hurry();
  const answers = [502, 429, 413, 200].map((status) => ({
    status,
    headers: new Headers({ 'retry-after': '99' }),
    text: async () => '<html>',
  }));
  for (const [answer, reason] of answers.map(
    (one, index) => [one, ['unavailable', 'rate_limited', 'payload_too_large', 'network'][index]] as const,
  )) {
    const { posts } = createClient({ url: 'http://proxy.test', fetch: async () => answer });
    await expect(posts.get({ id })).rejects.toMatchObject({ reason, status: answer.status, retryAfter: 99 });
  }
});

test('a request that hangs is given up', async () => {
  hurry();
  vi.useFakeTimers();
  try {
    const { posts } = createClient({ url: 'http://hangs.test', fetch: () => new Promise(() => undefined) });
    const outcome = expect(posts.like({ id })).rejects.toMatchObject({ reason: 'network' });
    await vi.advanceTimersByTimeAsync(30_000);
    await outcome;
  } finally {
    vi.useRealTimers();
  }
});

test('a list walks to its end, page by page, as the loop goes', async () => {
  const pages: Record<string, object> = {
    first: { items: [1, 2], nextCursor: 'second' },
    second: { items: [], nextCursor: 'third' },
    third: { items: [3], nextCursor: null },
  };
  await using server = await startServer(({ input }) => pages[String(Reflect.get(Object(input), 'cursor') ?? 'first')]);
  const { feed } = createClient({ url: server.url });
  expect(await feed.home()).toEqual(pages.first);
  const items: unknown[] = [];
  for await (const item of feed.home.all({ limit: 2 })) items.push(item);
  expect(items).toEqual([1, 2, 3]);
  expect(server.calls.slice(1).map(({ input }) => input)).toEqual([
    { limit: 2 },
    { limit: 2, cursor: 'second' },
    { limit: 2, cursor: 'third' },
  ]);
  server.calls.length = 0;
  for await (const _ of feed.home.all()) break;
  expect(server.calls.length).toBe(1);
});
