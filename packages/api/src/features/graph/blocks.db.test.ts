import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventDefinition } from '../../kernel/app.ts';
import { reactInTransaction, reactionTable } from '../../kernel/event.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { blocked, followRequestClosed, friendRequestAnswered, unfollowed, unfriended } from './graph.events.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const setPrivate = statement('test.set-private', 'update profile set is_private = $2 where id = $1');
const stranger = {
  following: false,
  followedBy: false,
  followRequested: false,
  friend: false,
  friendRequest: null,
  blocking: false,
  muting: false,
};
const blocking = { ...stranger, blocking: true };

/** Alice, Bob and Carol; and what was announced of what they do. */
async function cast() {
  serial += 1;
  const ids = await invitePeople(t.app, `alice_${serial}`, `bob_${serial}`, `carol_${serial}`);
  const [alice = '', bob = '', carol = ''] = Object.values(ids);
  const events: string[] = [];
  const hear = (event: EventDefinition<never>) =>
    reactInTransaction(
      event,
      async (_, payload) => void events.push(`${event.name} ${Object.values(payload).join(' ')}`),
    );
  const reactions = reactionTable(
    [blocked, unfollowed, followRequestClosed, unfriended, friendRequestAnswered].map((event) =>
      hear(event as EventDefinition<never>),
    ),
  );
  const as = (id: string | null, idempotencyKey: string | null = null) =>
    t.as(id, { app: { ...t.app, reactions }, idempotencyKey });
  return { alice, bob, carol, as, events };
}

const countsOf = async (id: string) => {
  const { followerCount, followingCount, friendCount } = await t.as(null).users.get({ id });
  return [followerCount, followingCount, friendCount];
};

