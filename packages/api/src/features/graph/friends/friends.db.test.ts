import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventDefinition } from '../../../kernel/app.ts';
import { reactInTransaction, reactionTable } from '../../../kernel/event.ts';
import { newId } from '../../../kernel/id.ts';
import { statement } from '../../../kernel/sql.ts';
import { friended, friendRequestAnswered, friendRequested, unfriended } from '../graph.events.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const setPrivate = statement('test.set-private', 'update profile set is_private = $2 where id = $1');
const day = 24 * 3600 * 1000;

/** Alice, Bob and Carol; and what was announced of what they do. */
async function cast() {
  serial += 1;
  const ids = await invitePeople(t.app, `alice_${serial}`, `bob_${serial}`, `carol_${serial}`);
  const [alice = '', bob = '', carol = ''] = Object.values(ids);
  const events: string[] = [];
  const hear = (event: EventDefinition<never>) =>
    reactInTransaction(
      event,
      async (_, payload) => void events.push([event.name, ...Object.values(payload)].join(' ')),
    );
  const heard = [friendRequested, friendRequestAnswered, friended, unfriended];
  const reactions = reactionTable(heard.map((event) => hear(event as EventDefinition<never>)));
  const as = (id: string | null, idempotencyKey: string | null = null) =>
    t.as(id, { app: { ...t.app, reactions }, idempotencyKey });
  return { alice, bob, carol, as, events };
}

const friendsOf = async (id: string) => {
  const { friendCount } = await t.as(null).users.get({ id });
  const ids = (await t.as(id).friends.list({})).items.map((friend) => friend.id);
  expect(ids).toHaveLength(friendCount);
  return ids;
};
const standing = async (of: string, viewer: string) => {
  const { friend, friendRequest } = (await t.as(viewer).users.get({ id: of })).viewer ?? {};
  return [friend, friendRequest];
};

