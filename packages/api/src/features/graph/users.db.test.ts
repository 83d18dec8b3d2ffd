import { newId } from '@rookery/api';
import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol' | 'paula' | 'quentin', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol', 'paula', 'quentin');
  await t.app.sql.run(setPrivate, [people.paula]);
  for (const name of ['alice', 'quentin'] as const) await ask(name);
  const [, alices] = (await as('paula').graph.followRequests({})).items;
  await as('paula').graph.approveFollow({ id: alices?.id ?? '' });
  await as('paula').graph.follow({ userId: people.bob });
  await as('alice').graph.follow({ userId: people.bob });
  await as('bob').graph.follow({ userId: people.alice });
});
afterAll(() => t[Symbol.asyncDispose]());

type Name = keyof typeof people;
const as = (name: Name | null) => t.as(name === null ? null : people[name]);
const ask = (name: Name) => as(name).graph.follow({ userId: people.paula });
const setPrivate = statement('test.make-private', 'update profile set is_private = true where id = $1');
const rename = statement('test.rename', 'update profile set display_name = $2 where id = $1');
const names = (page: { items: { username: string }[] }) => page.items.map(({ username }) => username);
const standing = {
  following: false,
  followedBy: false,
  followRequested: false,
  friend: false,
  friendRequest: null,
  blocking: false,
  muting: false,
};

