import { createTestApp, findDrift, invitePeople, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

let t: TestApp;
let serial = 0;
let owner: string;
let friend: string;
let stranger: string;
let third: string;
let conversationId: string;
beforeAll(async () => {
  t = await createTestApp();
});
beforeEach(async () => {
  serial += 1;
  const names = ['owner', 'friend', 'stranger', 'third'].map((name) => `${name}_${serial}`);
  [owner = '', friend = '', stranger = '', third = ''] = Object.values(await invitePeople(t.app, ...names));
  ({ id: conversationId } = await t.as(owner).chat.createGroup({ title: 'Us', userIds: [stranger, friend, third] }));
  await t.as(owner).chat.setRole({ conversationId, userId: friend, role: 'admin' });
});
afterAll(async () => {
  await t.drain();
  expect(await findDrift(t.app.sql)).toEqual({});
  await t[Symbol.asyncDispose]();
});

const add = (by: string, ...userIds: string[]) => t.as(by).chat.addMembers({ conversationId, userIds });
const hasLeft = (index: number) => ({
  cause: { reason: 'validation_failed', issues: [{ path: ['userIds', index], message: 'has left' }] },
});
const requestsOf = async (by: string) =>
  (await t.as(by).notifications.list({})).items.filter(({ type }) => type === 'message_request');

test.each(['leave', 'declineRequest'] as const)(
  'who left a group (%s) was brought in again and again by its admins',
  async (how) => {
    await t.as(stranger).chat[how]({ conversationId });
    await t.as(third).chat.leave({ conversationId });
    for (const by of [owner, friend, owner]) await expect(add(by, stranger)).rejects.toMatchObject(hasLeft(0));
    const [newcomer = ''] = Object.values(await invitePeople(t.app, `newcomer_${serial}`));
    await expect(add(owner, newcomer, stranger, third)).rejects.toMatchObject(hasLeft(1));
    expect(await requestsOf(stranger)).toEqual([]);
    expect((await t.as(owner).chat.get({ id: conversationId })).memberCount).toBe(2);
  },
);

test('who left was not taken in again by whom he knows, or was refused for good once he was', async () => {
  await t.as(stranger).chat.leave({ conversationId });
  await t.as(stranger).graph.follow({ userId: friend });
  await expect(add(owner, stranger)).rejects.toMatchObject(hasLeft(0));
  expect((await add(friend, stranger)).memberCount).toBe(4);
  expect((await t.as(stranger).chat.get({ id: conversationId })).folder).toBe('inbox');
  await t.as(owner).chat.removeMember({ conversationId, userId: stranger });
  expect((await add(owner, stranger)).memberCount).toBe(4);
});

test('whom staff removed was refused as one who left', async () => {
  await t.as(owner).chat.removeMember({ conversationId, userId: stranger });
  expect((await add(owner, stranger)).memberCount).toBe(4);
});

test('who left was brought back by admins who raced with his leaving', async () => {
  for (let round = 0; round < 20; round += 1) {
    await Promise.allSettled([
      t.as(stranger).chat.leave({ conversationId }),
      add(owner, stranger),
      add(friend, stranger),
    ]);
    await expect(add(owner, stranger)).rejects.toMatchObject(hasLeft(0));
    await t.app.sql.raw('delete from conversation_leaver where profile_id = $1', [stranger]);
    await add(owner, stranger);
  }
});

test('five hundred people brought into a group cost their admin no more than one', async () => {
  const { settings } = testAppOptions('');
  // NOTE: fifteen points of writes an hour, of which beginning a group takes three.
  await using strict = await createTestApp({ settings: { ...settings, rateLimitFactor: 0.01 } });
  const names = Array.from({ length: 14 }, (_, n) => `member_${n}`);
  const people = Object.values(await invitePeople(strict.app, 'lavish', 'thrifty', 'adder', ...names));
  const [lavish = '', thrifty = '', adder = '', ...others] = people;
  const create = (by: string, userIds: string[]) => strict.as(by).chat.createGroup({ title: 'Us', userIds });
  const rateLimited = { cause: { reason: 'rate_limited' } };
  await expect(create(lavish, others)).rejects.toMatchObject(rateLimited);
  expect((await create(thrifty, others.slice(0, 13))).memberCount).toBe(14);
  await expect(create(thrifty, others.slice(0, 1))).rejects.toMatchObject(rateLimited);
  const { id } = await create(adder, others.slice(0, 1));
  const bring = (userIds: string[]) => strict.as(adder).chat.addMembers({ conversationId: id, userIds });
  expect((await bring(others.slice(1, 8))).memberCount).toBe(9);
  await expect(bring(others.slice(8, 10))).rejects.toMatchObject(rateLimited);
});