describe('a request', () => {
  test('shows on both sides, once however often it is sent', async () => {
    const { alice, bob, as, events } = await cast();
    const request = await as(alice).friends.request({ userId: bob });
    expect(request).toEqual({
      id: expect.any(String),
      direction: 'outgoing',
      profile: expect.objectContaining({ id: bob }),
      status: 'pending',
      createdAt: expect.any(Date),
      answeredAt: null,
    });
    expect(await as(alice).friends.request({ userId: bob })).toEqual(request);
    expect((await as(alice).friends.requests({ direction: 'outgoing' })).items).toEqual([request]);
    expect((await as(bob).friends.requests({})).items).toEqual([
      { ...request, direction: 'incoming', profile: expect.objectContaining({ id: alice }) },
    ]);
    expect((await as(alice).friends.requests({})).items).toEqual([]);
    expect(await standing(bob, alice)).toEqual([false, 'outgoing']);
    expect(await standing(alice, bob)).toEqual([false, 'incoming']);
    expect(events).toEqual([`graph.friend-requested ${request.id} ${alice} ${bob}`]);
    expect(await friendsOf(alice)).toEqual([]);
  });

  test('is accepted once, and both are friends', async () => {
    const { alice, bob, as, events } = await cast();
    const { id } = await as(alice).friends.request({ userId: bob });
    for (const _ of ['once', 'twice']) {
      expect(await as(bob).friends.accept({ requestId: id })).toMatchObject({
        id,
        direction: 'incoming',
        status: 'accepted',
        answeredAt: expect.any(Date),
      });
    }
    expect(await friendsOf(alice)).toEqual([bob]);
    expect(await friendsOf(bob)).toEqual([alice]);
    expect(await standing(bob, alice)).toEqual([true, null]);
    expect(events.slice(1)).toEqual([
      `graph.friend-request-answered ${id} ${alice} ${bob} accepted`,
      `graph.friended ${alice} ${bob}`,
    ]);
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      await expect(as(from).friends.request({ userId: to })).rejects.toMatchObject({
        code: 'CONFLICT',
        cause: { reason: 'already_friends' },
      });
    }
    await expect(as(bob).friends.reject({ requestId: id })).rejects.toEqual(refusal('not_found'));
    await expect(as(alice).friends.cancel({ requestId: id })).rejects.toEqual(refusal('not_found'));
  });

  test('that crosses another accepts it', async () => {
    const { alice, bob, as, events } = await cast();
    const { id } = await as(alice).friends.request({ userId: bob });
    expect(await as(bob).friends.request({ userId: alice })).toMatchObject({
      id,
      direction: 'incoming',
      status: 'accepted',
    });
    expect(await friendsOf(alice)).toEqual([bob]);
    expect((await as(bob).friends.requests({ direction: 'outgoing' })).items).toEqual([]);
    expect(events).toHaveLength(3);
  });

  test('is taken back once, and may be sent again', async () => {
    const { alice, bob, as, events } = await cast();
    const { id } = await as(alice).friends.request({ userId: bob });
    for (const _ of ['once', 'twice']) {
      expect(await as(alice).friends.cancel({ requestId: id })).toMatchObject({ id, status: 'cancelled' });
    }
    await expect(as(bob).friends.accept({ requestId: id })).rejects.toEqual(refusal('not_found'));
    await expect(as(bob).friends.reject({ requestId: id })).rejects.toEqual(refusal('not_found'));
    expect(events.slice(1)).toEqual([`graph.friend-request-answered ${id} ${alice} ${bob} cancelled`]);
    const again = await as(alice).friends.request({ userId: bob });
    expect(again.id).not.toBe(id);
    expect((await as(bob).friends.requests({ status: 'pending' })).items).toMatchObject([{ id: again.id }]);
    expect((await as(bob).friends.requests({})).items).toMatchObject([{ id: again.id }, { id, status: 'cancelled' }]);
  });

  test('reaches a private profile', async () => {
    const { alice, bob, as } = await cast();
    await t.app.sql.run(setPrivate, [bob, true]);
    const { id } = await as(alice).friends.request({ userId: bob });
    expect(await as(bob).friends.accept({ requestId: id })).toMatchObject({ status: 'accepted' });
  });

  test('with the same key is sent once', async () => {
    const { alice, bob, as } = await cast();
    const key = newId();
    const first = await as(alice, key).friends.request({ userId: bob });
    await as(alice).friends.cancel({ requestId: first.id });
    expect(await as(alice, key).friends.request({ userId: bob })).toEqual(first);
    expect((await as(bob).friends.requests({ status: 'pending' })).items).toEqual([]);
  });

  test('goes neither to oneself nor to nobody', async () => {
    const { alice, as } = await cast();
    for (const verb of ['request', 'remove'] as const) {
      await expect(as(alice).friends[verb]({ userId: alice })).rejects.toMatchObject({
        cause: { reason: 'validation_failed', issues: [{ path: ['userId'] }] },
      });
      await expect(as(alice).friends[verb]({ userId: newId() })).rejects.toEqual(refusal('not_found'));
      await expect(as(null).friends[verb]({ userId: alice })).rejects.toEqual(refusal('token_missing'));
      await expect(as(alice).friends[verb]({ userId: 'nope' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
  });

  test.each(['accept', 'reject', 'cancel'] as const)('%s is for the right one of the two', async (verb) => {
    const { alice, bob, carol, as } = await cast();
    const { id: requestId } = await as(alice).friends.request({ userId: bob });
    for (const wrong of [carol, verb === 'cancel' ? bob : alice]) {
      await expect(as(wrong).friends[verb]({ requestId })).rejects.toEqual(refusal('not_found'));
    }
    await expect(as(null).friends[verb]({ requestId })).rejects.toEqual(refusal('token_missing'));
    await expect(as(bob).friends[verb]({ requestId: newId() })).rejects.toEqual(refusal('not_found'));
    await expect(as(bob).friends[verb]({ requestId: 'nope' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect((await as(bob).friends.requests({ status: 'pending' })).items).toHaveLength(1);
  });
});

describe('a rejection', () => {
  test('is never told to the sender', async () => {
    const { alice, bob, as, events } = await cast();
    const request = await as(alice).friends.request({ userId: bob });
    for (const _ of ['once', 'twice']) {
      expect(await as(bob).friends.reject({ requestId: request.id })).toMatchObject({
        status: 'rejected',
        answeredAt: expect.any(Date),
      });
    }
    expect(events.slice(1)).toEqual([`graph.friend-request-answered ${request.id} ${alice} ${bob} rejected`]);
    const sent = async (status?: 'pending' | 'rejected') =>
      (await as(alice).friends.requests({ direction: 'outgoing', ...(status ? { status } : {}) })).items;
    expect(await sent()).toEqual([request]);
    expect(await sent('pending')).toEqual([request]);
    expect(await sent('rejected')).toEqual([]);
    expect(await as(alice).friends.request({ userId: bob })).toEqual(request);
    expect(await standing(bob, alice)).toEqual([false, 'outgoing']);
    expect(await standing(alice, bob)).toEqual([false, null]);
    expect((await as(bob).friends.requests({ status: 'rejected' })).items).toMatchObject([{ id: request.id }]);
    expect((await as(bob).friends.requests({ status: 'pending' })).items).toEqual([]);
    expect(events).toHaveLength(2);
    await expect(as(bob).friends.accept({ requestId: request.id })).rejects.toEqual(refusal('not_found'));
    expect(await as(alice).friends.cancel({ requestId: request.id })).toMatchObject({ status: 'cancelled' });
    expect(await standing(bob, alice)).toEqual([false, null]);
  });

  test('holds for a day, also for who takes his request back to send another', async () => {
    const { alice, bob, as, events } = await cast();
    const first = await as(alice).friends.request({ userId: bob });
    await as(bob).friends.reject({ requestId: first.id });
    await as(alice).friends.cancel({ requestId: first.id });
    const second = await as(alice).friends.request({ userId: bob });
    expect(second).toMatchObject({ status: 'pending', answeredAt: null });
    expect(second.id).not.toBe(first.id);
    expect((await as(bob).friends.requests({ status: 'pending' })).items).toEqual([]);
    expect(events).toHaveLength(2);
    t.clock.advance(day + 1000);
    expect(await as(alice).friends.request({ userId: bob })).toEqual(second);
    expect((await as(bob).friends.requests({ status: 'pending' })).items).toMatchObject([
      { id: second.id, answeredAt: null },
    ]);
    expect(events.slice(2)).toEqual([`graph.friend-requested ${second.id} ${alice} ${bob}`]);
    await as(bob).friends.accept({ requestId: second.id });
    expect(await friendsOf(alice)).toEqual([bob]);
  });

  test('is outdone by asking the sender oneself, and then forgotten', async () => {
    const { alice, bob, as } = await cast();
    const { id } = await as(alice).friends.request({ userId: bob });
    await as(bob).friends.reject({ requestId: id });
    expect(await as(bob).friends.request({ userId: alice })).toMatchObject({ id, status: 'accepted' });
    await as(bob).friends.remove({ userId: alice });
    const again = await as(alice).friends.request({ userId: bob });
    expect((await as(bob).friends.requests({ status: 'pending' })).items).toMatchObject([{ id: again.id }]);
  });
});

describe('a friendship', () => {
  test('ends once, from either side', async () => {
    const { alice, bob, as, events } = await cast();
    const { id } = await as(alice).friends.request({ userId: bob });
    await as(bob).friends.accept({ requestId: id });
    for (const _ of ['once', 'twice']) {
      expect(await as(alice).friends.remove({ userId: bob })).toMatchObject({ friend: false, friendRequest: null });
    }
    expect(events.slice(3)).toEqual([`graph.unfriended ${alice} ${bob}`]);
    expect(await friendsOf(alice)).toEqual([]);
    expect(await friendsOf(bob)).toEqual([]);
    expect(await as(bob).friends.accept({ requestId: id })).toMatchObject({ status: 'accepted' });
    expect(await friendsOf(bob)).toEqual([]);
  });
});

describe('who reads', () => {
  const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

  /** The owner of lists with one follower, who is a friend and shares a mutual; somebody whom she blocked and one who blocked her. */
  async function company() {
    const { alice: owner, bob: friend, carol: stranger } = await cast();
    const ids = await invitePeople(t.app, `blocked_${serial}`, `blocker_${serial}`, `follower_${serial}`);
    const [blocked = '', blocker = '', follower = ''] = Object.values(ids);
    for (const id of [friend, follower]) await t.as(id).graph.follow({ userId: owner });
    await t.as(owner).graph.follow({ userId: friend });
    await t.as(follower).graph.follow({ userId: friend });
    const { id: requestId } = await t.as(friend).friends.request({ userId: owner });
    await t.as(owner).friends.accept({ requestId });
    await t.as(owner).graph.block({ userId: blocked });
    await t.as(blocker).graph.block({ userId: owner });
    return { owner, friend, stranger, follower, blocked, blocker };
  }

  test.each(['open', 'private'] as const)('lists of a profile that is %s', async (kind) => {
    const { owner, friend, stranger, follower, blocked, blocker } = await company();
    await t.app.sql.run(setPrivate, [owner, kind === 'private']);
    const lists = { followers: [follower, friend], following: [friend], friends: [friend] };
    for (const [name, ids] of Object.entries(lists)) {
      const list = (viewer: string | null) => t.as(viewer).users[name as keyof typeof lists]({ id: owner });
      const readers = kind === 'private' ? [owner, friend, follower] : [owner, friend, follower, stranger, null];
      for (const viewer of readers) expect(idsOf(await list(viewer)), name).toEqual(ids);
      const others = kind === 'private' ? [blocked, blocker, stranger, null] : [blocked, blocker];
      for (const viewer of others) await expect(list(viewer)).rejects.toEqual(refusal('not_found'));
    }
  });

  test('mutuals are followers whom the caller follows', async () => {
    const { owner, friend, stranger, follower, blocked, blocker } = await company();
    const mutuals = (viewer: string | null) => t.as(viewer).users.mutuals({ id: owner });
    expect(idsOf(await mutuals(follower))).toEqual([friend]);
    expect(idsOf(await mutuals(owner))).toEqual([friend]);
    for (const viewer of [null, stranger, friend]) expect(idsOf(await mutuals(viewer))).toEqual([]);
    for (const viewer of [blocked, blocker]) await expect(mutuals(viewer)).rejects.toEqual(refusal('not_found'));
    await t.app.sql.run(setPrivate, [owner, true]);
    for (const viewer of [null, stranger]) await expect(mutuals(viewer)).rejects.toEqual(refusal('not_found'));
    expect(idsOf(await mutuals(follower))).toEqual([friend]);
    await t.as(follower).graph.block({ userId: friend });
    expect(idsOf(await t.as(follower).users.friends({ id: owner }))).toEqual([]);
    expect(idsOf(await mutuals(follower))).toEqual([]);
  });

  test('requests and friends of the caller are for the caller', async () => {
    await expect(t.as(null).friends.list({})).rejects.toEqual(refusal('token_missing'));
    await expect(t.as(null).friends.requests({})).rejects.toEqual(refusal('token_missing'));
    await expect(t.as(null).users.suggestions({})).rejects.toEqual(refusal('token_missing'));
    const { alice } = await cast();
    await expect(t.as(alice).users.friends({ id: newId() })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(alice).users.mutuals({ id: newId() })).rejects.toEqual(refusal('not_found'));
  });
});
