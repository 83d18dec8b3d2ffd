import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { rebuildTimeline } from './index.ts';
import { pushToChunk } from './push-post.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const texts = async (userId: string) =>
  (await t.as(userId).feed.home({ limit: 100 })).items.map(({ post }) => post.text);

test('holds own posts and those of the followed, newest first, until they are unfollowed', async () => {
  const { ann, ben, cid } = await invitePeople(t.app, 'ann', 'ben', 'cid');
  await t.as(ben).posts.create({ text: 'before the follow' });
  await t.as(ann).graph.follow({ userId: ben });
  await t.as(ben).posts.create({ text: 'after the follow' });
  await t.as(cid).posts.create({ text: 'of a stranger' });
  await t.as(ann).posts.create({ text: 'own' });
  expect(await texts(ann)).toEqual(['own', 'after the follow', 'before the follow']);
  await t.as(ann).graph.unfollow({ userId: ben });
  expect(await texts(ann)).toEqual(['own']);
});

test('of replies it holds threads of their author, and the own ones', async () => {
  const { dan, eve, fay } = await invitePeople(t.app, 'dan', 'eve', 'fay');
  await t.as(dan).graph.follow({ userId: eve });
  const root = await t.as(eve).posts.create({ text: 'thread' });
  await t.as(eve).posts.create({ text: 'thread, continued', replyToId: root.id });
  const foreign = await t.as(fay).posts.create({ text: 'by another' });
  await t.as(eve).posts.create({ text: 'answer to another', replyToId: foreign.id });
  await t.as(dan).posts.create({ text: 'own answer', replyToId: foreign.id });
  expect(await texts(dan)).toEqual(['own answer', 'thread, continued', 'thread']);
});

test('deleted and hidden posts are gone at the next read', async () => {
  const { gus, hal } = await invitePeople(t.app, 'gus', 'hal');
  await t.as(gus).graph.follow({ userId: hal });
  const gone = await t.as(hal).posts.create({ text: 'to be deleted' });
  await t.as(hal).posts.create({ text: 'for friends', visibility: 'friends' });
  await t.as(hal).posts.create({ text: 'for followers', visibility: 'followers' });
  await t.as(hal).posts.delete({ id: gone.id });
  expect(await texts(gus)).toEqual(['for followers']);
  expect(await texts(hal)).toEqual(['for followers', 'for friends']);
});

test('a timeline that is dropped and rebuilt gives the same feed', async () => {
  const names = ['ida', 'jon', 'kim', 'lea'] as const;
  const people = await invitePeople(t.app, ...names);
  await t.as(people.ida).graph.follow({ userId: people.jon });
  await t.as(people.ida).graph.follow({ userId: people.kim });
  let last: string | undefined;
  for (let n = 0; n < 30; n += 1) {
    const author = people[names[(n * 7) % names.length] ?? 'ida'];
    const reply = n % 5 === 4 && last ? { replyToId: last } : {};
    last = (await t.as(author).posts.create({ text: `post ${n}`, ...reply })).id;
  }
  for (const name of names) {
    const before = await t.as(people[name]).feed.home({ limit: 100 });
    await rebuildTimeline(t.app.sql, people[name]);
    expect(await t.as(people[name]).feed.home({ limit: 100 })).toEqual(before);
  }
});

test('a post of an author with many followers reaches them by job', async () => {
  const { max } = await invitePeople(t.app, 'max');
  const fans = await invitePeople(t.app, ...Array.from({ length: 501 }, (_, n) => `fan${n}`));
  await t.app.sql.run(
    statement(
      'test.follows',
      'insert into follow (follower_id, followee_id, id) select f, $1, gen_random_uuid() from unnest($2::uuid[]) f',
    ),
    [max, Object.values(fans)],
  );
  await t.app.sql.run(statement('test.followers', 'update profile set follower_count = 501 where id = $1'), [max]);
  const [first = '', last = ''] = [fans.fan0, fans.fan500];
  for (const fan of [max, first, last]) expect(await texts(fan)).toEqual([]);
  await t.as(max).posts.create({ text: 'to all of you' });
  expect(await texts(max)).toEqual(['to all of you']);
  expect(await texts(last)).toEqual([]);
  await t.drain();
  expect(await texts(first)).toEqual(['to all of you']);
  expect(await texts(last)).toEqual(['to all of you']);
});

test('who unfollows while a post is pushed to many does not keep it', async () => {
  const { noa, oli } = await invitePeople(t.app, 'noa', 'oli');
  await t.as(oli).graph.follow({ userId: noa });
  await texts(oli);
  const post = { id: (await t.as(noa).posts.create({ text: 'pushed' })).id, authorId: noa };
  await t.app.sql.raw('delete from timeline_entry where user_id = $1', [oli]);
  const [pushed, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const pushing = transact({ app: t.app }, async (tx) => {
    await pushToChunk(tx.sql, post, { after: '00000000-0000-0000-0000-000000000000', size: 100 });
    pushed.resolve();
    await commit.promise;
  });
  await pushed.promise;
  const unfollowing = t.as(oli).graph.unfollow({ userId: noa });
  const blocked = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await Promise.race([unfollowing, expect.poll(() => t.app.sql.raw(blocked), { timeout: 10_000 }).not.toEqual([])]);
  commit.resolve();
  await Promise.all([pushing, unfollowing]);
  expect(await t.app.sql.raw('select 1 from timeline_entry where user_id = $1', [oli])).toEqual([]);
  expect(await texts(oli)).toEqual([]);
});

test('posts for friends are there for friends who follow', async () => {
  const { pam, quy, rex } = await invitePeople(t.app, 'pam', 'quy', 'rex');
  for (const fan of [quy, rex]) await t.as(fan).graph.follow({ userId: pam });
  await t.as(pam).posts.create({ text: 'among friends', visibility: 'friends' });
  expect(await texts(quy)).toEqual([]);
  const { id: requestId } = await t.as(quy).friends.request({ userId: pam });
  await t.as(pam).friends.accept({ requestId });
  expect(await texts(quy)).toEqual(['among friends']);
  expect(await texts(rex)).toEqual([]);
});

test('of those whom the reader muted it holds nothing until the mute ends', async () => {
  const { sam, tia } = await invitePeople(t.app, 'sam', 'tia');
  await t.as(sam).graph.follow({ userId: tia });
  await t.as(tia).posts.create({ text: 'too loud' });
  await t.as(sam).graph.mute({ userId: tia });
  expect(await texts(sam)).toEqual([]);
  await t.as(sam).graph.unmute({ userId: tia });
  expect(await texts(sam)).toEqual(['too loud']);
});

test('who is blocked by an author whom he follows has nothing of him at the next read', async () => {
  const { uma, vic } = await invitePeople(t.app, 'uma', 'vic');
  await t.as(uma).graph.follow({ userId: vic });
  await t.as(vic).posts.create({ text: 'not for you' });
  expect(await texts(uma)).toEqual(['not for you']);
  await t.as(vic).graph.block({ userId: uma });
  expect(await texts(uma)).toEqual([]);
});

test('anonymous callers have no feed', async () => {
  await expect(t.as(null).feed.home({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});
