import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MessageView } from '../generated/types.ts';
import { ModelChat, ModelRefusal } from './fixtures/model-chat.ts';
import { ModelBrowser, ModelDevice } from './fixtures/model-device.ts';

// NOTE: setImmediate stays, which is how promises come to rest.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const talks = ['d0', 'd1', 'g0', 'g1', 'g2'];
const people = ['alice', 'bob', 'carol'];

interface Sent {
  device: number;
  conversationId: string;
  clientId: string;
}

/** Two tabs of alice's, a phone of hers, and bob's page. */
class World {
  readonly server = new ModelChat(3);
  readonly browser = new ModelBrowser();
  devices: ModelDevice[];
  /** What has to be on the server or refused in the end, by sending device. */
  sent: Sent[] = [];

  constructor() {
    this.server.begin('d0', 'direct', { alice: 'inbox', bob: 'inbox' });
    this.server.begin('d1', 'direct', { alice: 'requests', carol: 'inbox' });
    for (const id of ['g0', 'g1', 'g2'])
      this.server.begin(id, 'group', { alice: 'inbox', bob: 'requests', carol: 'inbox' });
    for (let old = 0; old < 5; old += 1)
      this.server.send('carol', { conversationId: 'g0', clientId: `old ${old}`, text: 'old' });
    this.devices = [0, 1, 2, 3].map((index) => this.open(index));
  }

  open(index: number): ModelDevice {
    const browser = index < 2 ? this.browser : null;
    return new ModelDevice(this.server, index < 3 ? 'alice' : 'bob', { browser, opened: ['d0', 'd1', 'g0'] });
  }

  device(index: number): ModelDevice {
    return this.devices[index % this.devices.length] as ModelDevice;
  }

  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Until nothing is on its way any more. */
  async rest(): Promise<void> {
    for (let calm = 0, round = 0; calm < 2; round += 1) {
      if (round > 200) throw new Error('there is no end to it');
      const busy = this.devices.some((it) => it.calls.length > 0 || !it.hasHeardAll);
      calm = busy ? 0 : calm + 1;
      for (const device of this.devices) {
        device.connected = true;
        for (let left = 1000; device.calls.length > 0 && left > 0; left -= 1) {
          device.turn(0, 'well');
          await this.settle();
        }
        device.hear(Number.POSITIVE_INFINITY);
      }
      await this.settle();
      if (!busy) vi.advanceTimersByTime(20_000);
      await this.settle();
    }
  }
}

