import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NotificationPage, NotificationView, StreamEvent } from '../generated/types.ts';
import {
  type NotificationsModel,
  noNotifications,
  reduceNotifications,
  showNotifications,
} from './notifications-model.ts';

const pageSize = 3;

function viewOf(number: number, actorCount: number, readAt: Date | null): NotificationView {
  return {
    id: String(number).padStart(6, '0'),
    type: 'like',
    actors: [],
    actorCount,
    post: null,
    friendRequest: null,
    conversationId: null,
    groupId: null,
    createdAt: new Date(0),
    readAt,
  };
}

type Told = (server: Server) => StreamEvent | null;

/** A server that holds its notifications, and a journal whose events are hydrated when they are read. */
class Server {
  readonly rows = new Map<string, NotificationView>();
  readonly journal: Told[] = [];
  clock = 0;

  get unreadCount(): number {
    return [...this.rows.values()].filter(({ readAt }) => readAt === null).length;
  }

  list(limit: number, cursor = '~'): NotificationPage {
    const items = [...this.rows.values()].filter(({ id }) => id < cursor).sort((a, b) => (a.id < b.id ? 1 : -1));
    const page = items.slice(0, limit);
    return { items: page, nextCursor: items.length > limit ? (page.at(-1)?.id ?? null) : null };
  }

  notify(number: number): void {
    const old = this.rows.get(viewOf(number, 0, null).id);
    const view = viewOf(number, (old?.actorCount ?? 0) + 1, null);
    this.rows.set(view.id, view);
    this.#record('notification.created', view.id);
  }

  takeBack(id: string): void {
    const old = this.rows.get(id);
    if (!old) return;
    this.rows.set(id, { ...old, actorCount: old.actorCount + 7 });
    this.#record('notification.updated', id);
  }

  read(ids: readonly string[]): void {
    this.clock += 1;
    const readAt = new Date(this.clock);
    const changed = ids.filter((id) => this.rows.get(id)?.readAt === null);
    for (const id of changed) this.rows.set(id, { ...(this.rows.get(id) as NotificationView), readAt });
    if (changed.length > 0) this.#tell('notification.read', () => ({ ids: changed, readAt }));
  }

  delete(id: string): boolean {
    if (!this.rows.delete(id)) return false;
    this.#tell('notification.deleted', () => ({ ids: [id] }));
    return true;
  }

  #record(type: string, id: string): void {
    this.#tell(type, () => {
      const notification = this.rows.get(id);
      return notification ? { notification } : null;
    });
  }

  #tell(type: string, dataOf: () => object | null): void {
    this.journal.push((server) => {
      const data = dataOf();
      return data && asEvent({ type, id: '', at: new Date(0), data: { ...data, unreadCount: server.unreadCount } });
    });
  }
}

/** NOTE: of the types that the server above writes. */
function asEvent(event: object): StreamEvent {
  return event as StreamEvent;
}

/** The view, and what is on its way to it. */
class Device {
  model: NotificationsModel = noNotifications;
  readonly #server: Server;
  #read = 0;
  #anchored = false;
  #asked: { cursor: string; page: NotificationPage | null } | null = null;
  #calls: { key: number; run: () => boolean; answer: boolean | null }[] = [];
  #keys = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Fixes the place in the stream; what comes now waits for the snapshot. */
  begin(): void {
    this.#read = this.#server.journal.length;
    this.#anchored = true;
    this.#asked = null;
    this.model = reduceNotifications(this.model, { type: 'opened' });
  }

