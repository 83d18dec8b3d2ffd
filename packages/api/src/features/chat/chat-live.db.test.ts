import type { EphemeralEvent } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Ear, listen } from '../../fixtures/ear.ts';
import { makeGroup, say } from '../../fixtures/talks.ts';
import { EVENT_SINK, isEventSource } from '../../kernel/event-sink.ts';
import { openApp } from '../../open-app.ts';

const soon = { timeout: 20_000, interval: 10 };
let t: TestApp;
let other: Awaited<ReturnType<typeof openApp>>;
let people: Record<'alice' | 'bob' | 'carol', string>;
let group: string;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
  other = await openApp({ ...testAppOptions(t.database.url), clock: t.clock });
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});
beforeEach(async () => {
  serial += 1;
  const ids = Object.values(await invitePeople(t.app, `alice_${serial}`, `bob_${serial}`, `carol_${serial}`));
  people = { alice: ids[0] ?? '', bob: ids[1] ?? '', carol: ids[2] ?? '' };
  group = await makeGroup(t, people.alice, [people.bob, people.carol]);
});

const chat = (name: keyof typeof people) => t.as(people[name]).chat;
const inGroup = (name: keyof typeof people, text?: string) => say(t, [people[name], group], text);
const typesOf = (ear: Ear) => ear.events.map(({ type }) => type);

/** What everybody does to one message, one thing after another. */
async function talk(): Promise<string> {
  const { id } = await inGroup('alice', 'hello');
  await chat('alice').edit({ id, text: 'hello!' });
  await chat('bob').react({ id, emoji: '👍' });
  await chat('bob').unreact({ id, emoji: '👍' });
  await chat('bob').markRead({ conversationId: group, seq: 1 });
  await chat('alice').delete({ id });
  return id;
}

const told = [
  'message.created',
  'message.updated',
  'message.reaction',
  'message.reaction',
  'conversation.read',
  'message.deleted',
];

test('all that happens to a message is told to every member in order, on any process, and again after any event', async () => {
  const ears = [await listen(t, people.carol), await listen(t, people.carol, { app: other })];
  const start = ears[0]?.cursor() ?? '';
  const id = await talk();
  for (const ear of ears) await expect.poll(() => typesOf(ear), soon).toEqual(told);
  const [first] = ears;
  expect(first?.heard('message.deleted')).toMatchObject([{ message: { id, text: '', deletedAt: expect.any(Date) } }]);
  expect(first?.heard('conversation.read')).toEqual([{ conversationId: group, userId: people.bob, lastReadSeq: 1 }]);
  for (const app of [t.app, other]) {
    const again = await listen(t, people.carol, { app, after: start });
    await expect
      .poll(() => again.events.map((event) => event.id), soon)
      .toEqual(first?.events.map((event) => event.id));
    again.stop();
  }
  for (const ear of ears) ear.stop();
});

test('each is told of reactions as he sees them', async () => {
  const { id } = await inGroup('alice');
  const [bob, carol] = [await listen(t, people.bob), await listen(t, people.carol, { app: other })];
  await chat('bob').react({ id, emoji: '👍' });
  await expect
    .poll(() => bob.heard('message.reaction').at(-1), soon)
    .toMatchObject({
      message: { reactions: [{ emoji: '👍', count: 1, mine: true }] },
    });
  await expect
    .poll(() => carol.heard('message.reaction').at(-1), soon)
    .toMatchObject({
      message: { reactions: [{ emoji: '👍', count: 1, mine: false }] },
    });
  for (const ear of [bob, carol]) ear.stop();
});

