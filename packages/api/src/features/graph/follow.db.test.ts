import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventDefinition } from '../../kernel/app.ts';
import { reactInTransaction, reactionTable } from '../../kernel/event.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { followed, followRequestClosed, followRequested, unfollowed } from './graph.events.ts';

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

/** Alice, Bob and the private Paula; and what was announced of what they do. */
async function cast() {
  serial += 1;
  const ids = await invitePeople(t.app, `alice_${serial}`, `bob_${serial}`, `paula_${serial}`);
  const [alice = '', bob = '', paula = ''] = Object.values(ids);
  await t.app.sql.run(setPrivate, [paula, true]);
  const events: [string, Record<string, string>][] = [];
  const hear = <P extends Record<string, string>>(event: EventDefinition<P>) =>
    reactInTransaction(event, async (_, payload) => void events.push([event.name, payload]));
  const reactions = reactionTable([hear(followed), hear(unfollowed), hear(followRequested), hear(followRequestClosed)]);
  const as = (id: string | null, idempotencyKey: string | null = null) =>
    t.as(id, { app: { ...t.app, reactions }, idempotencyKey });
  const counts = async (id: string) => {
    const { followerCount, followingCount } = await as(null).users.get({ id });
    return [followerCount, followingCount];
  };
  return { alice, bob, paula, as, events, counts };
}

describe('following', () => {
  test('counts, shows on both sides and is announced once', async () => {
    const { alice, bob, as, events, counts } = await cast();
    expect(await as(alice).graph.follow({ userId: bob })).toEqual({ ...stranger, following: true });
    expect(await as(alice).graph.follow({ userId: bob })).toEqual({ ...stranger, following: true });
    expect(await counts(bob)).toEqual([1, 0]);
    expect(await counts(alice)).toEqual([0, 1]);
    expect((await as(bob).users.get({ id: alice })).viewer).toEqual({ ...stranger, followedBy: true });
    expect(events).toEqual([['graph.followed', { followerId: alice, followeeId: bob }]]);
  });

  test('ends once', async () => {
    const { alice, bob, as, events, counts } = await cast();
    await as(alice).graph.follow({ userId: bob });
    expect(await as(alice).graph.unfollow({ userId: bob })).toEqual(stranger);
    expect(await as(alice).graph.unfollow({ userId: bob })).toEqual(stranger);
    expect(await counts(bob)).toEqual([0, 0]);
    expect(await counts(alice)).toEqual([0, 0]);
    expect(events.slice(1)).toEqual([['graph.unfollowed', { followerId: alice, followeeId: bob }]]);
  });

  test('the answer knows of the way back', async () => {
    const { alice, bob, as } = await cast();
    await as(bob).graph.follow({ userId: alice });
    expect(await as(alice).graph.follow({ userId: bob })).toEqual({ ...stranger, following: true, followedBy: true });
    expect(await as(alice).graph.unfollow({ userId: bob })).toEqual({ ...stranger, followedBy: true });
  });

  test('the same key gives the first answer and does nothing twice', async () => {
    const { alice, bob, as, counts } = await cast();
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 8 }, () => as(alice, key).graph.follow({ userId: bob })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await counts(bob)).toEqual([1, 0]);
    await as(alice).graph.unfollow({ userId: bob });
    expect(await as(alice, key).graph.follow({ userId: bob })).toMatchObject({ following: true });
    expect(await counts(bob)).toEqual([0, 0]);
  });

  test.each(['follow', 'unfollow', 'removeFollower'] as const)(
    '%s refuses oneself, nobody, and bad ids',
    async (verb) => {
      const { alice, as } = await cast();
      await expect(as(alice).graph[verb]({ userId: alice })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        cause: { reason: 'validation_failed', issues: [{ path: ['userId'] }] },
      });
      await expect(as(alice).graph[verb]({ userId: newId() })).rejects.toEqual(refusal('not_found'));
      await expect(as(null).graph[verb]({ userId: alice })).rejects.toEqual(refusal('token_missing'));
      for (const userId of ['', 'nope', '\u0000', '00000000-0000-0000-0000-000000000000']) {
        await expect(as(alice).graph[verb]({ userId })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      }
      await expect(as(alice).graph[verb]({ userId: newId(), ...{ followerCount: 5 } })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    },
  );
});

