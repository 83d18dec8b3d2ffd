import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConversationView } from '../generated/types.ts';
import { type ConversationsModel, noConversations, reduceConversations } from './conversations-model.ts';
import { ConversationsServer, me } from './fixtures/conversations-server.ts';
import { isComplete, showConversations } from './show-conversations.ts';

const pageSize = 2;
type Folder = ConversationView['folder'];

interface Asked {
  read(): (model: ConversationsModel) => ConversationsModel;
  answer: ((model: ConversationsModel) => ConversationsModel) | null;
}

/** The view, and what is on its way to it. */
class Device {
  model = noConversations(me);
  readonly #server: ConversationsServer;
  #read = 0;
  #anchored = false;
  #asked: Asked[] = [];
  #fetching = new Set<string>();
  #calls: { key: number; run: () => number | null; answer: number | null | undefined }[] = [];
  #keys = 0;

  constructor(server: ConversationsServer) {
    this.#server = server;
  }

  begin(): void {
    this.#read = this.#server.journal.length;
    this.#anchored = true;
    this.model = reduceConversations(this.model, { type: 'opened' });
  }

  snapshot(): void {
    if (!this.#anchored) return;
    this.#anchored = false;
    this.#asked = [];
    this.#fetching.clear();
    const [inbox, requests] = (['inbox', 'requests'] as const).map((it) => this.#server.page(it, pageSize));
    if (!inbox || !requests) return;
    this.model = reduceConversations(this.model, { type: 'snapshot', inbox, requests, unread: this.#server.unread });
  }

  hear(count: number): void {
    if (this.model.status !== 'ready') return;
    for (const tell of this.#server.journal.slice(this.#read, this.#read + count)) {
      this.#read += 1;
      const event = tell();
      if (event) this.model = reduceConversations(this.model, { type: 'event', event });
    }
  }

  ask(folder: Folder): void {
    const { cursor } = this.model.loaded[folder];
    if (this.model.status !== 'ready' || cursor === null || this.#asked.length > 0) return;
    this.#ask(() => {
      const page = this.#server.page(folder, pageSize, cursor);
      return (model) => reduceConversations(model, { type: 'page', folder, cursor, page });
    });
  }

  fetch(): void {
    if (this.model.status !== 'ready') return;
    for (const id of this.model.wanted) {
      if (this.#fetching.has(id)) continue;
      this.#fetching.add(id);
      this.#ask(() => {
        const conversation = this.#server.find(id) ?? null;
        return (model) => {
          this.#fetching.delete(id);
          return reduceConversations(model, { type: 'fetched', id, conversation });
        };
      });
    }
  }

  turn(): void {
    const asked = this.#asked[0];
    if (!asked) return;
    if (!asked.answer) {
      asked.answer = asked.read();
      return;
    }
    this.#asked.shift();
    this.model = asked.answer(this.model);
  }

  markRead(id: string): void {
    const { lastSeq } = this.model.known.get(id) ?? { lastSeq: 0 };
    if (lastSeq === 0) return;
    this.#keys += 1;
    const key = this.#keys;
    this.#calls.push({ key, run: () => this.#server.read(id, me, lastSeq), answer: undefined });
    this.model = reduceConversations(this.model, { type: 'reading', key, conversationId: id, seq: lastSeq });
  }

  settle(refused: boolean): void {
    const call = this.#calls[0];
    if (!call) return;
    if (call.answer === undefined) {
      call.answer = refused ? null : call.run();
      return;
    }
    this.#calls.shift();
    const { key, answer } = call;
    const change =
      answer === null ? ({ type: 'refused', key } as const) : ({ type: 'readBy', key, lastReadSeq: answer } as const);
    this.model = reduceConversations(this.model, change);
  }

  rest(): void {
    this.snapshot();
    for (; this.#calls.length > 0; ) this.settle(false);
    for (; this.#asked.length > 0; ) this.turn();
    this.hear(Number.POSITIVE_INFINITY);
    for (; this.model.wanted.size > 0; ) {
      this.fetch();
      for (; this.#asked.length > 0; ) this.turn();
    }
  }

  #ask(read: Asked['read']): void {
    this.#asked.push({ read, answer: null });
    this.model = reduceConversations(this.model, { type: 'asked' });
  }
}

const steps = fc.array(
  fc.record({
    do: fc.constantFrom(
      ...['say', 'say', 'reply', 'edit', 'rename', 'readBy', 'readElsewhere', 'hide', 'show', 'new', 'hear', 'hear'],
      ...['ask', 'askRequests', 'fetch', 'turn', 'turn', 'markRead', 'settle', 'settle', 'begin', 'snapshot'],
    ),
    number: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 1, maxLength: 60 },
);

function play(server: ConversationsServer, device: Device, step: { do: string; number: number }): void {
  const id = `c${step.number}`;
  const deeds: Record<string, () => unknown> = {
    say: () => server.say(id, 'bob'),
    reply: () => server.say(id, me),
    edit: () => server.edit(id),
    rename: () => server.rename(id),
    readBy: () => server.read(id, 'bob', 99),
    readElsewhere: () => server.read(id, me, step.number),
    hide: () => server.hide(id),
    show: () => server.show(id),
    new: () => server.begin(`n${step.number}`, step.number % 2 === 0 ? 'inbox' : 'requests'),
    hear: () => device.hear(step.number),
    ask: () => device.ask('inbox'),
    askRequests: () => device.ask('requests'),
    fetch: () => device.fetch(),
    turn: () => device.turn(),
    markRead: () => device.markRead(id),
    settle: () => device.settle(step.number === 0),
    begin: () => device.begin(),
    snapshot: () => device.snapshot(),
  };
  deeds[step.do]?.();
}

test('conversations are what a fresh read would give, whatever happens on the way', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const server = new ConversationsServer();
      for (let old = 0; old < 10; old += 1) server.begin(`c${old}`, old % 3 === 0 ? 'requests' : 'inbox');
      const device = new Device(server);
      device.begin();
      device.snapshot();
      for (const step of sequence) play(server, device, step);
      device.rest();
      const shown = showConversations(device.model);
      for (const folder of ['inbox', 'requests'] as const) {
        const { items, hasMore } = shown[folder];
        const fresh = server.list(folder);
        expect(items).toEqual(hasMore ? fresh.slice(0, items.length) : fresh);
      }
      if (isComplete(device.model)) expect(shown.unread).toEqual(server.unread);
      expect([device.model.reads, device.model.loads, device.model.told]).toEqual([[], 0, []]);
    }),
    { numRuns: 5000 },
  );
});