describe('a profile', () => {
  test('is had by id and by username in any case', async () => {
    const byId = await as(null).users.get({ id: people.bob });
    expect(byId).toMatchObject({
      id: people.bob,
      username: 'bob',
      displayName: 'Bob',
      followerCount: 2,
      followingCount: 1,
      viewer: null,
    });
    expect(byId.createdAt).toBeInstanceOf(Date);
    expect(await as(null).users.get({ username: ' BoB ' })).toEqual(byId);
  });

  test.each<[Name | null, Name, object | null]>([
    [null, 'paula', null],
    ['carol', 'paula', standing],
    ['quentin', 'paula', { ...standing, followRequested: true }],
    ['alice', 'paula', { ...standing, following: true }],
    ['bob', 'paula', { ...standing, followedBy: true }],
    ['paula', 'paula', standing],
    ['alice', 'bob', { ...standing, following: true, followedBy: true }],
  ])('seen by %s, %s stands so to the viewer', async (viewer, name, expected) => {
    expect((await as(viewer).users.get({ id: people[name] })).viewer).toEqual(expected);
    expect((await as(viewer).users.get({ username: name })).viewer).toEqual(expected);
    const listed = (await as(viewer).users.list({})).items.find(({ username }) => username === name);
    expect(listed).toEqual(await as(viewer).users.get({ id: people[name] }));
  });

  test('of nobody is not found', async () => {
    await expect(as(null).users.get({ id: newId() })).rejects.toEqual(refusal('not_found'));
    await expect(as('alice').users.get({ username: 'nobody' })).rejects.toEqual(refusal('not_found'));
  });

  test.each([
    [{}],
    [{ id: 'bob' }],
    [{ id: '\u0000' }],
    [{ username: 'x' }],
    [{ username: "bob' or true --" }],
    [{ username: 'bob\u0000' }],
    [{ username: 'a'.repeat(101) }],
    [{ username: 'bob', id: newId() }],
    [undefined],
  ])('is not asked for with %j', async (input) => {
    await expect(as(null).users.get(input as { username: string })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('followers and following', () => {
  test.each<[Name | null, boolean]>([
    [null, false],
    ['carol', false],
    ['quentin', false],
    ['bob', false],
    ['alice', true],
    ['paula', true],
  ])('of a private profile, seen by %s: %s', async (viewer, allowed) => {
    const lists = [
      () => as(viewer).users.followers({ id: people.paula }),
      () => as(viewer).users.following({ id: people.paula }),
    ];
    for (const [index, list] of lists.entries()) {
      if (allowed) expect(names(await list())).toEqual([['alice'], ['bob']][index]);
      else await expect(list()).rejects.toEqual(refusal('not_found'));
    }
  });

  test('come the latest first, each with the viewer state', async () => {
    const { items } = await as('alice').users.followers({ id: people.bob });
    expect(items.map(({ username, viewer }) => [username, viewer])).toEqual([
      ['alice', standing],
      ['paula', { ...standing, following: true }],
    ]);
    expect(names(await as(null).users.following({ id: people.alice }))).toEqual(['bob', 'paula']);
    expect((await as(null).users.following({ id: people.alice })).items[0]?.viewer).toBeNull();
  });

  test('of one who has none are empty, of nobody not found', async () => {
    expect(await as(null).users.followers({ id: people.carol })).toEqual({ items: [], nextCursor: null });
    expect(await as(null).users.following({ id: people.carol })).toEqual({ items: [], nextCursor: null });
    await expect(as(null).users.followers({ id: newId() })).rejects.toEqual(refusal('not_found'));
    await expect(as('alice').users.following({ id: newId() })).rejects.toEqual(refusal('not_found'));
  });

  test('of a profile that turned private end for strangers amid their walk', async () => {
    const { star, fan, other } = await invitePeople(t.app, 'star', 'fan', 'other');
    for (const id of [fan, other]) await t.as(id).graph.follow({ userId: star });
    const { nextCursor } = await as('carol').users.followers({ id: star, limit: 1 });
    await t.app.sql.run(setPrivate, [star]);
    const next = { id: star, limit: 1, cursor: nextCursor ?? '' };
    await expect(as('carol').users.followers(next)).rejects.toEqual(refusal('not_found'));
    expect(names(await t.as(fan).users.followers(next))).toEqual(['fan']);
  });
});

describe('searching', () => {
  beforeAll(async () => {
    const found = await invitePeople(t.app, 'zed_one', 'zedxone', 'zoe', 'yannis', 'wolf');
    await t.app.sql.run(rename, [found.zoe, 'Émilie 100% (Zoé) Straße']);
    await t.app.sql.run(rename, [found.yannis, 'ΓΙΆΝΝΗΣ d’Arc-Dupont']);
    await t.app.sql.run(rename, [found.wolf, '🐺 Юрий a+b [x] C:\\dir']);
  });

  test.each([
    ['zed', ['zedxone', 'zed_one']],
    ['ZED_', ['zedxone', 'zed_one']],
    ['zed_o', ['zed_one']],
    ['ed_one', []],
    ['émilie', ['zoe']],
    ['ÉMILIE', ['zoe']],
    ['zoé', ['zoe']],
    ['straß', ['zoe']],
    ['raße', []],
    ['γιάν', ['yannis']],
    ['dupont', ['yannis']],
    ['arc', ['yannis']],
    ['юри', ['wolf']],
    ['рий', []],
    ['🐺', ['wolf']],
    ['a+b', ['wolf']],
    ['[x]', ['wolf']],
    ['c:\\d', ['wolf']],
    ['100%', ['zoe']],
    ['%', []],
    ['_', []],
    ['.*', []],
    ['(', []],
    ['zo|wolf', []],
    ['^', []],
    ['(?i)zoe', []],
    ['***=zoe', ['zoe']],
    ['\\', []],
    ['\\w', ['wolf']],
    ["' or true --", []],
    ['x'.repeat(100), []],
  ])('%j finds %j', async (query, expected) => {
    expect(names(await as(null).users.list({ query }))).toEqual(expected);
  });

  test('an empty query is none', async () => {
    expect(await as(null).users.list({ query: '  ' })).toEqual(await as(null).users.list({}));
  });

  test.each([['x'.repeat(101)], ['a\u0000'], ['\ud800'], ['a\nb']])('%j is refused', async (query) => {
    await expect(as(null).users.list({ query })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('goes on with a cursor', async () => {
    const first = await as(null).users.list({ query: 'zed', limit: 1 });
    expect(names(first)).toEqual(['zedxone']);
    const second = await as(null).users.list({ query: 'zed', limit: 1, cursor: first.nextCursor ?? '' });
    expect(names(second)).toEqual(['zed_one']);
    expect(second.nextCursor).toBeNull();
  });
});
