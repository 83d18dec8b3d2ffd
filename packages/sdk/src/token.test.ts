import { expect, test } from 'vitest';
import { storageOf } from './fixtures/auth.ts';
import { Refusal } from './fixtures/refusal.ts';
import { startServer } from './fixtures/server.ts';
import { createClient, type SessionState } from './generated/index.ts';

const token = `rk_${'a'.repeat(47)}the_end_1`;

test('a token that is given goes with every call from the first one on, and is kept nowhere', async () => {
  await using server = await startServer(({ path, token }) => ({ path, token }));
  const storage = storageOf();
  const client = createClient({ url: server.url, token, storage });
  expect(client.session.current).toMatchObject({ accountId: 'the_end_1', accessToken: token });
  expect(await client.me.get()).toEqual({ path: 'me.get', token });
  expect(await client.posts.create({ text: 'by a program' })).toEqual({ path: 'posts.create', token });
  expect(server.calls.map(({ path }) => path)).toEqual(['me.get', 'posts.create']);
  expect(storage.kept.size).toBe(0);
});

test('once the server refuses the token, the call fails for that reason, and nobody is signed in any more', async () => {
  for (const reason of ['token_invalid', 'token_expired'] as const) {
    await using server = await startServer(({ path, token }) => {
      if (token) throw new Refusal(reason);
      return { path };
    });
    const told: (SessionState | null)[] = [];
    const client = createClient({ url: server.url, token, onSession: (session) => told.push(session) });
    await expect(client.posts.create({ text: 'too late' })).rejects.toMatchObject({ reason });
    expect(told).toEqual([null]);
    expect(server.calls.map(({ path }) => path)).toEqual(['posts.create']);
    expect(await client.system.info()).toEqual({ path: 'system.info' });
  }
});

test('a token that lacks a scope stays, since other calls may do with it', async () => {
  await using server = await startServer(({ path }) => {
    if (path === 'me.get') throw new Refusal('scope_required');
    return { path };
  });
  const client = createClient({ url: server.url, token });
  await expect(client.me.get()).rejects.toMatchObject({ reason: 'scope_required' });
  expect(client.session.current?.accessToken).toBe(token);
});
