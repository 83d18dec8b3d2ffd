import { limits } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let people: Record<'ada' | 'bob' | 'cyd' | 'dan', string>;
beforeAll(async () => {
  const { settings } = testAppOptions('');
  t = await createTestApp({ settings: { ...settings, limits: { ...limits, followedHashtags: 5 } } });
  people = await invitePeople(t.app, 'ada', 'bob', 'cyd', 'dan');
});
afterAll(() => t[Symbol.asyncDispose]());

const followedBy = async (id: string) => (await t.as(id).hashtags.followed({})).items.map(({ tag }) => tag);

test('a hashtag is followed and left, each as often as one likes', async () => {
  const ada = t.as(people.ada);
  await t.as(people.bob).posts.create({ text: '#Owls' });
  const followed = { tag: 'owls', postCount: 1, following: true };
  expect(await ada.hashtags.follow({ tag: '#OWLS' })).toEqual(followed);
  expect(await ada.hashtags.follow({ tag: 'owls' })).toEqual(followed);
  expect(await ada.hashtags.follow({ tag: '日本' })).toEqual({ tag: '日本', postCount: 0, following: true });
  expect((await ada.hashtags.followed({})).items).toEqual([{ tag: '日本', postCount: 0, following: true }, followed]);
  expect(await followedBy(people.bob)).toEqual([]);
  const left = { tag: 'owls', postCount: 1, following: false };
  expect(await ada.hashtags.unfollow({ tag: 'Owls' })).toEqual(left);
  expect(await ada.hashtags.unfollow({ tag: 'owls' })).toEqual(left);
  expect(await followedBy(people.ada)).toEqual(['日本']);
});

test('a call repeated by its key answers as it did', async () => {
  const call = () => t.as(people.dan, { idempotencyKey: 'once' }).hashtags.follow({ tag: 'jays' });
  const first = await call();
  await t.as(people.dan).hashtags.unfollow({ tag: 'jays' });
  expect(await call()).toEqual(first);
  expect(await followedBy(people.dan)).toEqual([]);
});

test('not more are followed than allowed, even at once, and the same one again is no more', async () => {
  const cyd = t.as(people.cyd);
  const tags = Array.from({ length: 12 }, (_, n) => `race_${n}`);
  const outcomes = await Promise.allSettled(tags.map((tag) => cyd.hashtags.follow({ tag })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  const [kept = ''] = await followedBy(people.cyd);
  expect(await followedBy(people.cyd)).toHaveLength(5);
  await expect(cyd.hashtags.follow({ tag: 'one_more' })).rejects.toThrow('as many as allowed');
  expect(await cyd.hashtags.follow({ tag: kept })).toMatchObject({ following: true });
  await cyd.hashtags.unfollow({ tag: kept });
  expect(await cyd.hashtags.follow({ tag: 'one_more' })).toMatchObject({ following: true });
});

test('one hashtag followed many times at once is followed once', async () => {
  await Promise.all(Array.from({ length: 8 }, () => t.as(people.bob).hashtags.follow({ tag: 'swifts' })));
  expect(await followedBy(people.bob)).toEqual(['swifts']);
});

test('the followed ones are walked in pages while some come and go', async () => {
  const [walker = ''] = Object.values(await invitePeople(t.app, 'walker'));
  for (const tag of ['a1', 'a2', 'a3', 'a4']) await t.as(walker).hashtags.follow({ tag });
  const first = await t.as(walker).hashtags.followed({ limit: 2 });
  await t.as(walker).hashtags.follow({ tag: 'a5' });
  await t.as(walker).hashtags.unfollow({ tag: 'a3' });
  const second = await t.as(walker).hashtags.followed({ limit: 2, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...second.items].map(({ tag }) => tag)).toEqual(['a4', 'a3', 'a2', 'a1']);
  expect(second.nextCursor).toBeNull();
});

test('nobody follows without an account, or what is no hashtag', async () => {
  await expect(t.as(null).hashtags.follow({ tag: 'owls' })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(t.as(null).hashtags.followed({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(t.as(people.ada).hashtags.follow({ tag: '2026' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(t.as(newId()).hashtags.follow({ tag: 'owls' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
