import { indexMissing, rebuildTimeline, recountGraph, recountHashtags, recountPosts, statement } from '@rookery/api';
import { type Caller, createTestApp, findDrift, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedLoad } from './load/seed-load.ts';
import { paintPictures } from './paint-pictures.ts';
import { demoLogin, hasDemo, isEmpty, seedDemo } from './seed-demo.ts';

let t: TestApp;
let demo: Caller;
const drifted: string[] = [];

beforeAll(async () => {
  const recounts = { drifted: (counter: string) => void drifted.push(counter), finished: () => undefined };
  t = await createTestApp({ recounts });
  expect(await isEmpty(t.app.sql)).toBe(true);
  const made = await Promise.all([seedDemo(t.app), seedDemo(t.app)]);
  expect(made.filter((one) => one !== null)).toEqual([{ people: 41, posts: 460 }]);
  await t.drain();
  demo = await signIn(demoLogin.username, demoLogin.password);
});
afterAll(() => t[Symbol.asyncDispose]());

async function signIn(login: string, password: string): Promise<Caller> {
  const { accessToken } = await t.as(null).auth.login({ login, password });
  return t.bearing(accessToken);
}

async function idOf(username: string): Promise<string> {
  const { items } = await t.as(null).users.list({ query: username });
  return items.find((one) => one.username === username)?.id ?? '';
}

/** Every page of a list. */
async function all<Item>(
  page: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ; ) {
    const next = await page(cursor);
    items.push(...next.items);
    if (next.nextCursor === null) return items;
    cursor = next.nextCursor;
  }
}

const onFrom = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });
const feedOf = (caller: Caller) => all((cursor) => caller.feed.home({ limit: 100, ...onFrom(cursor) }));
const postsOf = async (username: string) => {
  const id = await idOf(username);
  return all((cursor) => demo.users.posts({ id, ...onFrom(cursor) }));
};

test('there is somebody to sign in as, nobody signs in as the others, and the demo comes once', async () => {
  expect(await hasDemo(t.app)).toBe(true);
  await expect(signIn('wilma', '!')).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect(await seedDemo(t.app)).toBeNull();
});

test('the feed has posts, reposts and followed hashtags, and nothing of whom the demo mutes or blocks', async () => {
  const feed = await feedOf(demo);
  expect(feed.length).toBeGreaterThan(100);
  expect(new Set(feed.map(({ reason }) => reason.kind))).toEqual(new Set(['post', 'repost', 'hashtag']));
  const authors = new Set(feed.map(({ post }) => post.author.username));
  expect(authors).not.toContain('weather_bot');
  expect(authors).not.toContain('bargain_bob');
  expect(new Set(feed.map(({ post }) => post.visibility))).toEqual(new Set(['public', 'followers', 'friends']));
  expect(feed.some(({ post }) => post.contentWarning !== null)).toBe(true);
});

test('the demo is told of everything that can happen to it, over days, and has read what is old', async () => {
  const told = await all((cursor) => demo.notifications.list({ limit: 100, ...onFrom(cursor) }));
  const types = new Set(told.map(({ type }) => type));
  const can = [
    'like',
    'repost',
    'quote',
    'reply',
    'mention',
    'follow',
    'friend_request',
    'friend_accepted',
    'poll_ended',
    'message_request',
    'group_invite',
    'group_join_request',
  ];
  expect([...types].sort()).toEqual(can.sort());
  expect(new Set(told.map(({ createdAt }) => createdAt.toISOString().slice(0, 10))).size).toBeGreaterThan(5);
  const { count } = await demo.notifications.unreadCount({});
  expect(count).toBe(told.filter(({ readAt }) => readAt === null).length);
  expect(count).toBeGreaterThan(3);
  expect(count).toBeLessThan(told.length / 2);
  const ida = await t.as(await idOf('private_ida')).notifications.list({ types: ['follow_request'] });
  expect(ida.items).toHaveLength(3);
});

test('posts quote, poll, are edited, pinned and kept; a deleted one leaves a gap', async () => {
  const jar = (await postsOf('demo')).find(({ text }) => text.includes('jam jar that has had'));
  expect(jar).toMatchObject({
    quoteCount: 1,
    media: [{ status: expect.any(String), alt: expect.stringContaining('jam jar') }],
  });
  const [unavailable] = (await postsOf('rohan_d')).filter(({ quoteOf }) => quoteOf !== null);
  expect(unavailable?.quoteOf).toEqual({ unavailable: true });
  const polls = [...(await postsOf('wilma')), ...(await postsOf('pavel_r'))].flatMap(({ poll }) => poll ?? []);
  expect(polls.map(({ closed, choices }) => [closed, choices])).toEqual([
    [false, null],
    [true, [1]],
  ]);
  expect(polls.every(({ voterCount }) => voterCount > 10)).toBe(true);
  const oar = (await postsOf('ingrid_h')).find(({ version }) => version === 3);
  expect((await demo.posts.history({ id: oar?.id ?? '' })).items.length).toBeGreaterThanOrEqual(2);
  const question = (await postsOf('ada_m')).find(({ text }) => text.startsWith('Is a test'));
  const thread = await demo.posts.thread({ id: question?.id ?? '' });
  expect(JSON.stringify(thread)).toContain('best argument against me');
  expect((await demo.posts.bookmarks({})).items).toHaveLength(5);
  const pinned = await demo.users.posts({ id: await idOf('demo'), with: 'pinned' });
  expect(pinned.items).toHaveLength(1);
});

