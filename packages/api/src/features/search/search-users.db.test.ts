import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
const names = ['alice', 'alice_b', 'malice', 'bjorn', 'yuki', 'ivan', 'omar', 'fox', 'seeker', 'alicia'] as const;
let people: Record<(typeof names)[number], string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, ...names);
  await t.app.sql.run(rename, [people.bjorn, 'Björn Ångström']);
  await t.app.sql.run(rename, [people.yuki, '田中雪']);
  await t.app.sql.run(rename, [people.ivan, 'Иван Йоркин']);
  await t.app.sql.run(rename, [people.omar, 'مُحَمَّد']);
  await t.app.sql.run(rename, [people.fox, 'Renard🦊']);
});
afterAll(() => t[Symbol.asyncDispose]());

const rename = statement('test.rename', 'update profile set display_name = $2 where id = $1');
const setFollowers = statement('test.set-followers', 'update profile set follower_count = $2 where id = $1');
const suspend = statement('test.suspend', 'update account set suspended_at = now() where id = $1');
const find = async (query: string, viewer: string | null = null) =>
  (await t.as(viewer).search.users({ query })).items.map(({ username }) => username);

test.each<[string, string[]]>([
  ['bj', ['bjorn']],
  ['BJÖRN', ['bjorn']],
  ['angstrom', ['bjorn']],
  ['ang bj', ['bjorn']],
  ['björn zeta', []],
  ['田', ['yuki']],
  ['雪', ['yuki']],
  ['ива', ['ivan']],
  ['йор', ['ivan']],
  ['محمد', ['omar']],
  ['🦊', ['fox']],
  ['@seeker', ['seeker']],
  ['seekre', ['seeker']],
  ['seker', ['seeker']],
  ['seekker', ['seeker']],
  ['sekker', ['seeker']],
  ['xx', []],
  ['%', []],
  [`' | 'alice':*`, ['alice', 'alice_b', 'malice']],
  ['!?', []],
])('%s', async (query, expected) => expect((await find(query)).sort()).toEqual([...expected].sort()));

test('the name in full comes first, then those followed, those with more followers, and those that differ by a slip', async () => {
  await t.app.sql.run(setFollowers, [people.alice_b, 40]);
  await t.app.sql.run(setFollowers, [people.alicia, 3]);
  await t.app.sql.run(setFollowers, [people.malice, 1000]);
  expect(await find('alice')).toEqual(['alice', 'alice_b', 'malice']);
  expect(await find('ali')).toEqual(['alice_b', 'alicia', 'alice']);
  await t.as(people.seeker).graph.follow({ userId: people.alice });
  expect(await find('ali', people.seeker)).toEqual(['alice', 'alice_b', 'alicia']);
});

test('a new name is found and the old one no more', async () => {
  await t.app.sql.run(rename, [people.fox, 'Volpe']);
  expect(await find('volp')).toEqual(['fox']);
  expect(await find('🦊')).toEqual([]);
});

test('suspended people are not found', async () => {
  const { gone } = await invitePeople(t.app, 'gone');
  expect(await find('gone')).toEqual(['gone']);
  await t.app.sql.run(suspend, [gone]);
  expect(await find('gone')).toEqual([]);
});

test('pages repeat and skip nobody while people arrive', async () => {
  const crowd = Object.keys(await invitePeople(t.app, ...Array.from({ length: 23 }, (_, n) => `crowd_${n}`)));
  const seen: string[] = [];
  for (let cursor: string | undefined, n = 0; ; n += 1) {
    const page = await t.as(null).search.users({ query: 'crowd', limit: 5, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ username }) => username));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
    await invitePeople(t.app, `crowd_late_${n}`);
  }
  expect(seen.filter((name) => !name.includes('late')).sort()).toEqual(crowd.sort());
  expect(new Set(seen).size).toBe(seen.length);
});

test('users.list finds the same starts, newest first', async () => {
  const list = async (query: string) => (await t.as(null).users.list({ query })).items.map(({ username }) => username);
  expect(await list('ali')).toEqual(['alicia', 'alice_b', 'alice']);
  expect(await list('雪')).toEqual(['yuki']);
  expect(await list('angstrom')).toEqual(['bjorn']);
  expect(await list('!?')).toEqual([]);
});
