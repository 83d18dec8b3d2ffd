import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp({ poolSize: 16 });
});
afterAll(() => t[Symbol.asyncDispose]());

const setPrivate = statement('test.set-private', 'update profile set is_private = $2 where id = $1');
const selectDrift = statement(
  'test.drift',
  `select id from profile p where follower_count <> (select count(*) from follow where followee_id = p.id)
     or following_count <> (select count(*) from follow where follower_id = p.id)
     or friend_count <> (select count(*) from friendship where profile_id = p.id)`,
);
/** Ties of two of whom one has blocked the other, friendships of one side, friends with an open request, crossing requests. */
const selectIllegal = statement(
  'test.illegal',
  `select 'follow' as what from block b join follow f
     on (f.follower_id, f.followee_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))
   union all select 'follow request' from block b join follow_request f
     on (f.follower_id, f.followee_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))
   union all select 'friendship' from block b join friendship f
     on (f.profile_id, f.friend_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))
   union all select 'friend request' from block b join friend_request r on r.status in ('pending', 'rejected')
     and (r.sender_id, r.receiver_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))
   union all select 'half a friendship' from friendship f
     where not exists (select from friendship g where g.profile_id = f.friend_id and g.friend_id = f.profile_id)
   union all select 'friends who ask' from friendship f join friend_request r on r.status in ('pending', 'rejected')
     and r.sender_id = f.profile_id and r.receiver_id = f.friend_id
   union all select 'crossing requests' from friend_request r join friend_request q on q.sender_id = r.receiver_id
     and q.receiver_id = r.sender_id where r.status in ('pending', 'rejected') and q.status in ('pending', 'rejected')`,
);
const countFriendships = statement<{ n: number }>(
  'test.friendships',
  'select count(*)::int as n from friendship where profile_id = $1 and friend_id = $2',
);

async function people(count: number): Promise<string[]> {
  serial += 1;
  return Object.values(await invitePeople(t.app, ...Array.from({ length: count }, (_, n) => `tied_${serial}_${n}`)));
}

async function pair(): Promise<[string, string]> {
  const [a = '', b = ''] = await people(2);
  return [a, b];
}

async function expectSane(): Promise<void> {
  expect(await t.app.sql.rows(selectDrift, [])).toEqual([]);
  expect(await t.app.sql.rows(selectIllegal, [])).toEqual([]);
}

const expected = new Set(['not_found', 'already_friends', 'validation_failed']);

/** A refusal that a caller may get because somebody else was faster; anything else fails the test. */
function orRefused(error: unknown): null {
  const reason =
    error instanceof Error && error.cause instanceof Object && 'reason' in error.cause ? error.cause.reason : error;
  expect(expected, String(error)).toContain(reason);
  return null;
}

const friends = async ([a, b]: [string, string]) => (await t.app.sql.first(countFriendships, [a, b]))?.n;

test('a block and a follow at once leave the block alone', async () => {
  for (let round = 0; round < 40; round += 1) {
    const [a, b] = await pair();
    await Promise.all([
      t.as(a).graph.block({ userId: b }),
      t.as(b).graph.follow({ userId: a }).catch(orRefused),
      t.as(a).graph.follow({ userId: b }).catch(orRefused),
    ]);
    expect((await t.as(a).users.get({ id: b })).viewer).toMatchObject({
      blocking: true,
      following: false,
      followedBy: false,
    });
  }
  await expectSane();
});

test('a block and an acceptance at once leave the block alone', async () => {
  for (let round = 0; round < 40; round += 1) {
    const [a, b] = await pair();
    const { id: requestId } = await t.as(a).friends.request({ userId: b });
    const blocker = round % 2 === 0 ? [a, b] : [b, a];
    await Promise.all([
      t.as(blocker[0] ?? '').graph.block({ userId: blocker[1] ?? '' }),
      t.as(b).friends.accept({ requestId }).catch(orRefused),
    ]);
    expect(await friends([a, b])).toBe(0);
  }
  await expectSane();
});

