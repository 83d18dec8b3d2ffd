import type { NotificationView, StreamEvent } from '@rookery/sdk';
import { describe, expect, it } from 'vitest';
import { afterEvent, type NotificationState } from './notification-list.ts';

const at = new Date('2026-11-21T12:00:00Z');

const notification = (id: string, actorCount = 1): NotificationView => ({
  id,
  type: 'like',
  actors: [],
  actorCount,
  post: null,
  friendRequest: null,
  conversationId: null,
  groupId: null,
  createdAt: at,
  readAt: null,
});

const created = (view: NotificationView, unreadCount: number): StreamEvent => ({
  id: `event of ${view.id}`,
  at,
  type: 'notification.created',
  data: { notification: view, unreadCount },
});

const state: NotificationState = { items: [notification('b'), notification('a')], unreadCount: 2 };
const idsOf = ({ items }: NotificationState): string[] => items.map(({ id }) => id);

describe('afterEvent', () => {
  it('puts a new notification on top, and counts what the server counts', () => {
    const after = afterEvent(state, created(notification('c'), 7));
    expect(idsOf(after)).toEqual(['c', 'b', 'a']);
    expect(after.unreadCount).toBe(7);
  });

  it('moves one that another actor was folded into, and shows it once', () => {
    const after = afterEvent(state, created(notification('a', 2), 2));
    expect(idsOf(after)).toEqual(['a', 'b']);
    expect(after.items[0]?.actorCount).toBe(2);
  });

  it('says the same when the same event comes twice', () => {
    const event = created(notification('c'), 3);
    expect(afterEvent(afterEvent(state, event), event)).toEqual(afterEvent(state, event));
  });

  it('keeps the list short', () => {
    const many = Array.from({ length: 30 }, (_, index) => created(notification(`n${index}`), index + 1));
    const after = many.reduce(afterEvent, state);
    expect(after.items).toHaveLength(12);
    expect(after.items[0]?.id).toBe('n29');
  });

  it('marks as read and takes away what the server names', () => {
    const read = afterEvent(state, {
      id: 'r',
      at,
      type: 'notification.read',
      data: { ids: ['a'], readAt: at, unreadCount: 1 },
    });
    expect(read.items.map(({ readAt }) => readAt)).toEqual([null, at]);
    const gone = afterEvent(read, { id: 'd', at, type: 'notification.deleted', data: { ids: ['b'], unreadCount: 0 } });
    expect(idsOf(gone)).toEqual(['a']);
    expect(gone.unreadCount).toBe(0);
  });
});
