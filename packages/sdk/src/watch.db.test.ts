import { startTestServer } from '@rookery/testkit';
import { expect, test, vi } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import { newcomer } from './fixtures/newcomer.ts';
import { createClient, type PostWatchEvent } from './generated/index.ts';

const soon = { timeout: 15_000, interval: 10 };

/** Sockets that can be cut off. */
class CutSocket extends WsWebSocket {
  static readonly all = new Set<CutSocket>();

  constructor(url: string) {
    super(url);
    CutSocket.all.add(this);
    this.on('close', () => CutSocket.all.delete(this));
  }
}

test('a post is watched over breaks, signed in or not, until it is deleted', async () => {
  await using t = await startTestServer();
  const alice = await newcomer(t.url);
  const nobody = createClient({ url: t.url, WebSocket: CutSocket });
  const { id } = await alice.posts.create({ text: 'watched' });
  const seen: PostWatchEvent[] = [];
  nobody.posts.watch({ id }, (event) => seen.push(event));
  await vi.waitFor(() => expect(seen).toMatchObject([{ type: 'counts', likeCount: 0 }]), soon);
  await alice.posts.like({ id });
  await vi.waitFor(() => expect(seen.at(-1)).toMatchObject({ type: 'counts', likeCount: 1 }), soon);
  for (const socket of CutSocket.all) socket.terminate();
  await alice.posts.unlike({ id });
  await vi.waitFor(() => expect(seen.at(-1)).toMatchObject({ type: 'counts', likeCount: 0 }), soon);
  await alice.posts.update({ id, text: 'edited', version: 1 });
  await vi.waitFor(() => expect(seen.at(-1)).toMatchObject({ type: 'updated', post: { text: 'edited' } }), soon);
  expect(seen.at(-1)).toMatchObject({ post: { createdAt: expect.any(Date), viewer: null } });
  await alice.posts.delete({ id });
  await vi.waitFor(() => expect(seen.at(-1)).toEqual({ type: 'deleted', postId: id }), soon);
  await vi.waitFor(() => expect(CutSocket.all.size).toBe(0), soon);
  nobody.close();
  alice.close();
});

test('hints of new posts come to who follows their author', async () => {
  await using t = await startTestServer();
  const alice = await newcomer(t.url);
  const bob = await newcomer(t.url);
  const author = await alice.me.get();
  await bob.graph.follow({ userId: author.account.id });
  const hints: string[] = [];
  const off = bob.events.ephemeral({ topics: ['feed'] }, (event) => {
    if (event.type === 'feed.new') hints.push(event.data.postId);
  });
  const told = async (): Promise<void> => {
    const { id } = await alice.posts.create({ text: 'news' });
    await vi.waitFor(() => expect(hints).toContain(id), { timeout: 1500, interval: 10 });
  };
  await vi.waitFor(told, soon);
  off();
  bob.close();
  alice.close();
});