describe('a block', () => {
  test('cuts follows both ways, with their counters and events', async () => {
    const { alice, bob, as, events } = await cast();
    await as(alice).graph.follow({ userId: bob });
    await as(bob).graph.follow({ userId: alice });
    expect(await as(alice).graph.block({ userId: bob })).toEqual(blocking);
    expect(await as(alice).graph.block({ userId: bob })).toEqual(blocking);
    expect(await countsOf(alice)).toEqual([0, 0, 0]);
    expect(await countsOf(bob)).toEqual([0, 0, 0]);
    expect(events).toEqual([
      `graph.unfollowed ${alice} ${bob}`,
      `graph.unfollowed ${bob} ${alice}`,
      `graph.blocked ${alice} ${bob}`,
    ]);
  });

  test('cuts requests to follow both ways', async () => {
    const { alice, bob, as, events } = await cast();
    for (const id of [alice, bob]) await t.app.sql.run(setPrivate, [id, true]);
    await as(alice).graph.follow({ userId: bob });
    await as(bob).graph.follow({ userId: alice });
    await as(alice).graph.block({ userId: bob });
    expect((await as(alice).graph.followRequests({})).items).toEqual([]);
    expect((await as(bob).graph.followRequests({})).items).toEqual([]);
    expect(events.filter((event) => event.startsWith('graph.follow-request-closed'))).toHaveLength(2);
  });

  test.each(['the blocker', 'the blocked'])('cancels a friend request of %s', async (sender) => {
    const { alice, bob, as, events } = await cast();
    const [from, to] = sender === 'the blocker' ? [alice, bob] : [bob, alice];
    const { id } = await as(from).friends.request({ userId: to });
    await as(alice).graph.block({ userId: bob });
    await expect(as(to).friends.accept({ requestId: id })).rejects.toEqual(refusal('not_found'));
    expect(events).toEqual([
      `graph.friend-request-answered ${id} ${from} ${to} cancelled`,
      `graph.blocked ${alice} ${bob}`,
    ]);
    await as(alice).graph.unblock({ userId: bob });
    for (const direction of ['incoming', 'outgoing'] as const) {
      const { items } = await as(direction === 'incoming' ? to : from).friends.requests({ direction });
      expect(items).toMatchObject([{ id, status: 'cancelled' }]);
    }
  });

  test('cancels a request that was rejected, so that its sender never learns of it', async () => {
    const { alice, bob, as } = await cast();
    const { id } = await as(alice).friends.request({ userId: bob });
    await as(bob).friends.reject({ requestId: id });
    expect(await as(alice).graph.block({ userId: bob })).toEqual(blocking);
  });

  test('ends a friendship', async () => {
    const { alice, bob, as, events } = await cast();
    const { id } = await as(alice).friends.request({ userId: bob });
    await as(bob).friends.accept({ requestId: id });
    expect(await countsOf(alice)).toEqual([0, 0, 1]);
    await as(bob).graph.block({ userId: alice });
    expect(await countsOf(alice)).toEqual([0, 0, 0]);
    expect(await countsOf(bob)).toEqual([0, 0, 0]);
    expect((await as(alice).friends.list({})).items).toEqual([]);
    expect(events.slice(1)).toEqual([`graph.unfriended ${bob} ${alice}`, `graph.blocked ${bob} ${alice}`]);
  });

  test('leaves others alone, and what was cut stays cut when it ends', async () => {
    const { alice, bob, carol, as } = await cast();
    await as(carol).graph.follow({ userId: bob });
    await as(alice).graph.follow({ userId: bob });
    await as(alice).graph.block({ userId: bob });
    for (const _ of ['once', 'twice']) expect(await as(alice).graph.unblock({ userId: bob })).toEqual(stranger);
    expect(await countsOf(bob)).toEqual([1, 0, 0]);
    expect(await as(bob).graph.follow({ userId: alice })).toEqual({ ...stranger, following: true });
  });

  test('of somebody who has blocked the caller is possible, and tells nothing', async () => {
    const { alice, bob, as } = await cast();
    await as(alice).graph.block({ userId: bob });
    expect(await as(bob).graph.block({ userId: alice })).toEqual(blocking);
    await as(alice).graph.unblock({ userId: bob });
    expect((await as(bob).users.get({ id: alice })).viewer).toEqual(blocking);
    await expect(as(alice).users.get({ id: bob })).rejects.toEqual(refusal('not_found'));
  });

  test('with the same key is made once', async () => {
    const { alice, bob, as } = await cast();
    const key = newId();
    expect(await as(alice, key).graph.block({ userId: bob })).toEqual(blocking);
    await as(alice).graph.unblock({ userId: bob });
    expect(await as(alice, key).graph.block({ userId: bob })).toEqual(blocking);
    expect((await as(alice).graph.blocks({})).items).toEqual([]);
  });

  test.each(['block', 'unblock', 'mute', 'unmute'] as const)(
    '%s refuses oneself, nobody, and bad ids',
    async (verb) => {
      const { alice, as } = await cast();
      await expect(as(alice).graph[verb]({ userId: alice })).rejects.toMatchObject({
        cause: { reason: 'validation_failed', issues: [{ path: ['userId'] }] },
      });
      await expect(as(alice).graph[verb]({ userId: newId() })).rejects.toEqual(refusal('not_found'));
      await expect(as(newId()).graph[verb]({ userId: alice })).rejects.toEqual(refusal('not_found'));
      await expect(as(null).graph[verb]({ userId: alice })).rejects.toEqual(refusal('token_missing'));
      for (const userId of ['', 'nope', '\u0000', '00000000-0000-0000-0000-000000000000']) {
        await expect(as(alice).graph[verb]({ userId })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      }
    },
  );
});

describe('while blocked', () => {
  test('the blocked one finds nobody, the blocker has to end the block first', async () => {
    const { alice, bob, as } = await cast();
    await as(alice).graph.block({ userId: bob });
    const { username } = await as(null).users.get({ id: alice });
    const calls = [
      () => as(bob).users.get({ id: alice }),
      () => as(bob).users.get({ username }),
      () => as(bob).users.followers({ id: alice }),
      () => as(bob).users.following({ id: alice }),
      () => as(bob).users.friends({ id: alice }),
      () => as(bob).users.mutuals({ id: alice }),
      () => as(bob).graph.follow({ userId: alice }),
      () => as(bob).graph.unfollow({ userId: alice }),
      () => as(bob).graph.removeFollower({ userId: alice }),
      () => as(bob).graph.mute({ userId: alice }),
      () => as(bob).friends.request({ userId: alice }),
      () => as(bob).friends.remove({ userId: alice }),
      () => as(alice).users.followers({ id: bob }),
    ];
    for (const call of calls) await expect(call()).rejects.toEqual(refusal('not_found'));
    const clear = {
      cause: { reason: 'validation_failed', issues: [{ path: ['userId'], message: 'is blocked by you' }] },
    };
    await expect(as(alice).graph.follow({ userId: bob })).rejects.toMatchObject(clear);
    await expect(as(alice).friends.request({ userId: bob })).rejects.toMatchObject(clear);
    expect((await as(alice).users.get({ id: bob })).viewer).toEqual(blocking);
    expect(await as(alice).graph.unfollow({ userId: bob })).toEqual(blocking);
  });

  test('neither stands in a list that the other reads, and pages are as long as they can be', async () => {
    const { alice, bob, carol, as } = await cast();
    const crowd = Object.values(
      await invitePeople(t.app, ...Array.from({ length: 6 }, (_, n) => `crowd_${serial}_${n}`)),
    );
    for (const id of [...crowd, bob]) await as(id).graph.follow({ userId: carol });
    for (const id of [bob, ...crowd.slice(2)]) await as(alice).graph.block({ userId: id });
    const page = await as(alice).users.followers({ id: carol, limit: 2 });
    expect(page.items.map(({ id }) => id)).toEqual([crowd[1], crowd[0]]);
    expect(page.nextCursor).toBeNull();
    for (const id of [bob, crowd[5] ?? '']) {
      expect((await as(id).users.list({ query: `alice_${serial}` })).items).toEqual([]);
    }
    expect((await as(alice).users.list({ query: `bob_${serial}` })).items).toEqual([]);
    expect((await as(null).users.list({ query: `alice_${serial}` })).items).toHaveLength(1);
    expect((await as(null).users.followers({ id: carol })).items).toHaveLength(7);
    expect((await as(alice).users.list({ limit: 3 })).items.map(({ id }) => id)).toEqual([crowd[1], crowd[0], carol]);
  });
});

describe('graph.blocks', () => {
  test('lists whom the caller blocks, the latest first, and nobody else’s', async () => {
    const { alice, bob, carol, as } = await cast();
    await as(alice).graph.block({ userId: bob });
    await as(alice).graph.block({ userId: carol });
    await as(carol).graph.block({ userId: alice });
    const first = await as(alice).graph.blocks({ limit: 1 });
    expect(first.items).toMatchObject([{ id: carol, viewer: blocking }]);
    const second = await as(alice).graph.blocks({ limit: 1, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ items: [{ id: bob, viewer: blocking }], nextCursor: null });
    expect((await as(bob).graph.blocks({})).items).toEqual([]);
    await expect(as(null).graph.blocks({})).rejects.toEqual(refusal('token_missing'));
  });
});
