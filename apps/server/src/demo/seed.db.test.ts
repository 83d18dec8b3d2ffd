import { rebuildTimeline, statement } from '@rookery/api';
import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoLogin, hasDemo, isEmpty, seedDemo } from './seed-demo.ts';
import { seedLoad } from './seed-load.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
  expect(await isEmpty(t.app.sql)).toBe(true);
  const made = await Promise.all([seedDemo(t.app), seedDemo(t.app)]);
  expect(made.filter((one) => one !== null)).toEqual([{ people: 40, posts: 400 }]);
});
afterAll(() => t[Symbol.asyncDispose]());

const drift = statement<{ what: string }>(
  'test.drift',
  `select username as what from profile p where
     follower_count <> (select count(*) from follow where followee_id = p.id)
     or following_count <> (select count(*) from follow where follower_id = p.id)
     or post_count <> (select count(*) from post where author_id = p.id)
   union all select text from post p where
     like_count <> (select count(*) from post_like where post_id = p.id)
     or reply_count <> (select count(*) from post where reply_to_id = p.id)`,
);

const mentions = statement<{ known: number; written: number }>(
  'test.mentions',
  `select count(*) filter (where f ->> 'kind' = 'mention' and f ->> 'userId' in (select id::text from profile))::int as known,
     (select sum(regexp_count(text, '@\\w'))::int from post) as written
   from post cross join jsonb_array_elements(facets) f`,
);

const signIn = async (login: string, password: string) => {
  const { accessToken } = await t.as(null).auth.login({ login, password });
  return t.bearing(accessToken);
};

test('there is somebody to sign in as, with a feed and with notifications', async () => {
  expect(await hasDemo(t.app)).toBe(true);
  const demo = await signIn(demoLogin.username, demoLogin.password);
  const feed = await demo.feed.home({ limit: 100 });
  expect(feed.items.length).toBeGreaterThan(50);
  expect((await demo.notifications.list({})).items.length).toBeGreaterThan(10);
  expect(feed.items.some(({ post }) => post.facets.some(({ kind }) => kind === 'hashtag'))).toBe(true);
});

test('nobody signs in as the others', async () => {
  await expect(signIn('wilma', '!')).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('mentions are of people who are there', async () => {
  const [found] = await t.app.sql.rows(mentions, []);
  expect(found?.known).toBeGreaterThan(5);
  expect(found?.written).toBe(found?.known);
});

test('the feed is the one that is rebuilt', async () => {
  const { items } = await t.as(null).users.list({ query: 'wilma' });
  const id = items[0]?.id ?? '';
  const before = await t.as(id).feed.home({ limit: 100 });
  await rebuildTimeline(t.app.sql, id);
  expect(await t.as(id).feed.home({ limit: 100 })).toEqual(before);
});

test('a crowd comes on top, each following as many as was said', async () => {
  await seedLoad(t.app, { people: 40, follows: 7, posts: 100, password: 'the whole crowd walks' });
  const one = await signIn('load_40', 'the whole crowd walks');
  expect((await one.me.get({})).profile).toMatchObject({ followingCount: 7, followerCount: 7 });
  expect((await one.feed.home({ limit: 100 })).items.length).toBeGreaterThanOrEqual(16);
  await expect(seedLoad(t.app, { people: 2, follows: 1, posts: 0, password: null })).rejects.toThrow(
    'already holds a crowd',
  );
});

test('counters are what they count', async () => {
  expect(await t.app.sql.rows(drift, [])).toEqual([]);
});
