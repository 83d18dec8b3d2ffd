import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { addUpChanges } from './count.handler.ts';
import { recountAuthor } from './hashtags.jobs.ts';
import { recountTags } from './recount.handler.ts';

let t: TestApp;
let people: Record<'author' | 'stranger' | 'follower' | 'friend' | 'blocked' | 'blocker' | 'muter' | 'hermit', string>;
let wrong = 0;
const drifted = (_counter: string, count: number) => {
  wrong += count;
};
beforeAll(async () => {
  t = await createTestApp({ recounts: { drifted, finished: () => undefined } });
  const names = ['author', 'stranger', 'follower', 'friend', 'blocked', 'blocker', 'muter', 'hermit'] as const;
  people = await invitePeople(t.app, ...names);
  const { author, follower, friend, blocked, blocker, muter } = people;
  await t.as(follower).graph.follow({ userId: author });
  const request = await t.as(friend).friends.request({ userId: author });
  await t.as(author).friends.accept({ requestId: request.id });
  await t.as(author).graph.block({ userId: blocked });
  await t.as(blocker).graph.block({ userId: author });
  await t.as(muter).graph.mute({ userId: author });
});
afterAll(() => t[Symbol.asyncDispose]());

const textsOf = async (viewerId: string | null, tag: string) =>
  (await t.as(viewerId).feed.hashtag({ tag })).items.map(({ text }) => text);
const countOf = async (tag: string) => (await t.as(people.stranger).hashtags.unfollow({ tag })).postCount;

const stored = statement<{ post_count: number }>('test.stored', 'select post_count from hashtag where tag = $1');
const storedCount = async (tag: string) => (await t.app.sql.first(stored, [tag]))?.post_count ?? null;