test('people ask, befriend, mute and block; drafts wait', async () => {
  expect((await demo.friends.list({})).items).toHaveLength(3);
  for (const direction of ['incoming', 'outgoing'] as const) {
    expect((await demo.friends.requests({ direction, status: 'pending' })).items).toHaveLength(2);
  }
  expect((await demo.users.get({ username: 'private_ida' })).viewer).toMatchObject({ followRequested: true });
  expect((await demo.graph.mutes({})).items).toHaveLength(1);
  expect((await demo.graph.blocks({})).items).toHaveLength(1);
  expect((await demo.hashtags.followed({})).items).toHaveLength(3);
  expect((await demo.posts.drafts.list({})).items).toHaveLength(2);
  expect((await demo.posts.scheduled.list({})).items).toMatchObject([
    { failure: null, preview: { text: expect.any(String) } },
  ]);
});

test('hashtags trend in all windows and in several scripts', async () => {
  for (const window of ['1h', '24h', '7d'] as const) {
    const { items } = await demo.hashtags.trending({ window });
    expect(items[0]).toMatchObject({ tag: 'lanternnight' });
    expect(items.map(({ tag }) => tag)).toContain('提灯');
  }
  const { items } = await demo.hashtags.trending({ window: '24h' });
  expect(items.map(({ tag }) => tag)).toEqual(expect.arrayContaining(['ліхтарі', 'فوانيس', '등불', 'linternas']));
});

test('searches find what is there, in every script', async () => {
  for (const query of ['accordion', 'ліхтар*', '提灯', 'قهوة', '"jam jar"']) {
    expect((await demo.search.posts({ query })).items.length, query).toBeGreaterThan(0);
  }
  expect((await demo.search.users({ query: 'marta' })).items[0]).toMatchObject({ username: 'marta_k' });
  expect((await demo.search.hashtags({ query: 'lantern' })).items[0]).toMatchObject({ tag: 'lanternnight' });
});

test('pictures are painted after the demo is there, and what shows them shows them', async () => {
  await paintPictures(t.app);
  const { avatar } = await demo.users.get({ username: 'hana' });
  expect(avatar).toMatchObject({ status: 'ready', alt: 'A drawing of 森 はな.', variants: { thumb: { width: 160 } } });
  const { items } = await demo.users.posts({ id: await idOf('kenji_t'), with: 'media' });
  expect(items[0]?.media.map(({ status, blurhash }) => [status, blurhash !== null])).toEqual([
    ['ready', true],
    ['ready', true],
  ]);
  for (const variant of ['thumb', 'small', 'large']) {
    await using file = await t.app.storage.open(`${avatar?.id}/${variant}.webp`);
    expect(file?.size).toBeGreaterThan(100);
  }
}, 60_000);

const mentions = statement<{ known: number; written: number }>(
  'test.mentions',
  `select count(*) filter (where f ->> 'kind' = 'mention' and f ->> 'userId' in (select id::text from profile))::int as known,
     (select sum(regexp_count(text, '@\\w'))::int from post) as written
   from post cross join jsonb_array_elements(facets) f`,
);

test('people talk with each other, in twos and in groups, and something waits to be read', async () => {
  const { items } = await demo.chat.conversations({});
  expect(items.map(({ kind, unreadCount }) => [kind, unreadCount])).toEqual([
    ['group', 3],
    ['direct', 1],
    ['direct', 0],
  ]);
  const [request] = (await demo.chat.conversations({ folder: 'requests' })).items;
  expect(request).toMatchObject({ unreadCount: 2, lastMessage: { sender: { username: 'chidi_o' } } });
  const [band] = items;
  const { items: said } = await demo.chat.messages({ conversationId: band?.id ?? '' });
  expect(said.map(({ seq }) => seq)).toEqual(said.map((_, index) => said.length - index));
  expect(said.at(-1)).toMatchObject({ system: { kind: 'created' } });
  expect(said.some(({ deletedAt }) => deletedAt !== null)).toBe(true);
  expect(said.flatMap(({ reactions }) => reactions).length).toBeGreaterThan(2);
  expect(said[0]?.facets).toMatchObject([{ kind: 'mention' }]);
});

