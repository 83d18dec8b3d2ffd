import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let people: Record<'ada' | 'bob' | 'cyd', string>;
const posts: Record<string, string> = {};
const texts = {
  kites: 'Red kites over the Straße, at noon',
  reversed: 'Kites that are red',
  tagged: 'Look up! #Birds #🦊',
  greeting: 'Hello @bob, and #birds',
  russian: 'Ёлка стоит в углу',
  japanese: '今日は猫が好きです',
  arabic: 'مُحَمَّد في البيت',
  korean: '고양이가 잔다',
  quotes: `it's a 'back\\slash' & | ! <-> :* ( )`,
} satisfies Record<string, string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'ada', 'bob', 'cyd');
  for (const [name, text] of Object.entries(texts)) posts[name] = (await create('ada', { text })).id;
  posts['poll'] = (await create('ada', { text: 'Which?', poll: { options: ['tawny', 'barn'], expiresIn: 600 } })).id;
  posts['warned'] = (await create('ada', { text: 'Here', contentWarning: 'Spoilers of Hamlet' })).id;
  posts['answer'] = (await create('bob', { text: 'Red kites? Owls!', replyToId: posts['kites'] })).id;
});
afterAll(() => t[Symbol.asyncDispose]());

type Name = keyof typeof people;
const as = (name: Name | null) => t.as(name === null ? null : people[name]);
const create = (name: Name, input: Parameters<ReturnType<typeof as>['posts']['create']>[0]) =>
  as(name).posts.create(input);
const nameOf = (id: string) => Object.entries(posts).find(([, post]) => post === id)?.[0] ?? id;
type More = Omit<Parameters<ReturnType<typeof as>['search']['posts']>[0], 'query'>;
const find = async (query: string, more: More = {}, viewer: Name | null = null) =>
  (await as(viewer).search.posts({ query, ...more })).items.map(({ id }) => nameOf(id));

describe.each(['recent', 'relevant'] as const)('%s:', (sort) => {
  test.each<[string, string[]]>([
    ['red kites', ['kites', 'reversed', 'answer']],
    ['"red kites"', ['kites', 'answer']],
    ['"kites red"', []],
    ['"kites that are red"', ['reversed']],
    ['kites -owls', ['kites', 'reversed']],
    ['kites -"red kites"', ['reversed']],
    ['STRASSE', ['kites']],
    ['kite', []],
    ['kit*', ['kites', 'reversed', 'answer']],
    ['#BIRDS', ['tagged', 'greeting']],
    ['#birds -#🦊', ['greeting']],
    ['#🦊', ['tagged']],
    ['🦊', ['tagged']],
    ['birds', ['tagged', 'greeting']],
    ['@bob', ['greeting']],
    ['hello -@bob', []],
    ['kites from:bob', ['answer']],
    ['kites -from:bob', ['kites', 'reversed']],
    ['from:bob', ['answer']],
    ['from:bob -owls', []],
    ['from:nobody', []],
    ['from:bob from:ada kites', []],
    ['елка', ['russian']],
    ['猫が', ['japanese']],
    ['猫', ['japanese']],
    ['犬', []],
    ['猫 好き', ['japanese']],
    ['محمد', ['arabic']],
    ['고양이', ['korean']],
    ['tawny', ['poll']],
    ['"tawny barn"', []],
    ['hamlet', ['warned']],
    ["it's", ['quotes']],
    ['back\\slash', ['quotes']],
    ['kites since:2020-01-01 until:2100-01-01', ['kites', 'reversed', 'answer']],
    ['kites since:2100-01-01', []],
    ['kites until:2020-01-01', []],
    ['kites has:media', []],
    ['kites -has:media', ['kites', 'reversed', 'answer']],
    ['-kites', []],
    ['?!', []],
  ])('%s', async (query, expected) => {
    expect((await find(query, { sort })).sort()).toEqual([...expected].sort());
  });
});

test('fields of the input count beside the words of the query', async () => {
  expect(await find('kites', { from: 'bob' })).toEqual(['answer']);
  expect(await find('kites from:ada', { from: 'bob' })).toEqual([]);
  expect(await find('kites', { since: new Date(0), until: new Date(Date.now() + 60_000) })).toHaveLength(3);
  expect(await find('kites since:2100-01-01', { since: new Date(0) })).toEqual([]);
  expect(await find('kites', { until: new Date(-1) })).toEqual([]);
  expect(await find('kites', { until: new Date(8.64e15), since: new Date(-8.64e15) })).toHaveLength(3);
  expect(await find('kites', { hasMedia: true })).toEqual([]);
  expect(await find('kites has:media', { hasMedia: false })).toHaveLength(3);
});

