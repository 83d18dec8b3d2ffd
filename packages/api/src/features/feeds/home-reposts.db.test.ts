import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

let serial = 0;

/** A reader who follows `xan` and `yan`, and an author whom nobody follows. */
async function cast() {
  serial += 1;
  const [reader = '', author = '', xan = '', yan = ''] = Object.values(
    await invitePeople(t.app, `reader${serial}`, `author${serial}`, `xan${serial}`, `yan${serial}`),
  );
  for (const userId of [xan, yan]) await t.as(reader).graph.follow({ userId });
  await t.as(reader).feed.home({});
  return { reader, author, xan, yan };
}

/** The feed as texts, each with the one who reposted it. */
async function feed(userId: string): Promise<string[]> {
  const { items } = await t.as(userId).feed.home({ limit: 100 });
  return items.map(({ post, reason }) => {
    const by = reason.kind === 'repost' ? ` by ${reason.by.username.replace(/\d+/, '')}` : '';
    return `${post.text}${by}`;
  });
}

test('a repost shows a post of a stranger at the time of the repost, with its reason', async () => {
  const { reader, author, xan } = await cast();
  const { id } = await t.as(author).posts.create({ text: 'far away' });
  await t.as(xan).posts.create({ text: 'between' });
  await t.as(xan).posts.repost({ id });
  const { items } = await t.as(reader).feed.home({});
  expect(items.map(({ post, reason }) => [post.text, reason])).toEqual([
    ['far away', { kind: 'repost', by: expect.objectContaining({ id: xan }), at: expect.any(Date) }],
    ['between', { kind: 'post' }],
  ]);
  expect(items[0]?.post.repostCount).toBe(1);
});

test('a post that several repost stands once, where the first did it', async () => {
  const { reader, author, xan, yan } = await cast();
  const { id } = await t.as(author).posts.create({ text: 'popular' });
  await t.as(xan).posts.repost({ id });
  await t.as(xan).posts.create({ text: 'later' });
  await t.as(yan).posts.repost({ id });
  await t.as(yan).posts.repost({ id });
  expect(await feed(reader)).toEqual(['later', 'popular by xan']);
});

test('the next repost takes the place of one that is taken back', async () => {
  const { reader, author, xan, yan } = await cast();
  const { id } = await t.as(author).posts.create({ text: 'popular' });
  await t.as(xan).posts.repost({ id });
  await t.as(xan).posts.create({ text: 'later' });
  await t.as(yan).posts.repost({ id });
  await t.as(xan).posts.unrepost({ id });
  expect(await feed(reader)).toEqual(['popular by yan', 'later']);
  await t.as(yan).posts.unrepost({ id });
  expect(await feed(reader)).toEqual(['later']);
});

test('whose reposter is unfollowed, muted or blocked goes, unless another one reposted it', async () => {
  const { reader, author, xan, yan } = await cast();
  const once = await t.as(author).posts.create({ text: 'once' });
  const twice = await t.as(author).posts.create({ text: 'twice' });
  await t.as(xan).posts.repost({ id: once.id });
  await t.as(xan).posts.repost({ id: twice.id });
  await t.as(yan).posts.repost({ id: twice.id });
  await t.as(reader).graph.unfollow({ userId: xan });
  expect(await feed(reader)).toEqual(['twice by yan']);
  await t.as(reader).graph.mute({ userId: yan });
  expect(await feed(reader)).toEqual([]);
  await t.as(reader).graph.unmute({ userId: yan });
  expect(await feed(reader)).toEqual(['twice by yan']);
  await t.as(yan).graph.block({ userId: reader });
  expect(await feed(reader)).toEqual([]);
});

test('of an author who is muted or blocks the reader, or is deleted from, reposts show nothing', async () => {
  const { reader, author, xan } = await cast();
  const { id } = await t.as(author).posts.create({ text: 'away' });
  await t.as(xan).posts.repost({ id });
  await t.as(reader).graph.mute({ userId: author });
  expect(await feed(reader)).toEqual([]);
  await t.as(reader).graph.unmute({ userId: author });
  await t.as(author).graph.block({ userId: reader });
  expect(await feed(reader)).toEqual([]);
  await t.as(author).graph.unblock({ userId: reader });
  expect(await feed(reader)).toEqual(['away by xan']);
  await t.as(author).posts.delete({ id });
  expect(await feed(reader)).toEqual([]);
  await t.drain();
  expect(await feed(reader)).toEqual([]);
});

