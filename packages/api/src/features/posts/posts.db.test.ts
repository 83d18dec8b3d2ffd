import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol' | 'dora' | 'erin', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol', 'dora', 'erin');
});
afterAll(() => t[Symbol.asyncDispose]());

const as = (name: keyof typeof people) => t.as(people[name]);
describe('creating', () => {
  test('a post has its text, its facets and a count on its author', async () => {
    const post = await as('alice').posts.create({ text: '  Hello @bob, see https://example.org/a and #Grüße ' });
    expect(post).toMatchObject({
      text: 'Hello @bob, see https://example.org/a and #Grüße',
      version: 1,
      likeCount: 0,
      replyToId: null,
    });
    expect(post.facets).toEqual([
      { kind: 'mention', start: 6, end: 10, username: 'bob', userId: people.bob },
      { kind: 'link', start: 16, end: 37, url: 'https://example.org/a' },
      { kind: 'hashtag', start: 42, end: 48, tag: 'grüße' },
    ]);
    expect(post.viewer).toEqual({ liked: false, reposted: false, bookmarked: false, canEdit: true, canDelete: true });
    expect(await t.as(null).posts.get({ id: post.id })).toEqual({ ...post, viewer: null });
  });

  test.each([
    ['nothing', {}],
    ['blank', { text: '  \n ' }],
    ['501 graphemes', { text: 'x'.repeat(501) }],
    ['a null character', { text: 'a\u0000b' }],
    ['a lone surrogate', { text: '\ud800' }],
    ['an unknown field', { text: 'x', likeCount: 5 }],
    ['a parent that is no id', { text: 'x', replyToId: 'nope' }],
  ])('refuses %s', async (_, input) => {
    await expect(as('alice').posts.create(input as { text: string })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('500 graphemes of several units each are taken', async () => {
    const post = await as('alice').posts.create({ text: '👩‍👩‍👧‍👦'.repeat(500) });
    expect(post.text).toHaveLength(11 * 500);
  });

  test('needs somebody', async () => {
    await expect(t.as(null).posts.create({ text: 'x' })).rejects.toEqual(refusal('token_missing'));
  });

  test('the same key gives the first answer, another body a mismatch', async () => {
    const keyed = t.as(people.alice, { idempotencyKey: 'one' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => keyed.posts.create({ text: 'once' })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    await expect(keyed.posts.create({ text: 'twice' })).rejects.toEqual(refusal('idempotency_mismatch'));
    const page = await t.as(null).users.posts({ id: people.alice });
    expect(page.items.filter(({ text }) => text === 'once')).toHaveLength(1);
  });
});

describe('replies', () => {
  test('stand under their post, oldest first, and are counted', async () => {
    const root = await as('alice').posts.create({ text: 'root' });
    const first = await as('bob').posts.create({ text: 'first', replyToId: root.id });
    const second = await as('carol').posts.create({ text: 'second', replyToId: root.id });
    const nested = await as('alice').posts.create({ text: 'nested', replyToId: first.id });
    expect(nested).toMatchObject({ replyToId: first.id, rootId: root.id });
    const page = await t.as(null).posts.replies({ id: root.id });
    expect(page.items.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(await t.as(null).posts.get({ id: root.id })).toMatchObject({ replyCount: 2 });
    await as('bob').posts.delete({ id: first.id });
    expect(await t.as(null).posts.get({ id: root.id })).toMatchObject({ replyCount: 1 });
    expect((await t.as(null).posts.replies({ id: root.id })).items.map(({ id }) => id)).toEqual([second.id]);
  });

  test('answer nothing that is gone', async () => {
    const post = await as('alice').posts.create({ text: 'short-lived' });
    await as('alice').posts.delete({ id: post.id });
    await expect(as('bob').posts.create({ text: 'late', replyToId: post.id })).rejects.toEqual(refusal('not_found'));
  });
});

describe('deleting', () => {
  test('is for the author alone, and once', async () => {
    const post = await as('alice').posts.create({ text: 'mine' });
    await expect(as('bob').posts.delete({ id: post.id })).rejects.toEqual(refusal('not_owner'));
    await expect(t.as(null).posts.delete({ id: post.id })).rejects.toEqual(refusal('token_missing'));
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => as('alice').posts.delete({ id: post.id })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(t.as(null).posts.get({ id: post.id })).rejects.toEqual(refusal('not_found'));
  });
});

describe('likes', () => {
  test('count once for each person, and go again', async () => {
    const post = await as('alice').posts.create({ text: 'likeable' });
    await as('bob').posts.like({ id: post.id });
    const again = await as('bob').posts.like({ id: post.id });
    expect(again).toMatchObject({ likeCount: 1, viewer: { liked: true } });
    await as('carol').posts.like({ id: post.id });
    const likers = await t.as(null).posts.likers({ id: post.id });
    expect(likers.items.map(({ username }) => username)).toEqual(['carol', 'bob']);
    expect((await as('bob').users.posts({ id: people.bob, with: 'likes' })).items[0]?.id).toBe(post.id);
    await as('bob').posts.unlike({ id: post.id });
    expect(await as('bob').posts.unlike({ id: post.id })).toMatchObject({ likeCount: 1, viewer: { liked: false } });
  });

  test('a storm of likes and unlikes leaves no drift', async () => {
    const post = await as('alice').posts.create({ text: 'stormy' });
    const names = ['bob', 'carol', 'dora', 'erin'] as const;
    await Promise.all(
      Array.from({ length: 64 }, (_, n) => {
        const person = as(names[n % names.length] ?? 'bob');
        return n % 3 === 0 ? person.posts.unlike({ id: post.id }) : person.posts.like({ id: post.id });
      }),
    );
    const { likeCount } = await t.as(null).posts.get({ id: post.id });
    expect((await t.as(null).posts.likers({ id: post.id })).items).toHaveLength(likeCount);
  });
});

describe('privacy', () => {
  test('followers alone see what is for followers, by every way', async () => {
    const post = await as('dora').posts.create({ text: 'for followers', visibility: 'followers' });
    await as('erin').graph.follow({ userId: people.dora });
    expect(await as('erin').posts.get({ id: post.id })).toMatchObject({ id: post.id });
    for (const stranger of [t.as(null), as('carol')]) {
      await expect(stranger.posts.get({ id: post.id })).rejects.toEqual(refusal('not_found'));
      await expect(stranger.posts.replies({ id: post.id })).rejects.toEqual(refusal('not_found'));
      await expect(stranger.posts.likers({ id: post.id })).rejects.toEqual(refusal('not_found'));
      expect((await stranger.users.posts({ id: people.dora })).items).toEqual([]);
      expect((await stranger.posts.list({})).items.map(({ id }) => id)).not.toContain(post.id);
    }
    await expect(as('carol').posts.like({ id: post.id })).rejects.toEqual(refusal('not_found'));
    await expect(as('carol').posts.create({ text: 'x', replyToId: post.id })).rejects.toEqual(refusal('not_found'));
    await expect(as('carol').posts.delete({ id: post.id })).rejects.toEqual(refusal('not_found'));
    await as('erin').posts.like({ id: post.id });
    await as('erin').graph.unfollow({ userId: people.dora });
    await expect(as('erin').posts.get({ id: post.id })).rejects.toEqual(refusal('not_found'));
    const liked = await t.as(null).users.posts({ id: people.erin, with: 'likes' });
    expect(liked.items.map(({ id }) => id)).not.toContain(post.id);
  });
});

describe('a private profile', () => {
  test('shows what it likes to its followers alone, though the posts are public', async () => {
    const { pia, fred, max } = await invitePeople(t.app, 'pia', 'fred', 'max');
    const post = await as('alice').posts.create({ text: 'liked in private' });
    await t.as(pia).posts.like({ id: post.id });
    await t.as(fred).graph.follow({ userId: pia });
    await t.as(pia).me.update({ isPrivate: true });
    const likes = async (viewer: string | null) =>
      (await t.as(viewer).users.posts({ id: pia, with: 'likes' })).items.map(({ id }) => id);
    expect([await likes(pia), await likes(fred)]).toEqual([[post.id], [post.id]]);
    expect([await likes(max), await likes(null)]).toEqual([[], []]);
    await t.as(fred).graph.unfollow({ userId: pia });
    expect(await likes(fred)).toEqual([]);
  });
});

describe('pages', () => {
  test('walk each post once while new ones arrive', async () => {
    const { finn } = await invitePeople(t.app, 'finn');
    const ids: string[] = [];
    for (let n = 0; n < 23; n += 1) ids.push((await t.as(finn).posts.create({ text: `post ${n}` })).id);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await t
        .as(null)
        .users.posts({ id: finn, limit: 5, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await t.as(finn).posts.create({ text: 'meanwhile' });
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test.each([
    '',
    'x',
    'WyJwb3N0cy5saXN0IiwieCJd',
    Buffer.from('["feed.home","0199e5b1-0000-7000-8000-000000000000"]').toString('base64url'),
  ])('refuse the cursor %j', async (cursor) => {
    await expect(t.as(null).posts.list({ cursor })).rejects.toEqual(refusal('bad_cursor'));
  });
});