describe('a private profile', () => {
  test('is asked, and follows nobody until it approves', async () => {
    const { alice, paula, as, events, counts } = await cast();
    for (const _ of ['once', 'twice']) {
      expect(await as(alice).graph.follow({ userId: paula })).toEqual({ ...stranger, followRequested: true });
    }
    expect(await counts(paula)).toEqual([0, 0]);
    const { items } = await as(paula).graph.followRequests({});
    expect(items).toEqual([
      { id: expect.any(String), follower: expect.objectContaining({ id: alice }), createdAt: expect.any(Date) },
    ]);
    const requestId = items[0]?.id;
    expect(events).toEqual([['graph.follow-requested', { requestId, followerId: alice, followeeId: paula }]]);
    expect((await as(alice).graph.followRequests({})).items).toEqual([]);
    await expect(as(null).graph.followRequests({})).rejects.toEqual(refusal('token_missing'));
  });

  test('approves', async () => {
    const { alice, paula, as, events, counts } = await cast();
    await as(alice).graph.follow({ userId: paula });
    const [request = { id: '' }] = (await as(paula).graph.followRequests({})).items;
    expect(await as(paula).graph.approveFollow({ id: request.id })).toEqual({ ...stranger, followedBy: true });
    expect(await counts(paula)).toEqual([1, 0]);
    expect(await counts(alice)).toEqual([0, 1]);
    expect((await as(alice).users.get({ id: paula })).viewer).toEqual({ ...stranger, following: true });
    expect((await as(paula).graph.followRequests({})).items).toEqual([]);
    expect(events.slice(1)).toEqual([
      ['graph.follow-request-closed', { requestId: request.id, followerId: alice, followeeId: paula }],
      ['graph.followed', { followerId: alice, followeeId: paula }],
    ]);
    await expect(as(paula).graph.approveFollow({ id: request.id })).rejects.toEqual(refusal('not_found'));
    expect(await as(alice).graph.follow({ userId: paula })).toEqual({ ...stranger, following: true });
    expect((await as(paula).graph.followRequests({})).items).toEqual([]);
  });

  test('rejects, and may be asked again', async () => {
    const { alice, paula, as, events, counts } = await cast();
    await as(alice).graph.follow({ userId: paula });
    const [request = { id: '' }] = (await as(paula).graph.followRequests({})).items;
    expect(await as(paula).graph.rejectFollow({ id: request.id })).toEqual(stranger);
    expect(events.slice(1)).toEqual([
      ['graph.follow-request-closed', { requestId: request.id, followerId: alice, followeeId: paula }],
    ]);
    await expect(as(paula).graph.rejectFollow({ id: request.id })).rejects.toEqual(refusal('not_found'));
    expect(await counts(paula)).toEqual([0, 0]);
    expect(await as(alice).graph.follow({ userId: paula })).toMatchObject({ followRequested: true });
  });

  test('the request is taken back', async () => {
    const { alice, paula, as, events } = await cast();
    await as(alice).graph.follow({ userId: paula });
    expect(await as(alice).graph.unfollow({ userId: paula })).toEqual(stranger);
    expect(events.map(([name]) => name)).toEqual(['graph.follow-requested', 'graph.follow-request-closed']);
    expect((await as(paula).graph.followRequests({})).items).toEqual([]);
  });

  test.each(['approveFollow', 'rejectFollow'] as const)('%s is for the one who was asked', async (verb) => {
    const { alice, bob, paula, as, counts } = await cast();
    await as(alice).graph.follow({ userId: paula });
    const [request = { id: '' }] = (await as(paula).graph.followRequests({})).items;
    for (const wrong of [alice, bob]) {
      await expect(as(wrong).graph[verb]({ id: request.id })).rejects.toEqual(refusal('not_found'));
    }
    await expect(as(null).graph[verb]({ id: request.id })).rejects.toEqual(refusal('token_missing'));
    await expect(as(paula).graph[verb]({ id: newId() })).rejects.toEqual(refusal('not_found'));
    await expect(as(paula).graph[verb]({ id: 'nope' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await counts(paula)).toEqual([0, 0]);
    expect((await as(paula).graph.followRequests({})).items).toHaveLength(1);
  });

  test('that opens up keeps its requests, and following it answers them', async () => {
    const { alice, bob, paula, as, events, counts } = await cast();
    await as(alice).graph.follow({ userId: paula });
    await as(bob).graph.follow({ userId: paula });
    await t.app.sql.run(setPrivate, [paula, false]);
    expect(await as(alice).graph.follow({ userId: paula })).toEqual({ ...stranger, following: true });
    expect(events.slice(2).map(([name]) => name)).toEqual(['graph.follow-request-closed', 'graph.followed']);
    const { items } = await as(paula).graph.followRequests({});
    expect(items.map(({ follower }) => follower.id)).toEqual([bob]);
    await as(paula).graph.approveFollow({ id: items[0]?.id ?? '' });
    expect(await counts(paula)).toEqual([2, 0]);
  });

  test('that closes keeps its followers', async () => {
    const { alice, bob, as, counts } = await cast();
    await as(alice).graph.follow({ userId: bob });
    await t.app.sql.run(setPrivate, [bob, true]);
    expect(await as(alice).graph.follow({ userId: bob })).toEqual({ ...stranger, following: true });
    expect(await counts(bob)).toEqual([1, 0]);
    expect(await as(alice).graph.unfollow({ userId: bob })).toEqual(stranger);
    expect(await as(alice).graph.follow({ userId: bob })).toEqual({ ...stranger, followRequested: true });
  });
});

describe('removing a follower', () => {
  test('works once, for oneself only, and leaves the way back', async () => {
    const { alice, bob, as, events, counts } = await cast();
    await as(alice).graph.follow({ userId: bob });
    await as(bob).graph.follow({ userId: alice });
    expect(await as(bob).graph.removeFollower({ userId: alice })).toEqual({ ...stranger, following: true });
    expect(await as(bob).graph.removeFollower({ userId: alice })).toEqual({ ...stranger, following: true });
    expect(await counts(bob)).toEqual([0, 1]);
    expect(await counts(alice)).toEqual([1, 0]);
    expect(events.slice(2)).toEqual([['graph.unfollowed', { followerId: alice, followeeId: bob }]]);
  });
});