describe('posts with a hashtag', () => {
  test.each([
    ['Cyrillic', '#Україна', 'УКРАЇНА'],
    ['Japanese', '#日本語', '日本語'],
    ['Arabic', '#مرحبا', 'مرحبا'],
    ['emoji', '#🐦‍⬛', '🐦‍⬛'],
    ['emoji with a skin tone', '#👋🏽', '👋🏽'],
    ['full-width', '＃Ｒｏｏｋ', 'rook'],
    ['composed otherwise', '#cafe\u0301', 'CAFÉ'],
  ])('are found by a tag that is %s', async (_, written, asked) => {
    await t.as(people.author).posts.create({ text: `see ${written}` });
    expect(await textsOf(null, asked)).toHaveLength(1);
    expect(await textsOf(null, `#${asked}`)).toHaveLength(1);
  });

  test('come and go with the text', async () => {
    const { id, version } = await t.as(people.author).posts.create({ text: '#heron #egret' });
    await t.as(people.author).posts.update({ id, version, text: '#egret #stork' });
    expect(await Promise.all(['heron', 'egret', 'stork'].map((tag) => textsOf(null, tag)))).toEqual([
      [],
      ['#egret #stork'],
      ['#egret #stork'],
    ]);
    expect(await Promise.all(['heron', 'egret', 'stork'].map(countOf))).toEqual([0, 1, 1]);
    await t.as(people.author).posts.delete({ id });
    expect(await Promise.all(['egret', 'stork'].map((tag) => textsOf(null, tag)))).toEqual([[], []]);
    expect(await Promise.all(['heron', 'egret', 'stork'].map(countOf))).toEqual([0, 0, 0]);
  });

  test('stand under thirty of its tags at the most', async () => {
    const tags = Array.from({ length: 31 }, (_, n) => `t${n}_many`);
    await t.as(people.author).posts.create({ text: tags.map((tag) => `#${tag}`).join(' ') });
    expect(await textsOf(null, 't29_many')).toHaveLength(1);
    expect(await textsOf(null, 't30_many')).toHaveLength(0);
  });

  test('are shown to those who may read them and have not muted the author', async () => {
    for (const visibility of ['public', 'followers', 'friends'] as const) {
      await t.as(people.author).posts.create({ text: `${visibility} #matrix`, visibility });
    }
    const seen: [string | null, string[]][] = [
      [null, ['public']],
      [people.stranger, ['public']],
      [people.follower, ['followers', 'public']],
      [people.friend, ['friends', 'public']],
      [people.blocked, []],
      [people.blocker, []],
      [people.muter, []],
      [people.author, ['friends', 'followers', 'public']],
    ];
    for (const [viewer, expected] of seen) {
      expect((await textsOf(viewer, 'matrix')).map((text) => text.split(' ')[0])).toEqual(expected);
    }
    expect(await countOf('matrix')).toBe(1);
  });

  test('are walked without repeat or gap while others come and go', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 9; n += 1) ids.push((await t.as(people.author).posts.create({ text: `${n} #walk` })).id);
    const seen: string[] = [];
    const gone = [ids[7], ids[3]];
    let page = await t.as(null).feed.hashtag({ tag: 'walk', limit: 2 });
    seen.push(...page.items.map(({ id }) => id));
    while (page.nextCursor !== null) {
      await t.as(people.friend).posts.create({ text: 'newer #walk' });
      for (const id of gone.splice(0, 2)) await t.as(people.author).posts.delete({ id: id ?? '' });
      page = await t.as(null).feed.hashtag({ tag: 'walk', limit: 2, cursor: page.nextCursor });
      seen.push(...page.items.map(({ id }) => id));
    }
    expect(seen).toEqual([8, 7, 6, 5, 4, 2, 1, 0].map((n) => ids[n]));
  });

  test('refuse what is no hashtag and the cursor of another list', async () => {
    await expect(t.as(null).feed.hashtag({ tag: 'two words' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const { nextCursor } = await t.as(null).feed.hashtag({ tag: 'walk', limit: 1 });
    await expect(t.as(null).posts.list({ cursor: nextCursor ?? '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('counts', () => {
  test('are right at once, and in the table of hashtags after the job', async () => {
    for (let n = 0; n < 3; n += 1) await t.as(people.author).posts.create({ text: `${n} #counted` });
    await t.as(people.author).posts.create({ text: 'for few #counted', visibility: 'followers' });
    expect([await countOf('counted'), await storedCount('counted')]).toEqual([3, null]);
    await addUpChanges(t.app);
    expect([await countOf('counted'), await storedCount('counted')]).toEqual([3, 3]);
  });

  test('leave out who is private, and take him in again', async () => {
    await t.as(people.hermit).posts.create({ text: '#moss' });
    await t.as(people.author).posts.create({ text: '#moss' });
    for (const isPrivate of [true, true, false, true]) {
      await t.as(people.hermit).me.update({ isPrivate });
      await recountAuthor.handle(t.app, { authorId: people.hermit }, newId());
      await addUpChanges(t.app);
      expect([await countOf('moss'), await storedCount('moss')]).toEqual(isPrivate ? [1, 1] : [2, 2]);
    }
    await t.as(people.hermit).posts.create({ text: 'another #moss' });
    expect(await countOf('moss')).toBe(1);
    await t.as(people.hermit).me.update({ isPrivate: false });
    await t.drain();
    expect(await countOf('moss')).toBe(3);
  });

  test('stay right when many write, edit and delete at once', async () => {
    const workers = Object.values(people).slice(0, 6);
    await Promise.all(
      workers.map(async (worker) => {
        for (let n = 0; n < 6; n += 1) {
          const { id, version } = await t.as(worker).posts.create({ text: `#storm #storm_${n % 3}` });
          if (n % 3 === 1) await t.as(worker).posts.update({ id, version, text: `#storm_${(n + 1) % 3}` });
          if (n % 3 === 2) await t.as(worker).posts.delete({ id });
          await addUpChanges(t.app);
        }
      }),
    );
    await addUpChanges(t.app);
    expect(await storedCount('storm')).toBe(12);
    wrong = 0;
    await recountTags(t.app);
    expect(wrong).toBe(0);
  });

  test('that drifted are told of and repaired', async () => {
    await t.as(people.author).posts.create({ text: '#drift' });
    await addUpChanges(t.app);
    await t.app.sql.run(statement('test.drift', `update hashtag set post_count = 7 where tag = 'drift'`), []);
    await t.app.sql.run(statement('test.lost', `delete from hashtag where tag = 'moss'`), []);
    wrong = 0;
    await recountTags(t.app);
    await addUpChanges(t.app);
    expect([wrong, await storedCount('drift'), await storedCount('moss')]).toEqual([2, 1, 3]);
  });
});
