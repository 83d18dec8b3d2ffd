import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const told = async (viewer: string) => (await t.as(viewer).notifications.list({})).items;

test('a friend request is told with what may be answered, and its acceptance to who sent it', async () => {
  const { ann, ben } = await invitePeople(t.app, 'ann', 'ben');
  const { id: requestId } = await t.as(ann).friends.request({ userId: ben });
  const [asked] = await told(ben);
  expect(asked).toMatchObject({
    type: 'friend_request',
    actors: [{ id: ann }],
    friendRequest: { id: requestId, direction: 'incoming', status: 'pending' },
  });
  await t.as(ben).friends.accept({ requestId });
  expect(await told(ben)).toEqual([]);
  expect(await told(ann)).toMatchObject([
    { type: 'friend_accepted', actors: [{ id: ben }], friendRequest: { id: requestId, status: 'accepted' } },
  ]);
});

test('a rejection is not told', async () => {
  const { cid, dan } = await invitePeople(t.app, 'cid', 'dan');
  const { id: requestId } = await t.as(cid).friends.request({ userId: dan });
  await t.as(dan).friends.reject({ requestId });
  expect([await told(cid), await told(dan)]).toEqual([[], []]);
});

test('a block takes away what the two were told of each other, and leaves what others did', async () => {
  const { eva, finn, gus } = await invitePeople(t.app, 'eva', 'finn', 'gus');
  const post = await t.as(eva).posts.create({ text: 'Hello @finn' });
  await t.as(finn).posts.like({ id: post.id });
  await t.as(gus).posts.like({ id: post.id });
  await t.as(finn).graph.follow({ userId: eva });
  await t.as(eva).graph.follow({ userId: finn });
  await t.as(eva).graph.block({ userId: finn });
  expect(await told(finn)).toEqual([]);
  expect(await told(eva)).toMatchObject([{ type: 'like', actorCount: 1, actors: [{ id: gus }] }]);
  await t.as(eva).graph.unblock({ userId: finn });
  await t.as(finn).posts.like({ id: post.id });
  expect(await told(eva)).toMatchObject([{ type: 'like', actorCount: 1, actors: [{ id: gus }] }]);
});