  snapshot(): void {
    if (!this.#anchored) return;
    this.#anchored = false;
    const page = this.#server.list(Math.max(pageSize, this.model.items.length));
    const { unreadCount } = this.#server;
    this.model = reduceNotifications(this.model, { type: 'snapshot', page, unreadCount });
  }

  get isReady(): boolean {
    return this.model.status === 'ready';
  }

  hear(count: number): void {
    if (!this.isReady) return;
    for (const tell of this.#server.journal.slice(this.#read, this.#read + count)) {
      this.#read += 1;
      const event = tell(this.#server);
      if (event) this.model = reduceNotifications(this.model, { type: 'event', event });
    }
  }

  ask(): void {
    const { nextCursor } = this.model;
    if (!this.isReady || this.#asked || nextCursor === null) return;
    this.#asked = { cursor: nextCursor, page: null };
    this.model = reduceNotifications(this.model, { type: 'asked', cursor: nextCursor });
  }

  /** The server reads the page first, and it arrives later. */
  turn(lost: boolean): void {
    if (!this.#asked) return;
    const { cursor, page } = this.#asked;
    if (!page) {
      this.#asked.page = this.#server.list(pageSize, cursor);
      return;
    }
    this.#asked = null;
    this.model = reduceNotifications(this.model, lost ? { type: 'missed', cursor } : { type: 'page', cursor, page });
  }

  act(kind: 'read' | 'delete', ids: readonly string[] | null): void {
    this.#keys += 1;
    const key = this.#keys;
    const upTo = this.model.items[0]?.id ?? '~';
    const run = (): boolean => {
      if (kind === 'delete') return this.#server.delete(ids?.[0] ?? '');
      this.#server.read(ids ?? [...this.#server.rows.keys()].filter((id) => id <= upTo));
      return true;
    };
    this.#calls.push({ key, run, answer: null });
    this.model = reduceNotifications(this.model, { type: 'done', key, kind, ids, at: new Date(-1) });
  }

  /** A call gets to the server first, unless it is refused, and its answer arrives later. */
  settle(refused: boolean): void {
    const call = this.#calls[0];
    if (!call) return;
    if (call.answer === null) {
      call.answer = refused ? false : call.run();
      return;
    }
    this.#calls.shift();
    this.model = reduceNotifications(this.model, { type: call.answer ? 'answered' : 'refused', key: call.key });
  }

  rest(): void {
    this.snapshot();
    for (; this.#calls.length > 0; ) this.settle(false);
    for (; this.#asked; ) this.turn(false);
    this.hear(Number.POSITIVE_INFINITY);
  }
}

const number = fc.integer({ min: 1, max: 12 });
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('notify' as const), number }),
    fc.record({ do: fc.constantFrom('takeBack' as const, 'read' as const, 'delete' as const), number }),
    fc.record({ do: fc.constantFrom('markRead' as const, 'remove' as const), number }),
    fc.record({ do: fc.constantFrom('settle' as const, 'turn' as const), number: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ do: fc.constant('hear' as const), number: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constant('ask' as const), number }),
    fc.record({ do: fc.constantFrom('markAllRead' as const, 'snapshot' as const, 'begin' as const), number }),
  ),
  { minLength: 1, maxLength: 60 },
);

function play(server: Server, device: Device, step: { do: string; number: number }): void {
  const { id } = viewOf(step.number, 0, null);
  const deeds: Record<string, () => unknown> = {
    notify: () => server.notify(step.number),
    takeBack: () => server.takeBack(id),
    read: () => server.read([id]),
    delete: () => server.delete(id),
    markRead: () => device.act('read', [id]),
    markAllRead: () => device.act('read', null),
    remove: () => device.act('delete', [id]),
    settle: () => device.settle(step.number === 0),
    turn: () => device.turn(step.number === 0),
    hear: () => device.hear(step.number),
    ask: () => device.ask(),
    begin: () => device.begin(),
    snapshot: () => device.snapshot(),
  };
  deeds[step.do]?.();
}

test('a snapshot and the events after it are the snapshot of later, whatever happens on the way', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const server = new Server();
      for (let old = 1; old < 10; old += 1) server.notify(old);
      const device = new Device(server);
      device.begin();
      device.snapshot();
      for (const step of sequence) play(server, device, step);
      device.rest();
      const shown = showNotifications(device.model);
      const fresh = server.list(shown.hasMore ? shown.items.length : 1000);
      expect(shown).toEqual({
        status: 'ready',
        items: fresh.items,
        unreadCount: server.unreadCount,
        hasMore: shown.hasMore || fresh.nextCursor !== null,
      });
      expect(device.model.deeds).toEqual([]);
    }),
    { numRuns: 5000 },
  );
});
