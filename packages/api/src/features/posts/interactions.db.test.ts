import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/transaction.ts';

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol' | 'pia', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol', 'pia');
  await as('bob').graph.follow({ userId: people.pia });
  await as('pia').me.update({ isPrivate: true });
});
afterAll(() => t[Symbol.asyncDispose]());

const as = (name: keyof typeof people) => t.as(people[name]);
const invalid = (field: string, message: RegExp) =>
  expect.objectContaining({
    cause: expect.objectContaining({
      reason: 'validation_failed',
      issues: [expect.objectContaining({ path: [field], message: expect.stringMatching(message) })],
    }),
  });
const nowhere = '0199e5b1-0000-7000-8000-000000000000';

const verbs = ['repost', 'unrepost', 'bookmark', 'unbookmark', 'pin', 'unpin'] as const;

describe.each(verbs)('posts.%s', (verb) => {
  test('needs somebody, and a post that is there and to be seen', async () => {
    const hidden = await as('alice').posts.create({ text: 'for friends', visibility: 'friends' });
    const gone = await as('alice').posts.create({ text: 'gone' });
    await as('alice').posts.delete({ id: gone.id });
    await expect(t.as(null).posts[verb]({ id: hidden.id })).rejects.toEqual(refusal('token_missing'));
    for (const id of [hidden.id, gone.id, nowhere])
      await expect(as('bob').posts[verb]({ id })).rejects.toEqual(refusal('not_found'));
    await expect(as('bob').posts[verb]({ id: 'nope' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('answers alike when it is done again', async () => {
    const { id } = await as('alice').posts.create({ text: 'again' });
    const first = await as('alice').posts[verb]({ id });
    expect(await as('alice').posts[verb]({ id })).toEqual(first);
  });
});

test.each(['like', 'repost', 'bookmark'] as const)(
  'a %s amid the deletion of the post waits for it and is refused',
  async (verb) => {
    const { id } = await as('alice').posts.create({ text: 'going' });
    let deed: Promise<PromiseSettledResult<unknown>[]> | null = null;
    await transact({ app: t.app }, async (tx) => {
      await tx.sql.raw('update post set deleted_at = now() where id = $1', [id]);
      deed = Promise.allSettled([as('bob').posts[verb]({ id })]);
      let isOver = false;
      void deed.then(() => {
        isOver = true;
      });
      while (!isOver && (await t.app.sql.raw('select from pg_locks where not granted')).length === 0);
    });
    expect(await deed).toEqual([{ status: 'rejected', reason: refusal('not_found') }]);
  },
);

describe('reposts', () => {
  test('count once for each person, and go again', async () => {
    const { id } = await as('alice').posts.create({ text: 'worth showing' });
    await as('bob').posts.repost({ id });
    expect(await as('bob').posts.repost({ id })).toMatchObject({ repostCount: 1, viewer: { reposted: true } });
    expect(await as('alice').posts.repost({ id })).toMatchObject({ repostCount: 2 });
    expect((await t.as(null).posts.reposters({ id })).items.map(({ username }) => username)).toEqual(['alice', 'bob']);
    await as('bob').posts.unrepost({ id });
    expect(await as('bob').posts.unrepost({ id })).toMatchObject({ repostCount: 1, viewer: { reposted: false } });
  });

  test('show what everybody may see, and nothing that is for some', async () => {
    const forFollowers = await as('pia').posts.create({ text: 'for followers', visibility: 'followers' });
    const ofPrivate = await as('pia').posts.create({ text: 'on a private profile' });
    for (const { id } of [forFollowers, ofPrivate])
      await expect(as('bob').posts.repost({ id })).rejects.toEqual(invalid('id', /not public/));
    await expect(as('pia').posts.repost({ id: forFollowers.id })).rejects.toEqual(invalid('id', /not public/));
    expect(await as('pia').posts.repost({ id: ofPrivate.id })).toMatchObject({ repostCount: 1 });
    expect(await as('pia').posts.get({ id: forFollowers.id })).toMatchObject({ repostCount: 0 });
  });
});

describe('quotes', () => {
  test('show what they quote as long as the reader may see it, and are counted until they go', async () => {
    const { id } = await as('alice').posts.create({ text: 'said' });
    const quote = await as('bob').posts.create({ text: 'hear, hear', quoteOfId: id });
    const bare = await as('carol').posts.create({ quoteOfId: id });
    expect(quote.quoteOf).toMatchObject({ unavailable: false, id, text: 'said', quoteCount: 1 });
    expect((await t.as(null).posts.quotes({ id })).items.map((post) => post.id)).toEqual([bare.id, quote.id]);
    await as('carol').posts.delete({ id: bare.id });
    expect(await t.as(null).posts.get({ id })).toMatchObject({ quoteCount: 1 });
    expect((await t.as(null).posts.quotes({ id })).items.map((post) => post.id)).toEqual([quote.id]);
    await as('alice').posts.delete({ id });
    expect((await t.as(null).posts.get({ id: quote.id })).quoteOf).toEqual({ unavailable: true });
    await expect(t.as(null).posts.quotes({ id })).rejects.toEqual(refusal('not_found'));
    await expect(as('carol').posts.create({ quoteOfId: id })).rejects.toEqual(refusal('not_found'));
  });

  test('of what others let only some see are refused, those of own posts taken and hidden from the rest', async () => {
    const forFollowers = await as('pia').posts.create({ text: 'for followers', visibility: 'followers' });
    const ofPrivate = await as('pia').posts.create({ text: 'on a private profile' });
    for (const { id: quoteOfId } of [forFollowers, ofPrivate])
      await expect(as('bob').posts.create({ text: 'look', quoteOfId })).rejects.toEqual(
        invalid('quoteOfId', /not public/),
      );
    await expect(as('carol').posts.create({ quoteOfId: forFollowers.id })).rejects.toEqual(refusal('not_found'));
    expect(await as('pia').posts.get({ id: forFollowers.id })).toMatchObject({ quoteCount: 0 });

    const said = await as('alice').posts.create({ text: 'for followers', visibility: 'followers' });
    const quote = await as('alice').posts.create({ text: 'as I said', quoteOfId: said.id });
    expect(quote.quoteOf).toMatchObject({ unavailable: false, id: said.id });
    expect((await as('bob').posts.get({ id: quote.id })).quoteOf).toEqual({ unavailable: true });
  });
});

describe('bookmarks', () => {
  test('are listed by when they were made, for their owner alone, and count nowhere', async () => {
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) ids.push((await as('alice').posts.create({ text })).id);
    const [one = '', two = '', three = ''] = ids;
    for (const id of [two, one, three, two]) await as('bob').posts.bookmark({ id });
    const listed = async (name: keyof typeof people) =>
      (await as(name).posts.bookmarks({})).items.map(({ id }) => id).filter((id) => ids.includes(id));
    expect(await listed('bob')).toEqual([three, one, two]);
    expect(await listed('alice')).toEqual([]);
    expect(await as('alice').posts.get({ id: one })).toMatchObject({ viewer: { bookmarked: false } });
    expect(await as('bob').posts.unbookmark({ id: one })).toMatchObject({ viewer: { bookmarked: false } });
    expect(await as('bob').posts.bookmark({ id: one })).toMatchObject({ viewer: { bookmarked: true } });
    expect(await listed('bob')).toEqual([one, three, two]);
    await expect(t.as(null).posts.bookmarks({})).rejects.toEqual(refusal('token_missing'));
  });
});

describe('pins', () => {
  test('put up to three own posts that are no replies on the profile', async () => {
    const mine: string[] = [];
    for (let n = 0; n < 4; n += 1) mine.push((await as('carol').posts.create({ text: `mine ${n}` })).id);
    const [first = '', second = '', third = '', fourth = ''] = mine;
    for (const id of [second, first, third])
      expect(await as('carol').posts.pin({ id })).toMatchObject({ pinned: true });
    await expect(as('carol').posts.pin({ id: fourth })).rejects.toEqual(invalid('id', /3 posts/));
    expect(await as('carol').posts.get({ id: fourth })).toMatchObject({ pinned: false });
    const pinned = async () =>
      (await t.as(null).users.posts({ id: people.carol, with: 'pinned' })).items.map(({ id }) => id);
    expect(await pinned()).toEqual([third, second, first]);
    await as('carol').posts.delete({ id: second });
    await as('carol').posts.unpin({ id: first });
    expect(await pinned()).toEqual([third]);
    await as('carol').posts.pin({ id: fourth });
    expect(await pinned()).toEqual([fourth, third]);

    const reply = await as('carol').posts.create({ text: 'an answer', replyToId: fourth });
    await expect(as('carol').posts.pin({ id: reply.id })).rejects.toEqual(invalid('id', /a reply/));
  });

  test('are for the author alone', async () => {
    const { id } = await as('alice').posts.create({ text: 'hers' });
    await expect(as('bob').posts.pin({ id })).rejects.toEqual(refusal('not_owner'));
    await as('alice').posts.pin({ id });
    await expect(as('bob').posts.unpin({ id })).rejects.toEqual(refusal('not_owner'));
    expect(await as('bob').posts.get({ id })).toMatchObject({ pinned: true });
  });

  test('are three though ten are set at once', async () => {
    const { dina } = await invitePeople(t.app, 'dina');
    const posts = await Promise.all(Array.from({ length: 10 }, () => t.as(dina).posts.create({ text: 'pin me' })));
    const results = await Promise.allSettled(posts.map(({ id }) => t.as(dina).posts.pin({ id })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(refusal('validation_failed'));
    expect((await t.as(null).users.posts({ id: dina, with: 'pinned' })).items).toHaveLength(3);
  });
});
