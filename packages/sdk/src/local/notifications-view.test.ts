import { afterEach, expect, test, vi } from 'vitest';
import { type Live, live } from '../fixtures/live.ts';
import { inputOf } from '../fixtures/people.ts';
import { Refusal } from '../fixtures/refusal.ts';
import type { ListNotificationsInput, NotificationView, StreamEvent } from '../generated/types.ts';

afterEach(() => vi.restoreAllMocks());

function viewOf(id: string, readAt: Date | null = null): NotificationView {
  const about = { actors: [], actorCount: 1, post: null, friendRequest: null, conversationId: null, groupId: null };
  return { id, type: 'like', ...about, createdAt: new Date(0), readAt };
}

function created(id: string, unreadCount: number): StreamEvent {
  const data = { notification: viewOf(id), unreadCount };
  return { id: `created ${id}`, at: new Date(0), type: 'notification.created', data };
}

/** Somebody signed in whose notifications are those of the test. */
async function withNotifications(ids: readonly string[]): Promise<Live & { rows: NotificationView[] }> {
  const t = await live({ onError: () => undefined });
  const rows = ids.map((id) => viewOf(id));
  const { answer } = t.server;
  t.server.answer = (call) => {
    if (call.path === 'notifications.unreadCount') return { count: rows.length };
    if (call.path !== 'notifications.list') return answer(call);
    const { cursor = '~', limit = 20 } = inputOf<Partial<ListNotificationsInput>>(call);
    const after = rows.filter(({ id }) => id < cursor);
    const items = after.slice(0, Math.min(limit, 2));
    return { items, nextCursor: after.length > items.length ? items.at(-1)?.id : null };
  };
  return Object.assign(t, { rows });
}

test('the view is read when somebody subscribes, and follows what happens', async () => {
  await using t = await withNotifications(['3', '2', '1']);
  const view = t.client.notifications.local();
  expect(t.client.notifications.local()).toBe(view);
  expect(view.current).toBe(view.current);
  const changed = vi.fn();
  const off = view.subscribe(changed);
  await vi.waitFor(() => expect(view.current.status).toBe('ready'));
  expect(view.current).toMatchObject({ items: [{ id: '3' }, { id: '2' }], unreadCount: 3, hasMore: true });
  const stream = await t.stream();
  changed.mockClear();
  stream.send(created('4', 4), 'c1');
  await vi.waitFor(() => expect(view.current.unreadCount).toBe(4));
  expect(view.current.items.map(({ id }) => id)).toEqual(['4', '3', '2']);
  await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
  await view.loadMore();
  expect(view.current).toMatchObject({ items: [{}, {}, {}, { id: '1' }], hasMore: false });
  off();
  await stream.closed;
  expect(t.client.events.status).toBe('idle');
});

test('what the server refuses is taken back, and what it does is not shown twice', async () => {
  await using t = await withNotifications(['2', '1']);
  const view = t.client.notifications.local();
  const off = view.subscribe(() => undefined);
  await vi.waitFor(() => expect(view.current.status).toBe('ready'));
  const { answer } = t.server;
  const answered = Promise.withResolvers<object>();
  t.server.answer = (call) => (call.path === 'notifications.markRead' ? answered.promise : answer(call));
  const marking = view.markRead(['2']);
  await vi.waitFor(() => expect(view.current.unreadCount).toBe(1));
  expect(view.current.items.map(({ readAt }) => readAt !== null)).toEqual([true, false]);
  answered.resolve({ count: 1 });
  await marking;
  expect(view.current.unreadCount).toBe(1);
  const stream = await t.stream();
  const data = { ids: ['2'], readAt: new Date(5), unreadCount: 1 };
  stream.send({ id: 'e', at: new Date(0), type: 'notification.read', data }, 'c1');
  await vi.waitFor(() => expect(view.current.items[0]?.readAt).toEqual(new Date(5)));
  expect(view.current.unreadCount).toBe(1);
  t.server.answer = (call) => {
    if (call.path === 'notifications.delete') throw new Refusal('not_found');
    return answer(call);
  };
  const deleting = view.delete('1');
  expect(view.current.items.map(({ id }) => id)).toEqual(['2']);
  await expect(deleting).rejects.toMatchObject({ reason: 'not_found' });
  expect(view.current).toMatchObject({ items: [{ id: '2' }, { id: '1' }], unreadCount: 1 });
  off();
});

test('nothing of one account is shown to the next', async () => {
  await using t = await withNotifications(['2', '1']);
  const view = t.client.notifications.local();
  const off = view.subscribe(() => undefined);
  await vi.waitFor(() => expect(view.current.status).toBe('ready'));
  t.rows.splice(0);
  await t.client.auth.logout();
  expect(view.current).toEqual({ status: 'loading', items: [], unreadCount: 0, hasMore: false });
  await t.client.auth.login({ login: 'bob', password: 'x' });
  await vi.waitFor(() => expect(view.current.status).toBe('ready'));
  expect(view.current.items).toEqual([]);
  off();
});

test('a view that cannot be read says so, and is read once that works', async () => {
  await using t = await withNotifications(['1']);
  const { answer } = t.server;
  t.server.answer = (call) => {
    if (call.path === 'notifications.list') throw new Refusal('bad_cursor');
    return answer(call);
  };
  const view = t.client.notifications.local();
  const off = view.subscribe(() => undefined);
  await vi.waitFor(() => expect(view.current.status).toBe('failed'));
  t.server.answer = answer;
  await vi.waitFor(() => expect(view.current.status).toBe('ready'), { timeout: 3000 });
  expect(view.current.items).toHaveLength(1);
  off();
});
