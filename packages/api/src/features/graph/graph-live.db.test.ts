import type { StreamEvent } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const setPrivate = statement('test.set-private', 'update profile set is_private = true where id = $1');

async function people(): Promise<[alice: string, bob: string]> {
  serial += 1;
  const [alice = '', bob = ''] = Object.values(await invitePeople(t.app, `alice_${serial}`, `bob_${serial}`));
  return [alice, bob];
}

/** What a stream tells of requests, read from a cursor as one that was away reads it. */
async function told(viewer: string, cursor: string): Promise<StreamEvent[]> {
  const page = await t.app.journal.read({ topics: new Set([`user:${viewer}`]), cursor: cursor, viewerId: null });
  return (page?.events ?? [])
    .map(({ event }) => event.data as StreamEvent)
    .filter(({ type }) => type === 'friend.request' || type === 'friend.updated' || type === 'follow.request');
}

test('a request reaches its receiver, and its answer both', async () => {
  const [alice, bob] = await people();
  const cursor = t.app.journal.head();
  const { id } = await t.as(alice).friends.request({ userId: bob });
  await t.as(alice).friends.request({ userId: bob });
  expect(await told(alice, cursor)).toEqual([]);
  expect(await told(bob, cursor)).toMatchObject([
    {
      type: 'friend.request',
      data: { request: { id, direction: 'incoming', profile: { id: alice }, status: 'pending' } },
    },
  ]);
  await t.as(bob).friends.accept({ requestId: id });
  await t.as(bob).friends.accept({ requestId: id });
  const direction = { [alice]: 'outgoing', [bob]: 'incoming' };
  for (const viewer of [alice, bob]) {
    expect((await told(viewer, cursor)).filter(({ type }) => type === 'friend.updated')).toMatchObject([
      { data: { request: { id, status: 'accepted', direction: direction[viewer] } } },
    ]);
  }
});

test('a rejection is told to the devices of the one who rejects, and to nobody else', async () => {
  const [alice, bob] = await people();
  const cursor = t.app.journal.head();
  const { id } = await t.as(alice).friends.request({ userId: bob });
  await t.as(bob).friends.reject({ requestId: id });
  expect(await told(alice, cursor)).toEqual([]);
  expect((await told(bob, cursor)).at(-1)).toMatchObject({
    type: 'friend.updated',
    data: { request: { status: 'rejected' } },
  });
  await t.as(alice).friends.request({ userId: bob });
  expect(await told(bob, cursor)).toHaveLength(2);
});

test('a request to follow reaches a private profile, as long as it waits', async () => {
  const [alice, bob] = await people();
  await t.app.sql.run(setPrivate, [bob]);
  const cursor = t.app.journal.head();
  await t.as(alice).graph.follow({ userId: bob });
  expect(await told(bob, cursor)).toMatchObject([
    { type: 'follow.request', data: { request: { follower: { id: alice } } } },
  ]);
  await t.as(alice).graph.unfollow({ userId: bob });
  expect(await told(bob, cursor)).toEqual([]);
});

test('nothing is told of somebody blocked since', async () => {
  const [alice, bob] = await people();
  const cursor = t.app.journal.head();
  await t.as(alice).friends.request({ userId: bob });
  await t.as(bob).graph.block({ userId: alice });
  expect(await told(alice, cursor)).toEqual([]);
  expect(await told(bob, cursor)).toEqual([]);
});
