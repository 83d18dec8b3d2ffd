import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

const names = [
  'writer',
  'follower',
  'friend',
  'blocked',
  'blocker',
  'muter',
  'stranger',
  'hermit',
  'disciple',
] as const;
type Name = (typeof names)[number];
let t: TestApp;
let people: Record<Name, string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, ...names);
  const { writer } = people;
  for (const name of ['follower', 'muter'] as const) await as(name).graph.follow({ userId: writer });
  await as('friend').friends.request({ userId: writer });
  const [request] = (await as('writer').friends.requests({ direction: 'incoming' })).items;
  await as('writer').friends.accept({ requestId: request?.id ?? '' });
  await as('writer').graph.block({ userId: people.blocked });
  await as('blocker').graph.block({ userId: writer });
  await as('muter').graph.mute({ userId: writer });
  await as('disciple').graph.follow({ userId: people.hermit });
  await t.app.sql.run(setPrivate, [people.hermit]);
  for (const visibility of ['public', 'followers', 'friends'] as const)
    await as('writer').posts.create({ text: `quoxly #quoxly${visibility} word${visibility}`, visibility });
  await as('hermit').posts.create({ text: 'quoxly #quoxlyhermit wordhermit' });
  await t.drain();
});
afterAll(() => t[Symbol.asyncDispose]());

const setPrivate = statement('test.make-private', 'update profile set is_private = true where id = $1');
const as = (name: Name | null) => t.as(name === null ? null : people[name]);
const everyone = ['public', 'followers', 'friends', 'hermit'] as const;
type Kind = (typeof everyone)[number];
const sees: [Name | null, Kind[]][] = [
  [null, ['public']],
  ['stranger', ['public']],
  ['follower', ['public', 'followers']],
  ['friend', ['public', 'friends']],
  ['writer', ['public', 'followers', 'friends']],
  ['blocked', []],
  ['blocker', []],
  ['muter', []],
  ['hermit', ['public', 'hermit']],
  ['disciple', ['public', 'hermit']],
];

describe.each(sees)('%s', (viewer, kinds) => {
  test.each(['recent', 'relevant'] as const)(
    'finds in the %s what they may see, and no cursor to the rest',
    async (sort) => {
      const page = await as(viewer).search.posts({ query: 'quoxly', sort, limit: Math.max(1, kinds.length) });
      expect(page.items.map(({ text }) => text.split(' ')[2]).sort()).toEqual(
        kinds.map((kind) => `word${kind}`).sort(),
      );
      expect(page.nextCursor).toBeNull();
    },
  );

  test.each(everyone)('finds the word of a post for %s only when they may see it', async (kind) => {
    const count = kinds.includes(kind) ? 1 : 0;
    const query = `word${kind}`;
    expect((await as(viewer).search.posts({ query })).items).toHaveLength(count);
    const all = await as(viewer).search.all({ query });
    expect(all.posts).toHaveLength(count);
    expect(all.users).toEqual([]);
    expect((await as(viewer).search.posts({ query: `#quoxly${kind}` })).items).toHaveLength(count);
  });

  test('finds no hashtag that only hidden posts carry', async () => {
    const { items } = await as(viewer).search.hashtags({ query: 'quoxly' });
    const parted = viewer === 'blocked' || viewer === 'blocker';
    const following = viewer === null ? null : false;
    const tag = expect.objectContaining({ tag: 'quoxlypublic', following });
    expect(items).toEqual(parted ? [] : [tag]);
  });

  test('finds people whom no block parts from them', async () => {
    const found = (await as(viewer).search.users({ query: 'writer' })).items.map(({ id }) => id);
    expect(found).toEqual(viewer === 'blocked' || viewer === 'blocker' ? [] : [people.writer]);
    const listed = (await as(viewer).users.list({ query: 'writer' })).items.map(({ id }) => id);
    expect(listed).toEqual(found);
  });
});

test('a muted person is found when the search is for posts of them', async () => {
  expect((await as('muter').search.posts({ query: 'quoxly from:writer' })).items).toHaveLength(2);
  expect((await as('muter').search.posts({ query: 'quoxly', from: 'writer' })).items).toHaveLength(2);
  expect((await as('blocked').search.posts({ query: 'quoxly from:writer' })).items).toEqual([]);
  expect((await as(null).search.posts({ query: 'wordhermit from:hermit' })).items).toEqual([]);
});

test('people behind a block are not found by a slip either', async () => {
  expect((await as('stranger').search.users({ query: 'wriiter' })).items).toHaveLength(1);
  for (const name of ['blocked', 'blocker'] as const)
    expect((await as(name).search.users({ query: 'wriiter' })).items).toEqual([]);
});
