import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestApp;
let ada: string;
beforeAll(async () => {
  t = await createTestApp();
  ({ ada } = await invitePeople(t.app, 'ada'));
  for (const text of ['#birds', '#birding', '#birding', '#birding', '#warbirds', '#Птицы', '#鳥類', '#🦊', '#100_ways'])
    await t.as(ada).posts.create({ text });
  await t.as(ada).hashtags.follow({ tag: 'birding' });
});
afterAll(() => t[Symbol.asyncDispose]());

const find = async (query: string) => (await t.as(ada).search.hashtags({ query })).items.map(({ tag }) => tag);

test.each(['before', 'after'])('tags are found %s their counters are added up', async (when) => {
  if (when === 'after')
    await t.app.jobs.enqueue(t.app.sql, { job: (await import('../hashtags/index.ts')).countHashtags, data: {} });
  await t.drain();
  expect((await find('#bird')).slice(0, 2)).toEqual(['birding', 'birds']);
  expect((await find('birds'))[0]).toBe('birds');
  expect(await find('птиц')).toEqual(['птицы']);
  expect(await find('鳥')).toEqual(['鳥類']);
  expect(await find('＃🦊')).toEqual(['🦊']);
  expect(await find('100_')).toEqual(['100_ways']);
  expect(await find('100%')).not.toContain('birds');
  expect(await find('#')).toEqual([]);
  if (when === 'after') expect(await find('brids')).toEqual([]);
  if (when === 'after') expect(await find('birdsss')).toContain('birds');
});

test('says whether the caller follows them', async () => {
  expect((await t.as(ada).search.hashtags({ query: 'birding', limit: 1 })).items).toEqual([
    { tag: 'birding', postCount: 3, following: true },
  ]);
  expect((await t.as(null).search.hashtags({ query: 'birding', limit: 1 })).items[0]?.following).toBeNull();
});

test('pages repeat and skip nothing while tags arrive', async () => {
  const tags = Array.from({ length: 12 }, (_, n) => `series_${n}`);
  for (const tag of tags) await t.as(ada).posts.create({ text: `#${tag}` });
  const seen: string[] = [];
  for (let cursor: string | undefined, n = 0; ; n += 1) {
    const page = await t.as(ada).search.hashtags({ query: 'series', limit: 5, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ tag }) => tag));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
    await t.as(ada).posts.create({ text: `#series_0late${n}` });
  }
  expect(seen.filter((tag) => !tag.includes('late')).sort()).toEqual(tags.sort());
  expect(new Set(seen).size).toBe(seen.length);
});