test('who sends no receipts is not told of, and is told of none', async () => {
  await t.app.sql.raw('insert into privacy_setting (profile_id, read_receipts) values ($1, false)', [people.bob]);
  await inGroup('alice');
  const [alice, bob, carol] = [
    await listen(t, people.alice),
    await listen(t, people.bob),
    await listen(t, people.carol),
  ];
  await chat('bob').markRead({ conversationId: group, seq: 1 });
  await chat('carol').markRead({ conversationId: group, seq: 1 });
  const { id } = await inGroup('alice', 'the end');
  for (const ear of [alice, bob, carol]) {
    await expect.poll(() => ear.heard('message.created').some(({ message }) => message.id === id), soon).toBe(true);
  }
  const readers = (ear: Ear) => [...new Set(ear.heard('conversation.read').map(({ userId }) => userId))];
  expect(readers(alice)).toEqual([people.carol]);
  expect(readers(bob)).toEqual([people.bob]);
  expect(readers(carol)).toEqual([people.carol]);
  const lastRead = async (viewer: keyof typeof people, of: keyof typeof people) =>
    (await chat(viewer).get({ id: group })).members.find(({ profile }) => profile.id === people[of])?.lastReadSeq;
  expect(await lastRead('alice', 'bob')).toBeNull();
  expect(await lastRead('bob', 'carol')).toBeNull();
  expect(await lastRead('bob', 'bob')).toBe(1);
  expect(await lastRead('alice', 'carol')).toBe(1);
  for (const ear of [alice, bob, carol]) ear.stop();
});

test('a device is told of what another has read', async () => {
  await inGroup('alice');
  const ear = await listen(t, people.bob, { app: other });
  await chat('bob').markRead({ conversationId: group, seq: 1 });
  await expect
    .poll(() => ear.heard('conversation.read').at(-1), soon)
    .toEqual({ conversationId: group, userId: people.bob, lastReadSeq: 1 });
  ear.stop();
});

test('an open stream hears of a conversation from joining, and no word after leaving, whichever process it is on', async () => {
  const { dave } = await invitePeople(t.app, `dave_${serial}`).then((all) => ({ dave: Object.values(all)[0] ?? '' }));
  await t.as(dave).graph.follow({ userId: people.alice });
  const ear = await listen(t, dave, { app: other });
  await inGroup('alice', 'before');
  await chat('alice').addMembers({ conversationId: group, userIds: [dave] });
  await inGroup('alice', 'within');
  await expect.poll(() => ear.heard('message.created').map(({ message }) => message.text), soon).toContain('within');
  await chat('alice').removeMember({ conversationId: group, userId: dave });
  await inGroup('alice', 'after');
  await expect.poll(() => ear.heard('conversation.removed'), soon).toEqual([{ conversationId: group }]);
  const direct = (await chat('alice').open({ userId: dave })).id;
  await say(t, [people.alice, direct], 'the end');
  await expect.poll(() => ear.heard('message.created').map(({ message }) => message.text), soon).toContain('the end');
  const texts = JSON.stringify(ear.events);
  for (const word of ['before', 'after']) expect(texts).not.toContain(`"${word}"`);
  ear.stop();
});

test('that somebody writes is told to the members who look on, and to nobody else', async () => {
  const names = [`erin_${serial}`];
  const [erin = ''] = Object.values(await invitePeople(t.app, ...names));
  const direct = (await chat('alice').open({ userId: people.bob })).id;
  const hints: { who: string; event: EphemeralEvent }[] = [];
  const flows = await Promise.all(
    [people.alice, people.bob, people.carol, erin].map(async (who) => {
      const source = await t.as(who).events.ephemeral({ topics: ['typing'] });
      if (!isEventSource(source)) throw new Error('no event source');
      const push = ({ data }: { data: unknown }) => hints.push({ who, event: hintOf(data) }) > 0;
      return source[EVENT_SINK]({ push, fail: expect.unreachable, done: expect.unreachable, backlog: 0 });
    }),
  );
  await chat('alice').typing({ conversationId: direct });
  await chat('alice').typing({ conversationId: group });
  await expect.poll(() => hints.length, soon).toBe(2);
  const event = { type: 'typing', data: { conversationId: group, userId: people.alice } };
  expect(hints).toEqual(
    expect.arrayContaining([
      { who: people.bob, event },
      { who: people.carol, event },
    ]),
  );
  await t.app.sql.raw(`update conversation_member set folder = 'inbox' where conversation_id = $1`, [direct]);
  await chat('bob').typing({ conversationId: direct });
  await expect
    .poll(() => hints.at(-1), soon)
    .toEqual({
      who: people.alice,
      event: { type: 'typing', data: { conversationId: direct, userId: people.bob } },
    });
  for (const flow of flows) flow.stop();
});

/** NOTE: ephemeral streams push ephemeral events alone. */
function hintOf(data: unknown): EphemeralEvent {
  return data as EphemeralEvent;
}
