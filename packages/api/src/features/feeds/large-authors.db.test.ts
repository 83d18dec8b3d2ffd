import { createTestApp, invitePeople, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reviewLargeJob } from './feeds.jobs.ts';
import { rebuildTimeline } from './index.ts';

const pullFrom = 3;
let t: TestApp;
beforeAll(async () => {
  t = await createTestApp({ settings: { ...testAppOptions('').settings, feeds: { pullFrom } } });
});
afterAll(() => t[Symbol.asyncDispose]());

let serial = 0;

/** A star whom `fans` people follow who have looked at their feeds. */
async function starOf(fans: number): Promise<{ star: string; fans: string[]; other: string }> {
  serial += 1;
  const names = Array.from({ length: fans + 2 }, (_, n) => `someone_${serial}_${n}`);
  const [star = '', other = '', ...rest] = Object.values(await invitePeople(t.app, ...names));
  for (const fan of rest) {
    await t.as(fan).graph.follow({ userId: star });
    await t.as(fan).feed.home({});
  }
  return { star, other, fans: rest };
}

const feed = async (userId: string | undefined) =>
  (await t.as(userId ?? '').feed.home({ limit: 100 })).items.map(({ post, reason }) => `${reason.kind}: ${post.text}`);
const large = async (id: string) =>
  (await t.app.sql.raw('select 1 from large_author where profile_id = $1', [id])).length === 1;
const entries = async (column: 'author_id' | 'reposted_by', id: string) =>
  (await t.app.sql.raw(`select 1 from timeline_entry where ${column} = $1`, [id])).length;

test('whom more follow than the threshold is merged at read and no longer pushed', async () => {
  const { star, fans, other } = await starOf(3);
  await t.as(star).posts.create({ text: 'pushed' });
  expect([await large(star), await entries('author_id', star)]).toEqual([false, 3]);
  await t.as(other).graph.follow({ userId: star });
  expect(await large(star)).toBe(true);
  await t.as(star).posts.create({ text: 'pulled' });
  const reply = await t
    .as(star)
    .posts.create({ text: 'thread', replyToId: (await t.as(star).posts.create({ text: 'root' })).id });
  await t.drain();
  expect(await entries('author_id', star)).toBe(3);
  for (const reader of [...fans, other]) {
    expect(await feed(reader)).toEqual(['post: thread', 'post: root', 'post: pulled', 'post: pushed']);
  }
  await t.as(star).posts.delete({ id: reply.id });
  await t.as(fans[0] ?? '').graph.unfollow({ userId: star });
  expect(await feed(fans[0])).toEqual([]);
  expect(await feed(fans[1])).toEqual(['post: root', 'post: pulled', 'post: pushed']);
  expect(await feed(star)).toEqual(['post: root', 'post: pulled', 'post: pushed']);
});

test('reposts by large authors are merged, each post once, where the first did it', async () => {
  const { star, fans, other } = await starOf(4);
  const [reader = '', small = ''] = fans;
  await t.as(reader).graph.follow({ userId: small });
  const [first, second] = [
    await t.as(other).posts.create({ text: 'first' }),
    await t.as(other).posts.create({ text: 'second' }),
  ];
  await t.as(small).posts.repost({ id: first.id });
  await t.as(star).posts.repost({ id: second.id });
  await t.as(star).posts.repost({ id: first.id });
  await t.as(small).posts.repost({ id: second.id });
  expect(await entries('reposted_by', star)).toBe(0);
  const reposts = async () =>
    (await t.as(reader).feed.home({})).items.map(({ post, reason }) => [
      post.text,
      reason.kind === 'repost' && reason.by.id,
    ]);
  expect(await reposts()).toEqual([
    ['second', star],
    ['first', small],
  ]);
  await t.as(star).posts.unrepost({ id: second.id });
  await t.as(small).posts.unrepost({ id: first.id });
  expect(await reposts()).toEqual([
    ['second', small],
    ['first', star],
  ]);
  await t.as(reader).graph.mute({ userId: star });
  expect(await reposts()).toEqual([['second', small]]);
});

test('who has lost many followers is pushed again, and nobody misses a post', async () => {
  const { star, fans } = await starOf(4);
  await t.as(star).posts.create({ text: 'large' });
  await t.as(fans[3] ?? '').graph.unfollow({ userId: star });
  await reviewLargeJob.handle(t.app, {}, '');
  expect(await large(star)).toBe(true);
  await t.as(fans[2] ?? '').graph.unfollow({ userId: star });
  await reviewLargeJob.handle(t.app, {}, '');
  expect(await large(star)).toBe(false);
  await t.as(star).posts.create({ text: 'small' });
  for (const fan of fans.slice(0, 2)) expect(await feed(fan)).toEqual(['post: small', 'post: large']);
  expect(await entries('author_id', star)).toBe(4);
});

test('a page of many sources walks on without a repeat or a gap', async () => {
  const { star, fans, other } = await starOf(4);
  const [reader = ''] = fans;
  await t.as(reader).graph.follow({ userId: other });
  const texts: string[] = [];
  const authors = [star, other, reader];
  for (let n = 0; n < 24; n += 1) {
    texts.unshift(`post: ${n}`);
    await t.as(authors[n % 3] ?? '').posts.create({ text: `${n}` });
  }
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await t.as(reader).feed.home({ limit: 5, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ post, reason }) => `${reason.kind}: ${post.text}`));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(texts);
  await rebuildTimeline(t.app.sql, reader);
  expect(await feed(reader)).toEqual(texts);
});
