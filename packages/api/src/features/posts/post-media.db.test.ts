import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let people: Record<'ann' | 'ben' | 'pia', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'ann', 'ben', 'pia');
});
afterAll(() => t[Symbol.asyncDispose]());

const insertMedia = statement(
  'test.media',
  `insert into media (id, owner_id, kind, mime, bytes, status) values ($1, $2, 'image', 'image/webp', 1, 'ready')`,
);

async function picture(ownerId: string): Promise<string> {
  const id = newId();
  await t.app.sql.run(insertMedia, [id, ownerId]);
  return id;
}

test('words that stand for a picture are new in every post that shows it, though posts are kept in memory', async () => {
  const mediaId = await picture(people.ann);
  const show = (text: string) => t.as(people.ann).posts.create({ text, mediaIds: [mediaId] });
  const posts = [await show('one'), await show('two')];
  const alts = async () =>
    (await Promise.all(posts.map(({ id }) => t.as(null).posts.get({ id })))).map(({ media }) => media[0]?.alt);
  expect(await alts()).toEqual([null, null]);
  await t.as(people.ann).media.update({ id: mediaId, alt: 'a rook' });
  expect(await alts()).toEqual(['a rook', 'a rook']);
});

test('a picture that is deleted goes from posts, and those left with none from the list of posts with media', async () => {
  const [kept, gone] = [await picture(people.ben), await picture(people.ben)];
  const both = await t.as(people.ben).posts.create({ text: 'both', mediaIds: [gone, kept] });
  const one = await t.as(people.ben).posts.create({ text: 'one', mediaIds: [gone] });
  const listed = async () =>
    (await t.as(null).users.posts({ id: people.ben, with: 'media' })).items.map(({ id }) => id);
  expect(await listed()).toEqual([one.id, both.id]);
  await t.as(people.ben).media.delete({ id: gone });
  expect(await listed()).toEqual([both.id]);
  expect((await t.as(null).posts.get({ id: both.id })).media.map(({ id }) => id)).toEqual([kept]);
  expect((await t.as(null).posts.get({ id: one.id })).media).toEqual([]);
});

test('everybody reads pictures of public posts of public profiles, as long as those stand', async () => {
  const show = async (visibility: 'public' | 'followers' | 'friends', owner: string) => {
    const mediaId = await picture(owner);
    const { id } = await t.as(owner).posts.create({ text: visibility, visibility, mediaIds: [mediaId] });
    return { id, mediaId };
  };
  const open = await show('public', people.pia);
  const others = [await show('followers', people.pia), await show('friends', people.pia)];
  const isOpen = ({ mediaId }: { mediaId: string }) => t.app.mayServeOpenly(mediaId);
  expect(await isOpen(open)).toBe(true);
  expect(await Promise.all(others.map(isOpen))).toEqual([false, false]);
  expect(await t.app.mayServeOpenly(await picture(people.pia))).toBe(false);
  await t.as(people.pia).me.update({ isPrivate: true });
  expect(await isOpen(open)).toBe(false);
  await t.as(people.pia).me.update({ isPrivate: false });
  expect(await isOpen(open)).toBe(true);
  await t.as(people.pia).posts.delete({ id: open.id });
  expect(await isOpen(open)).toBe(false);
});