const steps = fc.array(
  fc.record({
    do: fc.constantFrom(
      ...[
        'send',
        'send',
        'send',
        'sendBad',
        'say',
        'say',
        'say',
        'edit',
        'delete',
        'react',
        'markRead',
        'markRead',
        'readElsewhere',
      ],
      ...[
        'mute',
        'accept',
        'rename',
        'leave',
        'add',
        'block',
        'unblock',
        'begin',
        'hear',
        'hear',
        'hear',
        'turn',
        'turn',
        'turn',
        'turn',
        'turn',
        'turn',
      ],
      ...[
        'lose',
        'twice',
        'cut',
        'connect',
        'reset',
        'reload',
        'wait',
        'wait',
        'older',
        'more',
        'retry',
        'drop',
        'rest',
      ],
    ),
    device: fc.integer({ min: 0, max: 3 }),
    talk: fc.constantFrom(...talks),
    number: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 1, maxLength: 40 },
);
interface Step {
  do: string;
  device: number;
  talk: string;
  number: number;
}

function deedsOf(world: World, step: Step): Record<string, () => unknown> {
  const { server } = world;
  const { talk, number } = step;
  const index = step.device;
  const device = world.device(index);
  const { chat } = device;
  const said = server.talks.get(talk)?.said ?? [];
  const seq = said.length - (number % 4);
  const person = people[number % 3] ?? '';
  const outgoing = chat.messages(talk).current.outgoing;
  const waiting = outgoing[number % Math.max(1, outgoing.length)];
  const isIt = ({ clientId }: Sent): boolean => clientId === waiting?.clientId;
  const send = async (text: string): Promise<void> => {
    const replyToId = number % 3 === 0 ? said[seq - 1]?.id : undefined;
    const sending = chat.send(talk, { text, replyToId });
    world.sent.push({ device: index, conversationId: talk, clientId: await sending });
  };
  return {
    send: () => send(`from ${index}`),
    sendBad: () => send('bad'),
    say: () => server.send(person, { conversationId: talk, clientId: `${person} ${said.length}`, text: 'so' }),
    edit: () => server.change(person, { talkId: talk, seq }, 'edit'),
    delete: () => server.change(person, { talkId: talk, seq }, 'delete'),
    react: () => server.change(person, { talkId: talk, seq }, 'react'),
    markRead: () => void chat.markRead(talk, Math.max(1, seq)).catch(() => undefined),
    readElsewhere: () => server.markRead(person, talk, Math.max(1, seq)),
    mute: () => server.mute(person, talk),
    accept: () => server.accept(person, talk),
    rename: () => server.rename(person, talk),
    leave: () => server.leave(person, talk),
    add: () => server.add(person, talk),
    block: () => server.block(talk, true),
    unblock: () => server.block(talk, false),
    begin: () => server.begin(`n${number}`, 'group', { alice: number % 2 ? 'inbox' : 'requests', bob: 'inbox' }),
    hear: () => device.hear(number),
    turn: () => device.turn(number, 'well'),
    lose: () => device.turn(number, 'lost'),
    twice: () => device.turn(number, 'twice'),
    cut: () => {
      device.connected = false;
    },
    connect: () => {
      device.connected = true;
    },
    reset: () => device.reset(),
    reload: () => reload(world, index),
    wait: () => vi.advanceTimersByTime(number * 100),
    older: () =>
      void chat
        .messages(talk)
        .loadOlder()
        .catch(() => undefined),
    more: () => void chat.conversations.loadMore(number % 2 ? 'inbox' : 'requests').catch(() => undefined),
    retry: () => {
      // NOTE: it goes behind those that wait.
      if (waiting?.state !== 'failed') return undefined;
      world.sent = [...world.sent.filter((it) => !isIt(it)), ...world.sent.filter(isIt)];
      return chat.retry(waiting.clientId);
    },
    drop: () => {
      world.sent = world.sent.filter((it) => !isIt(it));
      return waiting && chat.drop(waiting.clientId);
    },
  };
}

/** NOTE: without an outbox, what had not been sent ends with the page. */
function reload(world: World, index: number): void {
  const old = world.device(index);
  old.close();
  world.devices[index] = world.open(index);
  if (index >= 2) world.sent = world.sent.filter(({ device }) => device !== index);
}

async function play(world: World, step: Step): Promise<void> {
  if (step.do === 'rest') {
    await world.rest();
    check(world);
    return;
  }
  try {
    void deedsOf(world, step)[step.do]?.();
  } catch (error) {
    if (!(error instanceof ModelRefusal)) throw error;
  }
  await world.settle();
}

function checkMessages({ server }: World, { chat, userId }: ModelDevice, id: string): void {
  const shown = chat.messages(id).current;
  const talk = server.talks.get(id);
  expect(shown.outgoing.filter(({ state }) => state === 'pending')).toEqual([]);
  if (!talk || talk.hidden || !talk.members.has(userId)) {
    expect(shown).toMatchObject({ status: 'gone', items: [], hasOlder: false });
    return;
  }
  for (const { clientId } of shown.outgoing) expect(talk.said.map((it) => it.clientId)).not.toContain(clientId);
  const all: MessageView[] = [];
  for (let after = talk.members.get(userId)?.fromSeq ?? 0; ; ) {
    const { items, hasNewer } = server.messages(userId, id, { after });
    all.push(...items.toReversed());
    if (!hasNewer) break;
    after = all.at(-1)?.seq ?? 0;
  }
  expect(shown.status).toBe('ready');
  expect(shown.items).toEqual(shown.hasOlder ? all.slice(-shown.items.length) : all);
}

/** What somebody says on one device stands in the order in which it was said. */
function checkOrder({ server, sent }: World, index: number, id: string): void {
  const said = server.talks.get(id)?.said ?? [];
  const own = sent.filter(({ device, conversationId }) => device === index && conversationId === id);
  const seqs = own.flatMap(({ clientId }) => said.find((it) => it.clientId === clientId)?.seq ?? []);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
}

function check(world: World): void {
  const { server, devices, sent } = world;
  for (const device of devices) {
    const { userId, chat, opened } = device;
    const shown = chat.conversations.current;
    expect(shown.status).toBe('ready');
    for (const folder of ['inbox', 'requests'] as const) {
      const fresh = server.list(userId, folder);
      expect(shown[folder].items).toEqual(shown[folder].hasMore ? fresh.slice(0, shown[folder].items.length) : fresh);
    }
    expect(shown.unread).toEqual(server.unread(userId));
    for (const id of opened) checkMessages(world, device, id);
  }
  for (const { clientId, conversationId, device } of sent) {
    const taken = server.talks.get(conversationId)?.said.filter((it) => it.clientId === clientId) ?? [];
    const outgoing = world.device(device).chat.messages(conversationId).current.outgoing;
    // NOTE: whether it was taken cannot be learned any more when the answer was lost and then the conversation.
    const refused = outgoing.filter((it) => it.clientId === clientId && (it.reason !== 'not_found' || !taken.length));
    expect(taken.length + refused.length, `${clientId} of ${device} in ${conversationId}`).toBe(1);
  }
  for (const [index] of devices.entries()) for (const id of talks) checkOrder(world, index, id);
}

test('a message that another tab has sent is not sent again', async () => {
  const world = new World();
  const talk = { talk: 'd1', number: 0 };
  await play(world, { do: 'send', device: 1, ...talk });
  await play(world, { do: 'turn', device: 0, talk: 'd1', number: 6 });
  await play(world, { do: 'block', device: 0, ...talk });
  await world.rest();
  expect(world.server.talks.get('d1')?.said).toHaveLength(1);
  for (const { chat } of world.devices) expect(chat.messages('d1').current.outgoing).toEqual([]);
});

test('chat is what a fresh read would give on every device, nothing is lost or there twice, whatever happens on the way', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      vi.clearAllTimers();
      const world = new World();
      for (const step of sequence) await play(world, step);
      await world.rest();
      check(world);
    }),
    { numRuns: 5000 },
  );
}, 120_000);
