import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MessagePage, MessageView, StreamEvent } from '../generated/types.ts';
import {
  gapOf,
  type MessagesModel,
  noMessages,
  type OutgoingMessage,
  reduceMessages,
  showMessages,
} from './messages-model.ts';

const me = 'me';
const pageSize = 3;
const profile = { displayName: '', avatar: null, isPrivate: false, isBot: false };

interface Sent {
  senderId: string;
  clientId: string;
  replyTo: MessageView | undefined;
}

/** A conversation, and a journal whose events are hydrated when they are read. */
class Conversation {
  readonly messages: MessageView[] = [];
  readonly journal: (() => StreamEvent)[] = [];

  say({ senderId, clientId, replyTo }: Sent): MessageView {
    const known = this.messages.find((it) => it.sender?.id === senderId && it.clientId === clientId);
    if (known) return known;
    const seq = this.messages.length + 1;
    const message: MessageView = {
      id: `m${seq}`,
      conversationId: 'c',
      seq,
      clientId,
      sender: { ...profile, id: senderId, username: senderId },
      text: `text ${seq}`,
      facets: [],
      media: [],
      replyTo: replyTo
        ? { id: replyTo.id, seq: replyTo.seq, sender: replyTo.sender, text: replyTo.text, deleted: false }
        : null,
      reactions: [],
      system: null,
      version: 1,
      createdAt: new Date(seq),
      editedAt: null,
      deletedAt: null,
    };
    this.messages.push(message);
    this.#tell('message.created', seq, (view) => ({ ...view, reactions: [] }));
    return message;
  }

  change(seq: number, type: 'message.updated' | 'message.deleted' | 'message.reaction'): void {
    const old = this.messages[seq - 1];
    if (!old || old.deletedAt) return;
    const version = old.version + 1;
    const changed = {
      'message.updated': { ...old, version, text: `text ${seq} of ${version}` },
      'message.deleted': { ...old, version, text: '', deletedAt: new Date(0), reactions: [] },
      'message.reaction': {
        ...old,
        reactions: [{ emoji: '👍', count: (old.reactions[0]?.count ?? 0) + 1, mine: false }],
      },
    }[type];
    this.messages[seq - 1] = changed;
    this.#tell(type, seq, (view) => view);
  }

  view(seq: number): MessageView {
    const message = this.messages[seq - 1] as MessageView;
    const quoted = message.replyTo && this.messages[message.replyTo.seq - 1];
    if (!message.replyTo || !quoted) return message;
    return { ...message, replyTo: { ...message.replyTo, text: quoted.text, deleted: quoted.deletedAt !== null } };
  }

  page(low: number, high: number): MessagePage {
    const [first, last] = [Math.max(1, low), Math.min(high, this.messages.length)];
    const items = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => this.view(last - index));
    return { items, nextCursor: first > 1 ? String(first) : null, hasNewer: last < this.messages.length };
  }

  #tell(type: string, seq: number, as: (view: MessageView) => MessageView): void {
    this.journal.push(() => asEvent({ type, id: '', at: new Date(0), data: { message: as(this.view(seq)) } }));
  }
}

/** NOTE: of the types that the conversation above writes. */
function asEvent(event: object): StreamEvent {
  return event as StreamEvent;
}

interface Asked {
  side: 'older' | 'newer';
  read: () => MessagePage;
  page: MessagePage | null;
}

