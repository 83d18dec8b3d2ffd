import type { PostView } from '@rookery/contract';
import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

const names = ['alice', 'bob', 'carol', 'dora', 'erin', 'fay', 'gina'] as const;
type Name = (typeof names)[number];
let t: TestApp;
let people: Record<Name, string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, ...names);
});
afterAll(() => t[Symbol.asyncDispose]());

const as = (name: Name) => t.as(people[name]);
const addFile = statement(
  'test.add-file',
  `insert into media (id, owner_id, kind, mime, bytes, status) values ($1, $2, 'image', 'image/webp', 1, 'ready')`,
);
let files = 0;
async function fileOf(name: Name): Promise<string> {
  files += 1;
  const id = `00000000-0000-7000-8000-${String(files).padStart(12, '0')}`;
  await t.app.sql.run(addFile, [id, people[name]]);
  return id;
}

describe('editing', () => {
  test('gives the post its new text, facets, warning and version, and keeps who liked it', async () => {
    const post = await as('alice').posts.create({ text: 'Hello #old' });
    await as('bob').posts.like({ id: post.id });
    t.clock.advance(60_000);
    const text = '👩‍👩‍👧 e\u0301te\u0301 @bob #Größe at https://example.org/x';
    const edited = await as('alice').posts.update({ id: post.id, text, contentWarning: 'long', version: 1 });
    expect(edited).toMatchObject({ version: 2, contentWarning: 'long', likeCount: 1, createdAt: post.createdAt });
    expect(edited.editedAt?.getTime()).toBeGreaterThan(post.createdAt.getTime());
    expect(edited.text).toBe(text.normalize('NFC'));
    expect(edited.facets.map(({ start, end }) => edited.text.slice(start, end))).toEqual([
      '@bob',
      '#Größe',
      'https://example.org/x',
    ]);
    expect(edited.facets[0]).toMatchObject({ kind: 'mention', userId: people.bob, start: 13 });
    expect(await t.as(null).posts.get({ id: post.id })).toEqual({ ...edited, viewer: null });
  });

  test('leaves a warning that it does not name, and takes one away for null', async () => {
    const { id } = await as('alice').posts.create({ text: 'one', contentWarning: 'spoiler' });
    expect(await as('alice').posts.update({ id, text: 'two', version: 1 })).toMatchObject({
      contentWarning: 'spoiler',
    });
    const last = await as('alice').posts.update({ id, text: 'two', contentWarning: null, version: 2 });
    expect(last).toMatchObject({ contentWarning: null, version: 3 });
  });

  test('that changes nothing makes no version', async () => {
    const post = await as('alice').posts.create({ text: 'same' });
    const again = await as('alice').posts.update({ id: post.id, text: ' same ', version: 1 });
    expect(again).toEqual(post);
    expect((await t.as(null).posts.history({ id: post.id })).items).toHaveLength(1);
  });

  test('replaces the files in their order, and leaves them when it does not name any', async () => {
    const [one, two, three] = [await fileOf('alice'), await fileOf('alice'), await fileOf('alice')];
    const idsOf = ({ media }: Pick<PostView, 'media'>) => media.map(({ id }) => id);
    const { id } = await as('alice').posts.create({ mediaIds: [one, two] });
    const same = await as('alice').posts.update({ id, text: 'with words', version: 1 });
    expect(idsOf(same)).toEqual([one, two]);
    const other = await as('alice').posts.update({ id, text: '', mediaIds: [three, one], version: 2 });
    expect(idsOf(other)).toEqual([three, one]);
    const pictures = async () => (await t.as(null).users.posts({ id: people.alice, with: 'media' })).items;
    expect((await pictures()).map((post) => post.id)).toEqual([id]);
    const history = await t.as(null).posts.history({ id });
    expect(history.items.map(idsOf)).toEqual([[three, one], [one], [one]]);
    const bare = await as('alice').posts.update({ id, text: 'words alone', mediaIds: [], version: 3 });
    expect(bare.media).toEqual([]);
    expect(await pictures()).toEqual([]);
    await expect(
      as('alice').posts.update({ id, text: 'x', mediaIds: [await fileOf('bob')], version: 4 }),
    ).rejects.toEqual(refusal('validation_failed'));
    expect(await t.as(null).posts.get({ id })).toMatchObject({ version: 4, text: 'words alone' });
  });

  test('may leave no text where a quote or a poll remains, and nowhere else', async () => {
    const { id: quoteOfId } = await as('bob').posts.create({ text: 'quotable' });
    const quote = await as('alice').posts.create({ text: 'look', quoteOfId });
    expect(await as('alice').posts.update({ id: quote.id, text: '', version: 1 })).toMatchObject({ text: '' });
    const poll = { options: ['a', 'b'], expiresIn: 3600 };
    const asked = await as('alice').posts.create({ text: 'a or b', poll });
    expect(await as('alice').posts.update({ id: asked.id, text: '', version: 1 })).toMatchObject({ text: '' });
    const plain = await as('alice').posts.create({ text: 'words' });
    await expect(as('alice').posts.update({ id: plain.id, text: ' ', version: 1 })).rejects.toEqual(
      refusal('validation_failed'),
    );
  });

  test.each([
    ['501 graphemes', { text: 'x'.repeat(501), version: 1 }],
    ['no version', { text: 'x' }],
    ['version 0', { text: 'x', version: 0 }],
    ['five files', { text: 'x', version: 1, mediaIds: Array.from({ length: 5 }, () => crypto.randomUUID()) }],
    ['an empty warning', { text: 'x', version: 1, contentWarning: '' }],
    ['another visibility', { text: 'x', version: 1, visibility: 'friends' }],
  ])('refuses %s', async (_, input) => {
    const { id } = await as('alice').posts.create({ text: 'y' });
    const edit = { id, ...input } as { id: string; text: string; version: number };
    await expect(as('alice').posts.update(edit)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('is for the author alone, of a post that is there', async () => {
    const open = await as('alice').posts.create({ text: 'mine' });
    await expect(as('bob').posts.update({ id: open.id, text: 'yours', version: 1 })).rejects.toEqual(
      refusal('not_owner'),
    );
    await expect(t.as(null).posts.update({ id: open.id, text: 'x', version: 1 })).rejects.toEqual(
      refusal('token_missing'),
    );
    const hidden = await as('alice').posts.create({ text: 'mine', visibility: 'friends' });
    await expect(as('bob').posts.update({ id: hidden.id, text: 'x', version: 1 })).rejects.toEqual(
      refusal('not_found'),
    );
    await as('alice').posts.delete({ id: open.id });
    await expect(as('alice').posts.update({ id: open.id, text: 'x', version: 2 })).rejects.toEqual(
      refusal('not_found'),
    );
  });

  test('of one version succeeds once in a race, and not of an old one', async () => {
    const { id } = await as('alice').posts.create({ text: 'racy' });
    const edits = Array.from({ length: 8 }, (_, n) => as('alice').posts.update({ id, text: `edit ${n}`, version: 1 }));
    const results = await Promise.allSettled(edits);
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toEqual(refusal('edit_conflict'));
    }
    expect(await t.as(null).posts.get({ id })).toMatchObject({ version: 2, text: won[0]?.text });
    expect((await t.as(null).posts.history({ id })).items).toHaveLength(2);
    await expect(as('alice').posts.update({ id, text: 'late', version: 1 })).rejects.toEqual(refusal('edit_conflict'));
  });

  test('in a race with its deletion leaves nothing of the text', async () => {
    const posts = await Promise.all(Array.from({ length: 12 }, () => as('alice').posts.create({ text: 'secret' })));
    await Promise.all(
      posts.flatMap(({ id }) => [
        as('alice')
          .posts.update({ id, text: 'secret too', version: 1 })
          .catch(() => null),
        as('alice').posts.delete({ id }),
      ]),
    );
    const left = statement<{ n: number }>(
      'test.left-of-texts',
      `select (select count(*) from post_revision where post_id = any($1::uuid[]))::int + (select count(*) from post where id = any($1::uuid[]) and text <> '')::int as n`,
    );
    expect(await t.app.sql.first(left, [posts.map(({ id }) => id)])).toEqual({ n: 0 });
  });

  test('tells those whom it newly mentions, each once whatever comes and goes', async () => {
    const told = async (name: Name) =>
      (await as(name).notifications.list({})).items.filter(({ type }) => type === 'mention').length;
    const before = { fay: await told('fay'), gina: await told('gina') };
    const { id } = await as('alice').posts.create({ text: 'Hi @fay' });
    await as('alice').posts.update({ id, text: 'Hi @fay and @gina', version: 1 });
    await as('alice').posts.update({ id, text: 'Hi', version: 2 });
    await as('alice').posts.update({ id, text: 'Hi @gina, @fay', version: 3 });
    expect({ fay: await told('fay'), gina: await told('gina') }).toEqual({
      fay: before.fay + 1,
      gina: before.gina + 1,
    });
  });
});

const everybody = ['alice', 'bob', 'carol', 'dora', 'erin', 'fay', null] as const;

/** Whether history and thread are both there for somebody; otherwise neither is. */
async function sees(name: Name | null, id: string): Promise<boolean> {
  const viewer = t.as(name && people[name]);
  const answers = await Promise.allSettled([viewer.posts.history({ id }), viewer.posts.thread({ id })]);
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
  expect([0, answers.length]).toContain(refused.length);
  for (const reason of refused) expect(reason).toEqual(refusal('not_found'));
  return refused.length === 0;
}

describe('the history', () => {
  test('lists how a post read, newest first, in pages', async () => {
    const { id, createdAt } = await as('alice').posts.create({ text: 'v1 #a' });
    for (const version of [1, 2, 3, 4]) {
      t.clock.advance(1000);
      await as('alice').posts.update({ id, text: `v${version + 1}`, version });
    }
    const seen: { version: number; text: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await t.as(null).posts.history({ id, limit: 2, ...(cursor ? { cursor } : {}) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
      if (seen.length === 2) await as('alice').posts.update({ id, text: 'meanwhile', version: 5 });
    } while (cursor);
    expect(seen.map(({ version, text }) => [version, text])).toEqual([
      [5, 'v5'],
      [4, 'v4'],
      [3, 'v3'],
      [2, 'v2'],
      [1, 'v1 #a'],
    ]);
    expect(seen.at(-1)).toMatchObject({ createdAt, facets: [{ kind: 'hashtag', tag: 'a' }] });
    await expect(t.as(null).posts.history({ id, cursor: 'nonsense' })).rejects.toEqual(refusal('bad_cursor'));
  });

  test('and the thread are seen by those who may see the post', async () => {
    await as('bob').graph.follow({ userId: people.alice });
    await as('carol').graph.follow({ userId: people.alice });
    const tie = statement(
      'test.tie',
      `with friends as (insert into friendship (profile_id, friend_id, id) values ($1, $2, test_id()), ($2, $1, test_id()))
       insert into block (blocker_id, blocked_id, id) values ($1, $3, test_id()), ($4, $1, test_id())`,
    );
    await t.app.sql.run(tie, [people.alice, people.carol, people.dora, people.erin]);
    const matrix = {
      public: ['alice', 'bob', 'carol', 'fay', null],
      followers: ['alice', 'bob', 'carol'],
      friends: ['alice', 'carol'],
    } as const;
    for (const [visibility, viewers] of Object.entries(matrix)) {
      const { id } = await as('alice').posts.create({ text: 'seen', visibility: visibility as keyof typeof matrix });
      const saw: (string | null)[] = [];
      for (const name of everybody) if (await sees(name, id)) saw.push(name);
      expect(saw, visibility).toEqual(viewers);
    }
  });
});
