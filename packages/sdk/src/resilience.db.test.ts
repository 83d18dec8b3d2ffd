import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, startTestServer, type TestServer } from '@rookery/testkit';
import { afterEach, expect, test, vi } from 'vitest';
import { storageOf } from './fixtures/auth.ts';
import { newcomer } from './fixtures/newcomer.ts';
import { createClient, type Fetch, type NotificationView, type Rookery } from './generated/index.ts';

afterEach(() => vi.restoreAllMocks());

const accessLifetimeMs = 15 * 60_000;

/** The posts that replies tell of, as they arrive. */
async function hearReplies(client: Rookery): Promise<string[]> {
  const heard: string[] = [];
  const hear = ({ type, post }: NotificationView): unknown => type === 'reply' && heard.push(post?.text ?? '');
  client.events.on('notification.created', ({ data }) => hear(data.notification));
  await vi.waitFor(() => expect(client.events.status).toBe('open'), { timeout: 5000 });
  return heard;
}

test('of 200 creates whose first answer is lost, each takes effect once', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  await using server: TestServer = await startTestServer();
  const answered = new Set<string>();
  const losingFirst: Fetch = async (url, init) => {
    const answer = await fetch(url, init);
    const key = init.headers['idempotency-key'];
    if (!key || answered.has(key)) return answer;
    answered.add(key);
    throw new TypeError('the answer was lost');
  };
  const client = await newcomer(server.url, { fetch: losingFirst });
  const texts = Array.from({ length: 200 }, (_, index) => `post ${index}`);
  const write = async (mine: string[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const text of mine) ids.push((await client.posts.create({ text })).id);
    return ids;
  };
  const written = (
    await Promise.all(
      Array.from({ length: 8 }, (_, worker) => write(texts.filter((_text, index) => index % 8 === worker))),
    )
  ).flat();
  const found: { id: string; text: string }[] = [];
  for await (const post of client.users.posts.all({ id: client.id, limit: 100 })) found.push(post);
  expect(found.map(({ text }) => text).sort()).toEqual(texts.sort());
  expect(found.map(({ id }) => id).sort()).toEqual(written.sort());
  expect(answered.size).toBeGreaterThanOrEqual(200);
});

test('when the token of a live socket expires, another takes over, and nothing is lost or heard twice', async () => {
  await using server: TestServer = await startTestServer();
  const alice = await newcomer(server.url);
  const bob = await newcomer(server.url);
  const post = await alice.posts.create({ text: 'ask me' });
  const heard = await hearReplies(alice);
  const said: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const token = alice.session.current?.accessToken;
    for (let number = 0; number < 5; number += 1) {
      said.push(`reply ${round}.${number}`);
      await bob.posts.create({ text: said.at(-1) ?? '', replyToId: post.id });
      if (number === 2) server.clock.advance(accessLifetimeMs + 1000);
      if (number === 2) await alice.me.get();
    }
    expect(alice.session.current?.accessToken).not.toBe(token);
  }
  await vi.waitFor(() => expect(heard).toEqual(said), { timeout: 5000 });
  alice.close();
});

test('two tabs whose token has expired refresh once, and a third that shares nothing is not signed out', async () => {
  await using server: TestServer = await startTestServer();
  const storage = storageOf();
  const one = await newcomer(server.url, { storage });
  const kept = [await storage.getItem(`rookery:${server.url}`)];
  const apart = storageOf();
  await apart.setItem(`rookery:${server.url}`, kept[0] ?? '');
  const two = createClient({ url: server.url, storage });
  const three = createClient({ url: server.url, storage: apart });
  await Promise.all([two.session.ready, three.session.ready]);
  server.clock.advance(accessLifetimeMs + 1000);
  const answers = await Promise.all([one, two, three].map(({ me }) => me.get()));
  expect(answers.map(({ account }) => account.id)).toEqual([one.id, one.id, one.id]);
  expect(two.session.current).toEqual(one.session.current);
});

test('the server may restart under a stream, at once or in good order: no hole and no double', async () => {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'rookery-sdk-'));
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const start = (port: number): Promise<TestServer> =>
    startTestServer({ config: { port, dataDir }, start: { databaseUrl: database.url } });
  let server = await start(0);
  stack.defer(() => server[Symbol.asyncDispose]());
  const { url } = server;
  const restart = (prepare: () => Promise<void>) => async (): Promise<void> => {
    await prepare();
    await server[Symbol.asyncDispose]();
    server = await start(Number(new URL(url).port));
  };
  const alice = await newcomer(url);
  const bob = await newcomer(url);
  stack.defer(() => alice.close());
  const post = await alice.posts.create({ text: 'ask me' });
  const heard = await hearReplies(alice);
  const said: string[] = [];
  const restarts = [restart(() => Promise.resolve()), restart(() => server.server.drain())];
  for (const [round, begin] of restarts.entries()) {
    const restarted = begin();
    for (let number = 0; number < 20; number += 1) {
      said.push(`reply ${round}.${number}`);
      const input = { text: said.at(-1) ?? '', replyToId: post.id };
      await insist(() => bob.posts.create(input, { idempotencyKey: `k${round}.${number}` }));
    }
    await restarted;
  }
  await vi.waitFor(() => expect(heard).toEqual(said), { timeout: 10_000 });
});

/** Tries again for as long as there is no server. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error) || !/network|unavailable/.test(String(Reflect.get(error, 'reason')))) throw error;
    }
  }
}
