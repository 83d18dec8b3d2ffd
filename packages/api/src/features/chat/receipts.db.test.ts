import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Ear, listen } from '../../fixtures/ear.ts';
import { makeGroup, say } from '../../fixtures/talks.ts';
import { transact } from '../../kernel/transaction.ts';
import { hideProfile, showProfile } from '../profiles/index.ts';

const soon = { timeout: 20_000, interval: 10 };
let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol', string>;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
beforeEach(async () => {
  serial += 1;
  const ids = Object.values(await invitePeople(t.app, `alice_${serial}`, `bob_${serial}`, `carol_${serial}`));
  people = { alice: ids[0] ?? '', bob: ids[1] ?? '', carol: ids[2] ?? '' };
});
afterAll(() => t[Symbol.asyncDispose]());

const chat = (name: keyof typeof people) => t.as(people[name]).chat;
const hide = (name: keyof typeof people) => transact({ app: t.app }, (tx) => hideProfile(tx, people[name]));

/** Waits until all that has happened so far is heard. */
async function hearAll(ears: readonly Ear[], conversationId: string): Promise<void> {
  const { id } = await say(t, [people.alice, conversationId], 'the last of all');
  for (const ear of ears) {
    await expect.poll(() => ear.heard('message.created').map(({ message }) => message.id), soon).toContain(id);
  }
}

test('a reader who was away was told what somebody had read who lets nobody know any more, or is hidden', async () => {
  const conversationId = await makeGroup(t, people.alice, [people.bob, people.carol]);
  await say(t, [people.alice, conversationId]);
  const { cursor: after } = await t.as(people.alice).events.head();
  await chat('bob').markRead({ conversationId, seq: 1 });
  await chat('carol').markRead({ conversationId, seq: 1 });
  await t.as(people.bob).me.updatePrivacy({ readReceipts: false });
  const first = await listen(t, people.alice, { after });
  await hearAll([first], conversationId);
  expect(first.heard('conversation.read').map(({ userId }) => userId)).toEqual([people.carol]);
  await hide('carol');
  const second = await listen(t, people.alice, { after });
  await hearAll([second], conversationId);
  expect(second.heard('conversation.read')).toEqual([]);
  for (const ear of [first, second]) ear.stop();
});

test('who asked was not told what is read from when his request is accepted, and is told nothing of who hides it', async () => {
  const { id: conversationId } = await chat('alice').open({ userId: people.bob });
  const { id: hidden } = await chat('alice').open({ userId: people.carol });
  for (const id of [conversationId, hidden]) await say(t, [people.alice, id]);
  await t.as(people.carol).me.updatePrivacy({ readReceipts: false });
  const ear = await listen(t, people.alice);
  await chat('bob').acceptRequest({ conversationId });
  await chat('carol').acceptRequest({ conversationId: hidden });
  await hearAll([ear], conversationId);
  const views = ear.heard('conversation.updated').map(({ conversation }) => conversation);
  expect(views.map(({ id }) => id)).toEqual([conversationId]);
  expect(views[0]?.members.map(({ lastReadSeq }) => lastReadSeq)).toEqual([expect.any(Number), 0]);
  ear.stop();
});

test('nobody was told when somebody lets others know what he has read no more, or again', async () => {
  const conversationId = await makeGroup(t, people.alice, [people.bob]);
  await say(t, [people.alice, conversationId]);
  await chat('bob').open({ userId: people.alice });
  await chat('bob').markRead({ conversationId, seq: 1 });
  const ears = [await listen(t, people.alice), await listen(t, people.bob)];
  for (const readReceipts of [false, false, true]) await t.as(people.bob).me.updatePrivacy({ readReceipts });
  await hearAll(ears, conversationId);
  for (const ear of ears) {
    const views = ear.heard('conversation.updated').filter(({ conversation }) => conversation.kind === 'group');
    expect(views).toHaveLength(2);
  }
  expect(ears[0]?.heard('conversation.updated')).toHaveLength(2);
  for (const ear of ears) ear.stop();
});

test('the members of a group were not told when somebody vanished from it, or came back', async () => {
  const conversationId = await makeGroup(t, people.alice, [people.bob, people.carol]);
  const ear = await listen(t, people.alice);
  const membersHeard = () => ear.heard('conversation.updated').map(({ conversation }) => conversation.members.length);
  await hide('bob');
  await expect.poll(membersHeard, soon).toEqual([2]);
  await transact({ app: t.app }, (tx) => showProfile(tx, people.bob));
  await expect.poll(membersHeard, soon).toEqual([2, 3]);
  await hearAll([ear], conversationId);
  ear.stop();
});

test('many conversations of one are told of by job', async () => {
  for (let n = 0; n < 201; n += 1) await makeGroup(t, people.bob, []);
  const ear = await listen(t, people.bob);
  await t.as(people.bob).me.updatePrivacy({ readReceipts: false });
  await t.drain();
  const heard = () => new Set(ear.heard('conversation.updated').map(({ conversation }) => conversation.id)).size;
  await expect.poll(heard, soon).toBe(201);
  ear.stop();
});

test('the devices of who reads were told of it twice', async () => {
  const conversationId = await makeGroup(t, people.alice, [people.bob]);
  await say(t, [people.alice, conversationId]);
  const ears = [await listen(t, people.alice), await listen(t, people.bob), await listen(t, people.bob)];
  await chat('bob').markRead({ conversationId, seq: 1 });
  await hearAll(ears, conversationId);
  const read = { conversationId, userId: people.bob, lastReadSeq: 1 };
  for (const ear of ears) expect(ear.heard('conversation.read')).toEqual([read]);
  for (const ear of ears) ear.stop();
});
