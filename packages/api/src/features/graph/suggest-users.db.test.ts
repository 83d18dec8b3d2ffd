import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { cleanUpGraph, rankPopular } from './graph.jobs.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const setPrivate = statement('test.set-private', 'update profile set is_private = true where id = $1');
const setFollowers = statement('test.set-followers', 'update profile set follower_count = $2 where id = $1');

async function invite(count: number): Promise<string[]> {
  serial += 1;
  return Object.values(await invitePeople(t.app, ...Array.from({ length: count }, (_, n) => `known_${serial}_${n}`)));
}

async function suggested(viewer: string, limit = 100): Promise<string[]> {
  return (await t.as(viewer).users.suggestions({ limit })).items.map(({ id }) => id);
}

test('those come first whom most of those follow whom the caller follows, then the popular', async () => {
  const [me = '', a = '', b = '', both = '', one = '', popular = '', nobody = ''] = await invite(7);
  await t.app.sql.run(setFollowers, [popular, 50]);
  for (const id of [a, b]) await t.as(me).graph.follow({ userId: id });
  for (const id of [a, b]) await t.as(id).graph.follow({ userId: both });
  await t.as(b).graph.follow({ userId: one });
  const ids = await suggested(me);
  expect(ids.slice(0, 3)).toEqual([both, one, popular]);
  expect(ids).toContain(nobody);
  await t.app.sql.run(setFollowers, [popular, 0]);
});

test('never oneself, nor whom one follows, has asked, mutes or blocks, nor who blocks', async () => {
  const [me = '', friend = '', followed = '', asked = '', muted = '', blocked = '', blocker = '', fine = ''] =
    await invite(8);
  await t.as(me).graph.follow({ userId: friend });
  for (const id of [me, followed, asked, muted, blocked, blocker, fine])
    await t.as(friend).graph.follow({ userId: id });
  await t.as(me).graph.follow({ userId: followed });
  await t.app.sql.run(setPrivate, [asked]);
  await t.as(me).graph.follow({ userId: asked });
  await t.as(me).graph.mute({ userId: muted });
  await t.as(me).graph.block({ userId: blocked });
  await t.as(blocker).graph.block({ userId: me });
  const ids = await suggested(me);
  expect(ids[0]).toBe(fine);
  for (const id of [me, friend, followed, asked, muted, blocked, blocker]) expect(ids).not.toContain(id);
});

test('a walk repeats and skips nobody, while the caller follows from the list and others come', async () => {
  const [me = '', friend = '', ...crowd] = await invite(40);
  await t.as(me).graph.follow({ userId: friend });
  for (const id of crowd) await t.as(friend).graph.follow({ userId: id });
  const given: string[] = [];
  let left: string | undefined;
  for (let cursor: string | undefined; ; ) {
    const page = await t.as(me).users.suggestions({ limit: 7, ...(cursor === undefined ? {} : { cursor }) });
    const ids = page.items.map(({ id }) => id);
    given.push(...ids);
    if (left !== undefined) expect(ids).not.toContain(left);
    const [late = ''] = await invite(1);
    await t.as(friend).graph.follow({ userId: late });
    await t.as(me).graph.follow({ userId: ids[0] ?? '' });
    left ??= crowd.find((id) => !given.includes(id));
    if (left !== undefined) await t.as(me).graph.mute({ userId: left });
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(new Set(given).size).toBe(given.length);
  expect(given).toEqual(expect.arrayContaining(crowd.filter((id) => id !== left)));
});

test('a cursor is good for its owner alone, and a list that nobody went on with ends', async () => {
  const [me = '', other = ''] = await invite(12);
  const { nextCursor } = await t.as(me).users.suggestions({ limit: 2 });
  const cursor = nextCursor ?? '';
  expect((await t.as(me).users.suggestions({ limit: 2, cursor })).items).toHaveLength(2);
  expect(await t.as(other).users.suggestions({ limit: 2, cursor })).toEqual({ items: [], nextCursor: null });
  t.clock.advance(25 * 3600 * 1000);
  await cleanUpGraph.handle(t.app, {}, newId());
  expect(await t.as(me).users.suggestions({ limit: 2, cursor })).toEqual({ items: [], nextCursor: null });
});

test('the popular are found among all, however many are newer', async () => {
  const [star = ''] = await invite(1);
  await t.app.sql.run(setFollowers, [star, 1_000]);
  await invite(400);
  const [me = ''] = await invite(1);
  expect((await suggested(me))[0]).not.toBe(star);
  await rankPopular.handle(t.app, {}, newId());
  await rankPopular.handle(t.app, {}, newId());
  expect((await suggested(me))[0]).toBe(star);
});
