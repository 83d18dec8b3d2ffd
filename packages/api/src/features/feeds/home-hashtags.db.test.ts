import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

let serial = 0;

/** A reader who follows two tags, and others. */
async function cast() {
  serial += 1;
  const tags = [`birds${serial}`, `cats${serial}`] as const;
  const [reader = '', author = '', friend = ''] = Object.values(
    await invitePeople(t.app, `reader_${serial}`, `author_${serial}`, `friend_${serial}`),
  );
  for (const tag of tags) await t.as(reader).hashtags.follow({ tag });
  return { reader, author, friend, tags };
}

const feed = async (userId: string) =>
  (await t.as(userId).feed.home({ limit: 100 })).items.map(({ post, reason }) => [
    post.id,
    reason.kind === 'hashtag' ? reason.tag : reason.kind,
  ]);

test('public posts with a followed tag stand in the feed once, with the tag', async () => {
  const { reader, author, tags } = await cast();
  const one = await t.as(author).posts.create({ text: `one #${tags[0]}` });
  await t.as(author).posts.create({ text: 'without' });
  await t.as(author).posts.create({ text: `for few #${tags[0]}`, visibility: 'followers' });
  const both = await t.as(author).posts.create({ text: `both #${tags[1]} #${tags[0]}` });
  const own = await t.as(reader).posts.create({ text: `own #${tags[0]}` });
  expect(await feed(reader)).toEqual([
    [own.id, 'post'],
    [both.id, tags[0]],
    [one.id, tags[0]],
  ]);
  await t.as(reader).hashtags.unfollow({ tag: tags[0] });
  expect(await feed(reader)).toEqual([
    [own.id, 'post'],
    [both.id, tags[1]],
  ]);
});

test('what follows or reposts bring anyway is not shown for its tag', async () => {
  const { reader, author, friend, tags } = await cast();
  await t.as(reader).graph.follow({ userId: friend });
  const direct = await t.as(friend).posts.create({ text: `direct #${tags[0]}` });
  const passed = await t.as(author).posts.create({ text: `passed on #${tags[0]}` });
  const other = await t.as(author).posts.create({ text: `other #${tags[0]}` });
  const answer = await t.as(friend).posts.create({ text: `answer #${tags[1]}`, replyToId: other.id });
  await t.as(friend).posts.repost({ id: passed.id });
  expect(await feed(reader)).toEqual([
    [passed.id, 'repost'],
    [answer.id, tags[1]],
    [other.id, tags[0]],
    [direct.id, 'post'],
  ]);
  await t.as(friend).posts.unrepost({ id: passed.id });
  await t.as(reader).graph.unfollow({ userId: friend });
  expect(await feed(reader)).toEqual([
    [answer.id, tags[1]],
    [other.id, tags[0]],
    [passed.id, tags[0]],
    [direct.id, tags[0]],
  ]);
});

test('of those muted, blocked and deleted tags bring nothing', async () => {
  const { reader, author, friend, tags } = await cast();
  const muted = await t.as(author).posts.create({ text: `muted #${tags[0]}` });
  const gone = await t.as(friend).posts.create({ text: `gone #${tags[0]}` });
  await t.as(reader).graph.mute({ userId: author });
  await t.as(friend).posts.delete({ id: gone.id });
  expect(await feed(reader)).toEqual([]);
  await t.as(reader).graph.unmute({ userId: author });
  expect(await feed(reader)).toEqual([[muted.id, tags[0]]]);
  await t.as(author).graph.block({ userId: reader });
  expect(await feed(reader)).toEqual([]);
});