test('two who ask each other at once are friends by one request', async () => {
  for (let round = 0; round < 40; round += 1) {
    const [a, b] = await pair();
    const requests = await Promise.all([
      t.as(a).friends.request({ userId: b }),
      t.as(b).friends.request({ userId: a }),
    ]);
    expect(new Set(requests.map(({ id }) => id)).size).toBe(1);
    expect(requests.map(({ status }) => status).toSorted()).toEqual(['accepted', 'pending']);
    expect(await friends([a, b])).toBe(1);
  }
  await expectSane();
});

test('of an acceptance, a rejection and a withdrawal at once, one wins', async () => {
  for (let round = 0; round < 40; round += 1) {
    const [a, b] = await pair();
    const { id: requestId } = await t.as(a).friends.request({ userId: b });
    const [accepted, rejected, cancelled] = await Promise.all([
      t.as(b).friends.accept({ requestId }).catch(orRefused),
      round % 2 === 0 ? t.as(b).friends.reject({ requestId }).catch(orRefused) : null,
      t.as(a).friends.cancel({ requestId }).catch(orRefused),
    ]);
    // NOTE: who sent a request that was rejected may take it back all the same.
    expect([accepted, rejected ?? cancelled].filter((one) => one !== null)).toHaveLength(1);
    expect(await friends([a, b])).toBe(accepted ? 1 : 0);
    const { items } = await t.as(a).friends.requests({ direction: 'outgoing' });
    const withdrawn = cancelled ? 'cancelled' : 'pending';
    expect(items[0]?.status).toBe(accepted ? 'accepted' : withdrawn);
  }
  await expectSane();
});

test('the same request sent twenty times at once is one', async () => {
  const [a, b] = await pair();
  const requests = await Promise.all(Array.from({ length: 20 }, () => t.as(a).friends.request({ userId: b })));
  expect(new Set(requests.map(({ id }) => id)).size).toBe(1);
  await Promise.all(Array.from({ length: 20 }, () => t.as(b).friends.accept({ requestId: requests[0]?.id ?? '' })));
  expect(await t.as(null).users.get({ id: a })).toMatchObject({ friendCount: 1 });
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => t.as(n % 2 ? a : b).friends.remove({ userId: n % 2 ? b : a })),
  );
  expect(await t.as(null).users.get({ id: a })).toMatchObject({ friendCount: 0 });
  await expectSane();
});

type Deed = (from: string, userId: string, pick: (below: number) => number) => Promise<unknown>;

const follow: Deed = (from, userId) => t.as(from).graph.follow({ userId });
const ask: Deed = (from, userId) => t.as(from).friends.request({ userId });
const unblock: Deed = (from, userId) => t.as(from).graph.unblock({ userId });
const unfollow: Deed = (from, userId) => t.as(from).graph.unfollow({ userId });

const answer: Deed = async (from, _, pick) => {
  const verb = (['accept', 'reject', 'cancel'] as const)[pick(3)] ?? 'accept';
  const direction = verb === 'cancel' ? 'outgoing' : 'incoming';
  const { items } = await t.as(from).friends.requests({ direction, status: 'pending' });
  return Promise.all(items.map(({ id: requestId }) => t.as(from).friends[verb]({ requestId }).catch(orRefused)));
};

/** What each worker does, the oftener the more often it stands here. */
const deeds: readonly Deed[] = [
  ...[follow, follow, follow, follow, follow],
  ...[unfollow, unfollow],
  ...[ask, ask, ask, ask],
  ...[answer, answer, answer],
  ...[unblock, unblock],
  (from, userId) => t.as(from).graph.removeFollower({ userId }),
  (from, userId) => t.as(from).friends.remove({ userId }),
  (from, userId) => t.as(from).graph.block({ userId }),
  (_, userId, pick) => t.app.sql.run(setPrivate, [userId, pick(2) === 0]),
];

test('a storm of 32 workers who follow, befriend and block leaves no drift, no error and no illegal tie', async () => {
  const ids = await people(5);
  let left = 2000;
  let state = 7;
  const pick = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const act = async () => {
    const [a, b] = [pick(5), pick(4)];
    const [from = '', to = ''] = [ids[a], ids[b >= a ? b + 1 : b]];
    await deeds[pick(deeds.length)]?.(from, to, pick);
  };
  const work = async () => {
    while (left-- > 0) await act().catch(orRefused);
  };
  await Promise.all(Array.from({ length: 32 }, work));
  await expectSane();
});