const fill = statement(
  'test.fill-media',
  `with file as (
     insert into media (id, owner_id, kind, mime, bytes, status, alt, variants)
     values (test_id(), $1, 'image', 'image/webp', 1, 'ready', 'A heron in the reeds',
       '{"thumb": {"width": 1, "height": 1}, "small": {"width": 1, "height": 1}, "large": {"width": 1, "height": 1}}') returning id
   ) select id from file`,
);

test('pictures are found by what they show, and as media, also after they are described anew', async () => {
  const [file] = await t.app.sql.rows<{ id: string }>(fill, [people.cyd]);
  const id = file?.id ?? '';
  posts.picture = (await create('cyd', { text: 'At the pond', mediaIds: [id] })).id;
  expect(await find('heron')).toEqual(['picture']);
  expect(await find('has:media')).toEqual(['picture']);
  expect(await find('pond', { hasMedia: true })).toEqual(['picture']);
  expect(await find('pond -has:media')).toEqual([]);
  await as('cyd').media.update({ id, alt: 'A bittern' });
  expect(await find('heron')).toEqual([]);
  expect(await find('pond bittern')).toEqual(['picture']);
});

test('an edit is found by its new words and no more by its old ones', async () => {
  const { id, version } = await create('bob', { text: 'Oldword #oldtag' });
  await as('bob').posts.update({ id, version, text: 'Newword #newtag @ada' });
  expect(await find('oldword')).toEqual([]);
  expect(await find('#oldtag')).toEqual([]);
  expect(await find('newword #newtag @ada')).toEqual([id]);
});

const rowsOf = statement<{ post_id: string }>('test.search-rows', 'select post_id from post_search where post_id = $1');

test('a deleted post leaves the index', async () => {
  const { id } = await create('bob', { text: 'Goneword' });
  expect(await find('goneword')).toEqual([id]);
  await as('bob').posts.delete({ id });
  expect(await find('goneword', {}, 'bob')).toEqual([]);
  expect(await t.app.sql.rows(rowsOf, [id])).toEqual([]);
});

async function walk(query: string, sort: 'recent' | 'relevant', between: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await as('cyd').search.posts({ query, sort, limit: 4, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) return seen;
    cursor = page.nextCursor;
    await between();
  }
}

test.each(['recent', 'relevant'] as const)(
  'pages of the %s repeat and skip nothing while posts arrive',
  async (sort) => {
    const word = `arriving${sort}`;
    const before: string[] = [];
    for (let n = 0; n < 15; n += 1) before.push((await create('bob', { text: `${word} ${'and '.repeat(n % 4)}` })).id);
    const seen = await walk(word, sort, () => create('bob', { text: word }));
    expect(seen).toHaveLength(15);
    expect(new Set(seen)).toEqual(new Set(before));
    if (sort === 'recent') expect(seen).toEqual([...before].reverse());
  },
);

test('the relevant are those with more likes', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.push((await create('bob', { text: 'Popularword' })).id);
  for (const name of ['ada', 'bob', 'cyd'] as const) await as(name).posts.like({ id: ids[1] ?? '' });
  await as('cyd').posts.like({ id: ids[0] ?? '' });
  expect(await find('popularword')).toEqual([...ids].reverse());
  expect(await find('popularword', { sort: 'relevant' })).toEqual([ids[1], ids[0], ids[2]]);
});

test('a cursor of another list is refused', async () => {
  const { nextCursor } = await as(null).search.posts({ query: 'kites', limit: 1 });
  await expect(find('kites', { sort: 'relevant', cursor: nextCursor ?? '' })).rejects.toMatchObject({
    cause: { reason: 'bad_cursor' },
  });
  await expect(find('kites', { cursor: 'x' })).rejects.toMatchObject({ cause: { reason: 'bad_cursor' } });
});

test.each([
  '-#x '.repeat(45),
  '"'.repeat(190),
  `${'from:ada '.repeat(20)}`,
  `a & b | !c <-> d:* (e)`,
  `'; drop table post; --`,
  `\\' \\\\ '' :AB :*`,
  '北'.repeat(200),
  `${'a\u0301\u0302\u0303'.repeat(199)}`,
  '\u{10ffff}\ufffd\u200d\u200d*',
  'x'.repeat(200),
])('hostile: %s', async (query) => {
  for (const sort of ['recent', 'relevant'] as const) await find(query, { sort });
  await as('ada').search.all({ query });
});

test('a thousand operators are refused by their length, not by a fault', async () => {
  await expect(find('-"x" #y '.repeat(1000))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(find('a\u0000b')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