test('whoever follows the author gets the post as a post, until he unfollows', async () => {
  const { reader, author, xan } = await cast();
  const { id } = await t.as(author).posts.create({ text: 'old' });
  await t.as(xan).posts.create({ text: 'between' });
  await t.as(xan).posts.repost({ id });
  expect(await feed(reader)).toEqual(['old by xan', 'between']);
  await t.as(reader).graph.follow({ userId: author });
  expect(await feed(reader)).toEqual(['between', 'old']);
  await t.as(reader).graph.unfollow({ userId: author });
  expect(await feed(reader)).toEqual(['old by xan', 'between']);
});

test('who follows a reposter gets what he reposted, and own posts and own reposts bring nothing', async () => {
  const { reader, author, xan } = await cast();
  const own = await t.as(reader).posts.create({ text: 'own' });
  const { id } = await t.as(author).posts.create({ text: 'away' });
  await t.as(xan).posts.repost({ id });
  await t.as(xan).posts.repost({ id: own.id });
  expect(await feed(reader)).toEqual(['away by xan', 'own']);
  await t.as(author).graph.follow({ userId: xan });
  expect(await feed(author)).toEqual(['own by xan', 'away']);
  await t.as(author).posts.repost({ id });
  expect(await feed(author)).toEqual(['own by xan', 'away']);
});

test('what several followers get by job is what they get at once', async () => {
  const { author, xan } = await cast();
  const fans = Object.values(await invitePeople(t.app, ...Array.from({ length: 501 }, (_, n) => `fan${n}_${serial}`)));
  await t.app.sql.raw(
    'insert into follow (follower_id, followee_id, id) select f, $1, gen_random_uuid() from unnest($2::uuid[]) f',
    [xan, fans],
  );
  await t.app.sql.raw('update profile set follower_count = 502 where id = $1', [xan]);
  const [first = '', last = ''] = [fans[0], fans.at(-1)];
  for (const fan of [first, last]) expect(await feed(fan)).toEqual([]);
  const { id } = await t.as(author).posts.create({ text: 'wide' });
  await t.as(xan).posts.repost({ id });
  expect(await feed(last)).toEqual([]);
  await t.drain();
  for (const fan of [first, last]) expect(await feed(fan)).toEqual(['wide by xan']);
  await t.as(xan).posts.unrepost({ id });
  expect(await feed(last)).toEqual([]);
  await t.drain();
  const kept = await t.app.sql.raw('select 1 from timeline_entry where post_id = $1 and reposted_by is not null', [id]);
  expect(kept).toEqual([]);
});

/** Walks a feed in pages of two, and lets something happen after the first. */
async function walk(userId: string, meanwhile: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await t.as(userId).feed.home({ limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ post }) => post.text));
    if (cursor === undefined) await meanwhile();
    cursor = page.nextCursor;
  } while (cursor !== null);
  return seen;
}

test('what moves while somebody walks the feed is shown once, where it was when he began', async () => {
  const { reader, author, xan, yan } = await cast();
  const write = async (who: string, text: string) => (await t.as(who).posts.create({ text })).id;
  const [high, low] = [await write(author, 'high'), await write(author, 'low')];
  await write(yan, 'last');
  await t.as(xan).posts.repost({ id: low });
  await write(yan, 'third');
  await write(yan, 'second');
  await t.as(xan).posts.repost({ id: high });
  const order = ['high', 'second', 'third', 'low', 'last'];
  expect(await walk(reader, () => t.as(reader).graph.follow({ userId: author }))).toEqual(order);
  expect(await feed(reader)).toEqual(['second', 'third', 'last', 'low', 'high']);
  expect(await walk(reader, () => t.as(reader).graph.unfollow({ userId: author }))).toEqual([
    'second',
    'third',
    'last',
    'low',
    'high',
  ]);
  await t.as(yan).posts.repost({ id: low });
  expect(await walk(reader, () => t.as(xan).posts.unrepost({ id: low }))).toEqual(order);
  expect(await feed(reader)).toEqual(['low by yan', 'high by xan', 'second', 'third', 'last']);
});

test('what a tag brought is not lost to a walk when somebody reposts it meanwhile, nor shown twice', async () => {
  const { reader, author, xan } = await cast();
  const tag = `walks${serial}`;
  await t.as(reader).hashtags.follow({ tag });
  const { id } = await t.as(author).posts.create({ text: `tagged #${tag}` });
  for (const text of ['third', 'second', 'first']) await t.as(xan).posts.create({ text });
  expect(await walk(reader, () => t.as(xan).posts.repost({ id }))).toEqual([
    'first',
    'second',
    'third',
    `tagged #${tag}`,
  ]);
  expect(await feed(reader)).toEqual([`tagged #${tag} by xan`, 'first', 'second', 'third']);
});
