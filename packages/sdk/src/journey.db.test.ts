import { startTestServer, type TestServer } from '@rookery/testkit';
import { expect, test, vi } from 'vitest';
import { newcomer } from './fixtures/newcomer.ts';
import type { NotificationView, Rookery } from './generated/index.ts';

/** The notifications that arrive live from now on, once the stream stands. */
async function listen(client: Rookery): Promise<{ notifications: NotificationView[] }> {
  const notifications: NotificationView[] = [];
  client.events.on('notification.created', ({ data }) => notifications.push(data.notification));
  await vi.waitFor(() => expect(client.events.status).toBe('open'), { timeout: 5000 });
  return { notifications };
}

test('somebody registers, follows, posts, and hears of a like while it happens', async () => {
  await using server: TestServer = await startTestServer();
  const alice = await newcomer(server.url);
  const bob = await newcomer(server.url);
  const heard = await listen(alice);
  expect(await bob.graph.follow({ userId: alice.id })).toMatchObject({ following: true });
  const post = await alice.posts.create({ text: 'Hello #rookery' });
  expect(post.createdAt).toBeInstanceOf(Date);
  await vi.waitFor(async () => expect((await bob.feed.home()).items.map((item) => item.post.id)).toEqual([post.id]));
  expect(await bob.posts.like({ id: post.id })).toMatchObject({ likeCount: 1, viewer: { liked: true } });
  await vi.waitFor(() => expect(heard.notifications.map(({ type }) => type)).toEqual(['follow', 'like']));
  expect(heard.notifications[1]?.post?.id).toBe(post.id);
  const walked: string[] = [];
  for await (const { type } of alice.notifications.list.all({ limit: 1 })) walked.push(type);
  expect(walked).toEqual(['like', 'follow']);
  await expect(bob.posts.delete({ id: post.id })).rejects.toMatchObject({ name: 'RookeryError' });
  await expect(bob.posts.get({ id: 'no id' })).rejects.toMatchObject({
    reason: 'validation_failed',
    issues: [{ path: ['id'] }],
  });
  alice.close();
  bob.close();
});