/** The view, and what is on its way to it. */
class Device {
  model: MessagesModel = noMessages('c', me);
  readonly #conversation: Conversation;
  #read = 0;
  #anchored = false;
  #asked: Asked[] = [];
  #calls: { message: OutgoingMessage; made: MessageView | 'refused' | null }[] = [];
  #sent = 0;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  begin(): void {
    this.#read = this.#conversation.journal.length;
    this.#anchored = true;
    this.model = reduceMessages(this.model, { type: 'opened' });
  }

  snapshot(): void {
    if (!this.#anchored) return;
    this.#anchored = false;
    this.#asked = [];
    const end = this.#conversation.messages.length;
    this.model = reduceMessages(this.model, {
      type: 'snapshot',
      page: this.#conversation.page(end - pageSize + 1, end),
    });
  }

  hear(count: number): void {
    if (this.model.status !== 'ready') return;
    for (const tell of this.#conversation.journal.slice(this.#read, this.#read + count)) {
      this.#read += 1;
      this.model = reduceMessages(this.model, { type: 'event', event: tell() });
    }
  }

  ask(side: 'older' | 'newer'): void {
    if (this.model.status !== 'ready' || this.#asked.some((it) => it.side === side)) return;
    const { olderCursor } = this.model;
    const gap = gapOf(this.model);
    const from = side === 'older' ? olderCursor : gap;
    if (from === null) return;
    const place = Number(from);
    const range: [number, number] = side === 'older' ? [place - pageSize, place - 1] : [place + 1, place + pageSize];
    this.#asked.push({ side, read: () => this.#conversation.page(...range), page: null });
    this.model = reduceMessages(this.model, { type: 'asked' });
  }

  turn(lost: boolean): void {
    const asked = this.#asked[0];
    if (!asked) return;
    if (!asked.page) {
      asked.page = asked.read();
      return;
    }
    this.#asked.shift();
    this.model = reduceMessages(this.model, lost ? { type: 'missed' } : { type: asked.side, page: asked.page });
  }

  send(): void {
    this.#sent += 1;
    const message: OutgoingMessage = {
      clientId: `own ${this.#sent}`,
      text: '',
      mediaIds: [],
      replyToId: null,
      createdAt: new Date(0),
      state: 'pending',
      reason: null,
    };
    this.#calls.push({ message, made: null });
    this.model = reduceMessages(this.model, { type: 'sending', message });
  }

  settle(refused: boolean): void {
    const call = this.#calls[0];
    if (!call) return;
    const { clientId } = call.message;
    if (call.made === null) {
      call.made = refused ? 'refused' : this.#conversation.say({ senderId: me, clientId, replyTo: undefined });
      return;
    }
    this.#calls.shift();
    if (call.made === 'refused') {
      this.model = reduceMessages(this.model, { type: 'refused', clientId, reason: 'not_found' });
      expect(showMessages(this.model).outgoing.find((it) => it.clientId === clientId)?.state).toBe('failed');
      this.model = reduceMessages(this.model, { type: 'dropped', clientId });
    } else this.model = reduceMessages(this.model, { type: 'sent', message: call.made });
  }

  rest(): void {
    this.snapshot();
    for (; this.#calls.length > 0; ) this.settle(false);
    for (; this.#asked.length > 0; ) this.turn(false);
    this.hear(Number.POSITIVE_INFINITY);
    for (; gapOf(this.model) !== null; ) {
      this.ask('newer');
      for (; this.#asked.length > 0; ) this.turn(false);
    }
  }
}

const number = fc.integer({ min: 0, max: 9 });
const steps = fc.array(
  fc.record({
    do: fc.constantFrom(
      ...[
        'say',
        'answer',
        'edit',
        'delete',
        'react',
        'hear',
        'hear',
        'ask',
        'fill',
        'turn',
        'turn',
        'send',
        'settle',
        'settle',
        'begin',
        'snapshot',
      ],
    ),
    number,
  }),
  { minLength: 1, maxLength: 60 },
);

function play(conversation: Conversation, device: Device, step: { do: string; number: number }): void {
  const { messages } = conversation;
  const seq = messages.length - step.number;
  const sent = { senderId: 'bob', clientId: `bob ${messages.length}`, replyTo: undefined };
  const deeds: Record<string, () => unknown> = {
    say: () => conversation.say(sent),
    answer: () => conversation.say({ ...sent, replyTo: messages[seq - 1] }),
    edit: () => conversation.change(seq, 'message.updated'),
    delete: () => conversation.change(seq, 'message.deleted'),
    react: () => conversation.change(seq, 'message.reaction'),
    hear: () => device.hear(step.number),
    ask: () => device.ask('older'),
    fill: () => device.ask('newer'),
    turn: () => device.turn(step.number === 0),
    send: () => device.send(),
    settle: () => device.settle(step.number === 0),
    begin: () => device.begin(),
    snapshot: () => device.snapshot(),
  };
  deeds[step.do]?.();
}

test('messages are what a fresh read would give, whatever happens on the way', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const conversation = new Conversation();
      for (let old = 0; old < 9; old += 1) {
        conversation.say({ senderId: 'bob', clientId: `old ${old}`, replyTo: conversation.messages[old - 2] });
      }
      const device = new Device(conversation);
      device.begin();
      device.snapshot();
      for (const step of sequence) {
        play(conversation, device, step);
        const seqs = device.model.items.map(({ seq }) => seq);
        expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
      }
      device.rest();
      const shown = showMessages(device.model);
      const end = conversation.messages.length;
      const fresh = conversation.page(end - shown.items.length + 1, end);
      expect(shown).toEqual({
        status: 'ready',
        items: fresh.items.toReversed(),
        outgoing: [],
        hasOlder: fresh.nextCursor !== null,
      });
      expect([device.model.loads, device.model.told]).toEqual([0, []]);
    }),
    { numRuns: 5000 },
  );
});

test('somebody else who uses the name of a message that is on its way does not take it away', () => {
  const message = {
    clientId: 'x',
    text: '',
    mediaIds: [],
    replyToId: null,
    createdAt: new Date(0),
    state: 'pending' as const,
    reason: null,
  };
  const conversation = new Conversation();
  const stranger = conversation.say({ senderId: 'mallory', clientId: 'x', replyTo: undefined });
  const waiting = reduceMessages(noMessages('c', me), { type: 'sending', message });
  expect(reduceMessages(waiting, { type: 'sent', message: stranger }).outgoing).toEqual([message]);
});
