import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { cleanUpGraph } from './graph.jobs.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const hour = 3600 * 1000;
const endMute = statement('test.end-mute', `update mute set until = now() - interval '1 second' where muter_id = $1`);
const stored = statement<{ n: number }>('test.mutes', 'select count(*)::int as n from mute where muter_id = $1');

async function people(): Promise<[alice: string, bob: string, carol: string]> {
  serial += 1;
  const ids = Object.values(await invitePeople(t.app, `alice_${serial}`, `bob_${serial}`, `carol_${serial}`));
  return [ids[0] ?? '', ids[1] ?? '', ids[2] ?? ''];
}

test('shows to the one who mutes, and to nobody else', async () => {
  const [alice, bob] = await people();
  for (const _ of ['once', 'twice']) {
    expect(await t.as(alice).graph.mute({ userId: bob })).toMatchObject({ muting: true, blocking: false });
  }
  expect((await t.as(alice).users.get({ id: bob })).viewer).toMatchObject({ muting: true });
  expect((await t.as(bob).users.get({ id: alice })).viewer).toMatchObject({ muting: false });
  expect((await t.as(alice).graph.mutes({})).items).toMatchObject([
    { profile: { id: bob, viewer: { muting: true } }, until: null, createdAt: expect.any(Date) },
  ]);
  expect((await t.as(bob).graph.mutes({})).items).toEqual([]);
  for (const _ of ['once', 'twice']) {
    expect(await t.as(alice).graph.unmute({ userId: bob })).toMatchObject({ muting: false });
  }
  expect((await t.as(alice).graph.mutes({})).items).toEqual([]);
  await expect(t.as(null).graph.mutes({})).rejects.toEqual(refusal('token_missing'));
});

test('follows and friendships stay as they are', async () => {
  const [alice, bob] = await people();
  await t.as(alice).graph.follow({ userId: bob });
  expect(await t.as(alice).graph.mute({ userId: bob })).toMatchObject({ following: true, muting: true });
});

test('muting again changes until when, and keeps its place', async () => {
  const [alice, bob, carol] = await people();
  const until = new Date(Date.now() + hour);
  await t.as(alice).graph.mute({ userId: bob, until });
  await t.as(alice).graph.mute({ userId: carol });
  const list = async () => (await t.as(alice).graph.mutes({})).items.map((mute) => [mute.profile.id, mute.until]);
  expect(await list()).toEqual([
    [carol, null],
    [bob, until],
  ]);
  await t.as(alice).graph.mute({ userId: bob });
  expect(await list()).toEqual([
    [carol, null],
    [bob, null],
  ]);
});

test('one that has ended counts as none, is muted anew as the latest, and is cleaned up', async () => {
  const [alice, bob, carol] = await people();
  await t.as(alice).graph.mute({ userId: bob, until: new Date(Date.now() + hour) });
  await t.app.sql.run(endMute, [alice]);
  await t.as(alice).graph.mute({ userId: carol });
  expect((await t.as(alice).users.get({ id: bob })).viewer).toMatchObject({ muting: false });
  expect((await t.as(alice).graph.mutes({})).items.map(({ profile }) => profile.id)).toEqual([carol]);
  await t.as(alice).graph.mute({ userId: bob, until: new Date(Date.now() + hour) });
  expect((await t.as(alice).graph.mutes({})).items.map(({ profile }) => profile.id)).toEqual([bob, carol]);
  await cleanUpGraph.handle(t.app, {}, newId());
  expect(await t.app.sql.first(stored, [alice])).toEqual({ n: 2 });
  await t.as(alice).graph.unmute({ userId: carol });
  await t.app.sql.run(endMute, [alice]);
  await cleanUpGraph.handle(t.app, {}, newId());
  expect(await t.app.sql.first(stored, [alice])).toEqual({ n: 0 });
});

test('an end in the past is refused', async () => {
  const [alice, bob] = await people();
  for (const until of [new Date(0), new Date(Date.now() - 1000)]) {
    await expect(t.as(alice).graph.mute({ userId: bob, until })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { reason: 'validation_failed', issues: [{ path: ['until'] }] },
    });
  }
  expect((await t.as(alice).graph.mutes({})).items).toEqual([]);
});

test('somebody blocked since is left out of the list', async () => {
  const [alice, bob, carol] = await people();
  await t.as(alice).graph.mute({ userId: bob });
  await t.as(alice).graph.mute({ userId: carol });
  await t.as(carol).graph.block({ userId: alice });
  expect((await t.as(alice).graph.mutes({})).items.map(({ profile }) => profile.id)).toEqual([bob]);
});

test('muting at once from many devices is one mute', async () => {
  const [alice, bob] = await people();
  await Promise.all(Array.from({ length: 20 }, () => t.as(alice).graph.mute({ userId: bob })));
  expect((await t.as(alice).graph.mutes({})).items).toHaveLength(1);
});
