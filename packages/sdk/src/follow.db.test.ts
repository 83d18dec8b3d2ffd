import { startTestServer, type TestServer } from '@rookery/testkit';
import { expect, test, vi } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import { newcomer } from './fixtures/newcomer.ts';
import type { NotificationView, Rookery, StreamEvent } from './generated/index.ts';

type Shown = Pick<NotificationView, 'type' | 'actorCount' | 'readAt'> & { actors: string[] };

/** What one keeps of a notification; the counters of its post move without an event. */
function shownOf({ type, actorCount, readAt, actors }: NotificationView): Shown {
  return { type, actorCount, readAt, actors: actors.map(({ username }) => username) };
}

/** A list of notifications as an app would keep it. */
class Inbox {
  shown = new Map<string, Shown>();
  readonly types = new Set<string>();

  fill(items: readonly NotificationView[]): void {
    this.shown = new Map(items.map((item) => [item.id, shownOf(item)]));
  }

  apply({ type, data }: StreamEvent): void {
    this.types.add(type);
    if (type === 'notification.created' || type === 'notification.updated') {
      this.shown.set(data.notification.id, shownOf(data.notification));
    }
    if (type === 'notification.deleted') for (const id of data.ids) this.shown.delete(id);
    if (type !== 'notification.read') return;
    for (const id of data.ids) {
      const shown = this.shown.get(id);
      if (shown && !shown.readAt) this.shown.set(id, { ...shown, readAt: data.readAt });
    }
  }
}

/** Sockets that can be cut off. */
class CutSocket extends WsWebSocket {
  static readonly all = new Set<CutSocket>();

  constructor(url: string) {
    super(url);
    CutSocket.all.add(this);
    this.on('close', () => CutSocket.all.delete(this));
  }
}

async function readAll(client: Rookery): Promise<NotificationView[]> {
  const items: NotificationView[] = [];
  for await (const item of client.notifications.list.all({ limit: 100 })) items.push(item);
  return items;
}

const numbers = (function* draw(): Generator<number, never> {
  for (let seed = 7; ; ) {
    seed = (seed * 48_271) % 2_147_483_647;
    yield seed;
  }
})();

/** Something that others do to her, or that she does on another device. */
async function happen(alice: Rookery, others: readonly Rookery[], postIds: readonly string[]): Promise<void> {
  const pick = <T>(from: readonly T[]): T => from[numbers.next().value % from.length] as T;
  const other = pick(others);
  const id = pick(postIds);
  const items = await readAll(alice);
  const deeds = [
    () => other.posts.like({ id }),
    () => other.posts.unlike({ id }),
    () => other.posts.create({ text: 'so it is', replyToId: id }),
    () => other.graph.follow({ userId: String(alice.session.current?.accountId) }),
    () => other.graph.unfollow({ userId: String(alice.session.current?.accountId) }),
    () => items[0] && alice.notifications.markRead({ ids: [pick(items).id] }),
    () => items[0] && alice.notifications.delete({ id: pick(items).id }),
    () => numbers.next().value % 4 === 0 && alice.notifications.markAllRead(),
  ];
  await pick(deeds)();
}

test('a state and the events after it are the state of later, whatever happens and however often the line breaks', async () => {
  await using server: TestServer = await startTestServer();
  const alice = await newcomer(server.url, { WebSocket: CutSocket });
  const others = await Promise.all([1, 2, 3].map(() => newcomer(server.url)));
  const posts = await Promise.all([1, 2].map((number) => alice.posts.create({ text: `post ${number}` })));
  const inbox = new Inbox();
  const snapshot = vi.fn((items: NotificationView[]) => inbox.fill(items));
  alice.events.follow(() => readAll(alice), { snapshot, event: (event) => inbox.apply(event) });
  const view = alice.notifications.local();
  view.subscribe(() => undefined);
  for (let step = 0; step < 120; step += 1) {
    await happen(
      alice,
      others,
      posts.map(({ id }) => id),
    );
    if (step % 20 === 10) for (const socket of CutSocket.all) socket.terminate();
  }
  await vi.waitFor(
    async () => expect(inbox.shown).toEqual(new Map((await readAll(alice)).map((item) => [item.id, shownOf(item)]))),
    {
      timeout: 10_000,
    },
  );
  for (; view.current.hasMore; ) await view.loadMore();
  const { count } = await alice.notifications.unreadCount();
  await vi.waitFor(() => expect(view.current.unreadCount).toBe(count));
  expect(view.current.items.map(shownOf)).toEqual((await readAll(alice)).map(shownOf));
  expect([...inbox.types].sort()).toEqual([
    'notification.created',
    'notification.deleted',
    'notification.read',
    'notification.updated',
  ]);
  expect(snapshot).toHaveBeenCalledTimes(1);
  alice.close();
});
