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
const selectDrift = statement<{ id: string }>(
  'test.drift',
  `select id from profile p where follower_count <> (select count(*) from follow where followee_id = p.id)
     or following_count <> (select count(*) from follow where follower_id = p.id)`,
);
const selectBoth = statement<{ id: string }>(
  'test.both',
  'select follower_id as id from follow natural join (select follower_id, followee_id from follow_request) r',
);

async function people(count: number): Promise<string[]> {
  serial += 1;
  return Object.values(await invitePeople(t.app, ...Array.from({ length: count }, (_, n) => `racer_${serial}_${n}`)));
}

/** Runs `operations` operations by so many workers at once; the choice of each comes from a seed. */
async function storm(
  workers: number,
  operations: number,
  act: (pick: (below: number) => number) => Promise<unknown>,
): Promise<void> {
  let left = operations;
  let state = 42;
  const pick = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const work = async () => {
    while (left-- > 0) await act(pick);
  };
  await Promise.all(Array.from({ length: workers }, work));
}

async function expectSane(): Promise<void> {
  expect(await t.app.sql.rows(selectDrift, [])).toEqual([]);
  expect(await t.app.sql.rows(selectBoth, [])).toEqual([]);
}

test('a storm of 32 workers leaves no drift and no error', async () => {
  const ids = await people(6);
  await storm(32, 1600, async (pick) => {
    const [a, b] = [pick(6), pick(5)];
    const [from = '', to = ''] = [ids[a], ids[b >= a ? b + 1 : b]];
    const verb = (['follow', 'follow', 'unfollow', 'removeFollower'] as const)[pick(4)] ?? 'follow';
    await t.as(from).graph[verb]({ userId: to });
  });
  await expectSane();
});

test('fifty who follow one at once are fifty', async () => {
  const [star = '', ...fans] = await people(51);
  await Promise.all(
    fans.flatMap((fan) => [t.as(fan).graph.follow({ userId: star }), t.as(fan).graph.follow({ userId: star })]),
  );
  expect(await t.as(null).users.get({ id: star })).toMatchObject({ followerCount: 50 });
  await Promise.all(
    fans.flatMap((fan) => [t.as(fan).graph.unfollow({ userId: star }), t.as(fan).graph.unfollow({ userId: star })]),
  );
  expect(await t.as(null).users.get({ id: star })).toMatchObject({ followerCount: 0 });
  await expectSane();
});

test('two who follow each other at once both do, and the later one knows', async () => {
  for (let round = 0; round < 50; round += 1) {
    const [a = '', b = ''] = await people(2);
    const answers = await Promise.all([t.as(a).graph.follow({ userId: b }), t.as(b).graph.follow({ userId: a })]);
    expect(answers.map(({ following }) => following)).toEqual([true, true]);
    expect(answers.filter(({ followedBy }) => followedBy)).toHaveLength(1);
  }
  await expectSane();
});

test('a storm with privacy that changes, answers and withdrawals leaves no drift and nothing both asked and followed', async () => {
  const ids = await people(4);
  await storm(32, 1200, async (pick) => {
    const [a, b] = [pick(4), pick(3)];
    const [from = '', to = ''] = [ids[a], ids[b >= a ? b + 1 : b]];
    const choice = pick(8);
    if (choice === 0) return t.app.sql.run(setPrivate, [to, pick(2) === 0]);
    if (choice < 4) return t.as(from).graph.follow({ userId: to });
    if (choice < 6) return t.as(from).graph.unfollow({ userId: to });
    const verb = choice === 6 ? 'approveFollow' : 'rejectFollow';
    const { items } = await t.as(to).graph.followRequests({});
    return Promise.all(items.map(({ id }) => t.as(to).graph[verb]({ id }).catch(onlyNotFound)));
  });
  await expectSane();
});

test('of an approval, a rejection and a withdrawal at once, one wins', async () => {
  for (let round = 0; round < 40; round += 1) {
    const [fan = '', owner = ''] = await people(2);
    await t.app.sql.run(setPrivate, [owner, true]);
    await t.as(fan).graph.follow({ userId: owner });
    const id = (await t.as(owner).graph.followRequests({})).items[0]?.id ?? '';
    const [approved, rejected] = await Promise.allSettled([
      t.as(owner).graph.approveFollow({ id }),
      t.as(owner).graph.rejectFollow({ id }),
      ...(round % 2 === 0 ? [t.as(fan).graph.unfollow({ userId: owner })] : []),
    ]);
    for (const result of [approved, rejected]) if (result.status === 'rejected') onlyNotFound(result.reason);
    const { viewer } = await t.as(fan).users.get({ id: owner });
    expect(viewer?.followRequested).toBe(false);
    if (round % 2 === 1) {
      expect([approved.status, rejected.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(viewer?.following).toBe(approved.status === 'fulfilled');
    }
  }
  await expectSane();
});

function onlyNotFound(error: unknown): void {
  expect(error).toMatchObject({ code: 'NOT_FOUND' });
}
