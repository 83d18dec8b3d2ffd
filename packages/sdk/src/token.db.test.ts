import { startTestServer } from '@rookery/testkit';
import { expect, test, vi } from 'vitest';
import { newcomer } from './fixtures/newcomer.ts';
import { createClient } from './generated/index.ts';

test('a program with a token posts, hears of what it may, and is shut out once the token is revoked', async () => {
  await using server = await startTestServer();
  const alice = await newcomer(server.url);
  const bob = await newcomer(server.url);
  const { id, token } = await alice.tokens.create({ name: 'bot', scopes: ['read', 'write:posts'] });
  const bot = createClient({ url: server.url, token });
  const heard: string[] = [];
  bot.events.on('*', ({ type }) => heard.push(type));
  await vi.waitFor(() => expect(bot.events.status).toBe('open'), { timeout: 5000 });
  const post = await bot.posts.create({ text: 'Written by a program' });
  expect(post.author.id).toBe(alice.id);
  await bob.posts.like({ id: post.id });
  await bob.friends.request({ userId: alice.id });
  await vi.waitFor(() => expect(heard).toEqual(['friend.request']));
  await expect(bot.notifications.list()).rejects.toMatchObject({ reason: 'scope_required' });
  await expect(bot.tokens.list()).rejects.toMatchObject({ reason: 'scope_required' });
  expect((await alice.tokens.list()).items).toMatchObject([{ id, name: 'bot', hint: token.slice(-4) }]);
  await alice.tokens.revoke({ id });
  await vi.waitFor(() => expect(bot.session.current).toBeNull(), { timeout: 5000 });
  expect(bot.events.status).toBe('idle');
  const late = createClient({ url: server.url, token });
  await expect(late.me.get()).rejects.toMatchObject({ reason: 'token_invalid' });
  for (const client of [alice, bob, bot]) client.close();
});
