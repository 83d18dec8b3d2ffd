import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientId } from '../../fixtures/talks.ts';
import { domainErrorOf } from '../../kernel/trpc-errors.ts';

const size = 4;
let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const kinds = [
  'send',
  'send',
  'send',
  'read',
  'accept',
  'decline',
  'delete',
  'open',
  'group',
  'add',
  'leave',
  'block',
  'unblock',
  'follow',
] as const;
const step = fc.record({
  kind: fc.constantFrom(...kinds),
  who: fc.nat(size - 1),
  whom: fc.nat(size - 1),
  which: fc.nat(5),
  seq: fc.integer({ min: 1, max: 6 }),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

interface Scene {
  people: string[];
  conversations: string[];
  messages: string[];
}

const steps: Record<(typeof kinds)[number], (scene: Scene, one: Step) => Promise<unknown>> = {
  open: async (scene, { who, whom }) => {
    const { id } = await as(scene, who).chat.open({ userId: scene.people[whom] ?? '' });
    if (!scene.conversations.includes(id)) scene.conversations.push(id);
  },
  group: async (scene, { who, whom }) => {
    const made = await as(scene, who).chat.createGroup({ title: 'A group', userIds: [scene.people[whom] ?? ''] });
    scene.conversations.push(made.id);
  },
  send: async (scene, { who, which }) => {
    const input = { conversationId: at(scene.conversations, which), text: 'x', clientId: clientId() };
    scene.messages.push((await as(scene, who).chat.send(input)).id);
  },
  read: (scene, { who, which, seq }) =>
    as(scene, who).chat.markRead({ conversationId: at(scene.conversations, which), seq }),
  accept: (scene, { who, which }) =>
    as(scene, who).chat.acceptRequest({ conversationId: at(scene.conversations, which) }),
  decline: (scene, { who, which }) =>
    as(scene, who).chat.declineRequest({ conversationId: at(scene.conversations, which) }),
  leave: (scene, { who, which }) => as(scene, who).chat.leave({ conversationId: at(scene.conversations, which) }),
  add: (scene, { who, whom, which }) =>
    as(scene, who).chat.addMembers({
      conversationId: at(scene.conversations, which),
      userIds: [scene.people[whom] ?? ''],
    }),
  delete: (scene, { who, which }) => as(scene, who).chat.delete({ id: at(scene.messages, which) }),
  block: (scene, { who, whom }) => as(scene, who).graph.block({ userId: scene.people[whom] ?? '' }),
  unblock: (scene, { who, whom }) => as(scene, who).graph.unblock({ userId: scene.people[whom] ?? '' }),
  follow: (scene, { who, whom }) => as(scene, who).graph.follow({ userId: scene.people[whom] ?? '' }),
};

const as = ({ people }: Scene, who: number) => t.as(people[who] ?? '');
const at = (ids: readonly string[], which: number) =>
  ids[which % Math.max(1, ids.length)] ?? '01977777-7777-7777-8777-777777777777';

async function check(personId: string): Promise<void> {
  const caller = t.as(personId);
  const [unread, inbox, requests, me] = await Promise.all([
    caller.chat.unreadCount(),
    caller.chat.conversations({ limit: 100 }),
    caller.chat.conversations({ folder: 'requests', limit: 100 }),
    caller.me.get(),
  ]);
  const waiting = (items: typeof inbox.items) => items.filter(({ unreadCount }) => unreadCount > 0);
  for (const one of [...inbox.items, ...requests.items]) {
    expect(one.unreadCount).toBe(one.lastSeq - one.lastReadSeq);
    expect(one.unreadCount).toBeGreaterThanOrEqual(0);
    expect(one.lastMessage?.seq ?? one.lastSeq).toBe(one.lastSeq);
    expect(await caller.chat.get({ id: one.id })).toEqual(one);
  }
  expect(unread).toEqual({
    count: inbox.items.reduce((sum, { unreadCount }) => sum + unreadCount, 0),
    conversations: waiting(inbox.items).length,
    requests: waiting(requests.items).length,
  });
  expect(me.unread.messages).toBe(unread.count);
}

test('what is unread is at every step the sum of what the lists say, whatever people do', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (acts) => {
      serial += 1;
      const names = Array.from({ length: size }, (_, n) => `person_${serial}_${n}`);
      const scene: Scene = {
        people: Object.values(await invitePeople(t.app, ...names)),
        conversations: [],
        messages: [],
      };
      for (const [who, whom] of [
        [0, 1],
        [2, 0],
        [1, 3],
      ] as const)
        await steps.open(scene, { kind: 'open', who, whom, which: 0, seq: 1 });
      for (const act of acts) {
        await steps[act.kind](scene, act).catch(unlessRefused);
        for (const one of scene.people) await check(one);
      }
    }),
    { numRuns: 12 },
  );
});

function unlessRefused(error: unknown): void {
  if (domainErrorOf(error) === null) throw error;
}