test('mentions are of people who are there', async () => {
  const [found] = await t.app.sql.rows(mentions, []);
  expect(found?.known).toBeGreaterThan(5);
  expect(found?.written).toBe(found?.known);
});

const everybody = statement<{ id: string }>(
  'test.everybody',
  `select id from profile where username not like 'load%' order by id`,
);
const forgetTimelines = statement('test.forget-timelines', 'truncate timeline_entry');

test('timelines that are dropped and rebuilt show the same to everybody, also after people did something', async () => {
  const ids = (await t.app.sql.rows(everybody, [])).map(({ id }) => id);
  const feeds = async () => {
    const found: string[][] = [];
    for (const id of ids)
      found.push((await feedOf(t.as(id))).map(({ post, reason }) => `${post.id} ${JSON.stringify(reason)}`));
    return found;
  };
  const before = await feeds();
  const [marta, otis, wilma] = await Promise.all(['marta_k', 'otis', 'wilma'].map(idOf));
  const jar = (await postsOf('demo')).find(({ text }) => text.includes('jam jar that has had'));
  const news = await t.as(marta ?? '').posts.create({ text: 'The bakery closes early tonight. #lanternnight' });
  await t.as(otis ?? '').posts.repost({ id: news.id });
  await t.as(wilma ?? '').posts.unrepost({ id: jar?.id ?? '' });
  await t.as(wilma ?? '').graph.follow({ userId: await idOf('pavel_r') });
  await demo.graph.unfollow({ userId: marta ?? '' });
  await t.as(otis ?? '').graph.block({ userId: await idOf('elio') });
  await t.drain();
  const after = await feeds();
  expect(after).not.toEqual(before);
  await t.app.sql.run(forgetTimelines, []);
  for (const id of ids) await rebuildTimeline(t.app.sql, id);
  expect(await feeds()).toEqual(after);
}, 60_000);

test('the demo is in groups, owns one in which others ask to be, and is invited into one that is private', async () => {
  const { items } = await demo.groups.list({ mine: true });
  expect(items.map(({ name, viewer }) => [name, viewer?.role])).toEqual([
    ['The Street Library', 'owner'],
    ['Lantern Night', 'member'],
  ]);
  for (const { id, memberCount, postCount } of items) {
    expect((await demo.groups.members({ id, limit: 100 })).items).toHaveLength(memberCount);
    expect((await demo.feed.group({ groupId: id, limit: 100 })).items).toHaveLength(postCount);
  }
  expect((await demo.groups.requests({ id: items[0]?.id ?? '' })).items).toHaveLength(2);
  const [invite] = (await demo.groups.invites({})).items;
  expect([invite?.group.name, invite?.group.visibility, invite?.inviter?.username]).toEqual([
    'Bird Hide No. 4',
    'private',
    'gwen_p',
  ]);
});

test('a crowd comes on top, each following as many as was said', async () => {
  const told: string[] = [];
  const plan = { people: 40, follows: 7, posts: 330, password: 'the whole crowd walks' };
  await seedLoad(t.app, plan, (what, done, count) => void told.push(`${what} ${done}/${count}`));
  expect(told).toEqual(['people 40/40', 'followers 40/40', 'posts 330/330', 'timelines 40/40']);
  const one = await signIn('load_40', 'the whole crowd walks');
  expect((await one.me.get({})).profile).toMatchObject({ followingCount: 7, followerCount: 7, postCount: 8 });
  expect((await one.feed.home({ limit: 100 })).items.length).toBeGreaterThanOrEqual(16);
  await expect(seedLoad(t.app, { people: 2, follows: 1, posts: 0, password: null })).rejects.toThrow(
    'already holds a crowd',
  );
});

const crowdIndex = statement<{ post_id: string; tokens: string }>(
  'test.crowd-index',
  `select s.post_id, s.tokens::text from post_search s join post p on p.id = s.post_id join profile a on a.id = p.author_id
   where a.username like 'load\\_%' order by s.post_id`,
);
const forgetIndex = statement('test.forget-index', 'delete from post_search');

test('the crowd is found as if each post had been published', async () => {
  expect((await demo.search.posts({ query: '"reached an understanding"' })).items.length).toBeGreaterThan(0);
  const made = await t.app.sql.rows(crowdIndex, []);
  expect(made).toHaveLength(330);
  await t.app.sql.run(forgetIndex, []);
  await indexMissing.handle(t.app, {}, '');
  expect(await t.app.sql.rows(crowdIndex, [])).toEqual(made);
});

test('counters are what they count', async () => {
  await t.drain();
  for (const job of [recountGraph, recountPosts, recountHashtags]) await job.handle(t.app, {}, '');
  expect(await findDrift(t.app.sql)).toEqual({});
  expect(drifted).toEqual([]);
});
