import { createTestApp, invitePeople, refusal, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Ear, listen } from '../../fixtures/ear.ts';
import { clientId, makeGroup, say } from '../../fixtures/talks.ts';

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

/** Waits until all that has happened so far is heard. */
async function hearAll(ears: readonly Ear[], conversationId: string): Promise<void> {
  const { id } = await say(t, [people.alice, conversationId], 'the last of all');
  for (const ear of ears) {
    await expect.poll(() => ear.heard('message.created').map(({ message }) => message.id), soon).toContain(id);
  }
}

test('an answer to what was said before somebody came in told him what that was', async () => {
  const conversationId = await makeGroup(t, people.alice, [people.bob]);
  const { id: replyToId } = await say(t, [people.alice, conversationId], 'among the two of us');
  await chat('alice').addMembers({ conversationId, userIds: [people.carol] });
  const ears = [await listen(t, people.bob), await listen(t, people.carol)] as const;
  const answer = { conversationId, text: 'indeed', replyToId, clientId: clientId() };
  const sent = await chat('bob').send(answer);
  await chat('alice').react({ id: sent.id, emoji: '👍' });
  const found = await chat('carol').search({ query: 'indeed' });
  const page = await chat('carol').messages({ conversationId });
  const view = await chat('carol').get({ id: conversationId });
  await hearAll(ears, conversationId);
  for (const seen of [found, page, view, ears[1].events]) {
    expect(JSON.stringify(seen)).toContain('indeed');
    expect(JSON.stringify(seen)).not.toContain('among the two');
    expect(JSON.stringify(seen)).not.toContain(replyToId);
  }
  const whole = { id: sent.id, replyTo: { id: replyToId, text: 'among the two of us' } };
  expect(sent).toMatchObject(whole);
  const before = (await chat('bob').messages({ conversationId })).items.filter(({ seq }) => seq === sent.seq);
  expect(before).toMatchObject([whole]);
  expect(ears[0].heard('message.updated')).toMatchObject([{ message: whole }]);
  for (const ear of ears) ear.stop();
});

test('an answer to what all have heard is told at once', async () => {
  const conversationId = await makeGroup(t, people.alice, [people.bob]);
  const { id: replyToId } = await say(t, [people.alice, conversationId], 'hello');
  const ear = await listen(t, people.alice);
  await chat('bob').send({ conversationId, text: 'hi', replyToId, clientId: clientId() });
  await chat('alice').addMembers({ conversationId, userIds: [people.carol] });
  await hearAll([ear], conversationId);
  const told = ear.heard('message.created').filter(({ message }) => message.text === 'hi');
  expect(told).toMatchObject([{ message: { replyTo: { id: replyToId, text: 'hello' } } }]);
  expect(ear.heard('message.updated')).toEqual([]);
  ear.stop();
});

test('who was removed got the newest words of others by sending a message with files again', async () => {
  const conversationId = await makeGroup(t, people.alice, [people.bob]);
  const { id: replyToId } = await say(t, [people.alice, conversationId]);
  const { id: mediaId } = await t.as(people.bob).media.upload({ file: new File([testPng()], 'photo.png') });
  const input = { conversationId, text: 'look', mediaIds: [mediaId], replyToId, clientId: clientId() };
  const { id } = await chat('bob').send(input);
  expect(await chat('bob').send(input)).toMatchObject({ id });
  await chat('alice').removeMember({ conversationId, userId: people.bob });
  await chat('alice').edit({ id: replyToId, text: 'now that he is gone' });
  await expect(chat('bob').send(input)).rejects.toEqual(refusal('not_found'));
});
