import { createTestApp, invitePeople, refusal, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../fixtures/ear.ts';
import { clientId, makeGroup } from '../../fixtures/talks.ts';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol', string>;
let conversationId: string;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol');
  conversationId = (await t.as(people.alice).chat.open({ userId: people.bob })).id;
});
afterAll(() => t[Symbol.asyncDispose]());

const upload = async (by = people.alice, alt?: string) =>
  (await t.as(by).media.upload({ file: new File([testPng()], 'photo.png'), ...(alt && { alt }) })).id;
const send = (mediaIds: string[], text = '', to = conversationId) =>
  t.as(people.alice).chat.send({ conversationId: to, text, mediaIds, clientId: clientId() });
const isIdle = async (mediaId: string) =>
  t.app.sql.raw('select idle_since is not null as idle from media where id = $1', [mediaId]);

test('files are sent in order, without a text too, and seen by the members by signed addresses that expire', async () => {
  const mediaIds = [await upload(people.alice, 'A square'), await upload()];
  const sent = await send(mediaIds);
  expect(sent.media.map(({ id }) => id)).toEqual(mediaIds);
  const [newest] = (await t.as(people.bob).chat.messages({ conversationId })).items;
  expect(newest?.media).toMatchObject([{ id: mediaIds[0], alt: 'A square', kind: 'image' }, { id: mediaIds[1] }]);
  const url = new URL(newest?.media[0]?.url ?? '');
  const [expires, signature] = ['expires', 'signature'].map((name) => url.searchParams.get(name) ?? '');
  const name = url.pathname.slice('/media/'.length);
  expect(t.app.links.verify(name, expires ?? '', signature ?? '')).toBeGreaterThan(0);
  t.clock.advance(61 * 60_000);
  expect(t.app.links.verify(name, expires ?? '', signature ?? '')).toBeNull();
  for (const id of mediaIds) {
    for (const viewer of [null, people.bob, people.carol]) expect(await t.app.mayServeOpenly(id, viewer)).toBe(false);
    await expect(t.as(people.bob).media.get({ id })).rejects.toEqual(refusal('not_found'));
    expect(await isIdle(id)).toEqual([{ idle: false }]);
  }
});

test('files of others, that are not there, twice the same and too many are refused', async () => {
  const [own, theirs] = [await upload(), await upload(people.bob)];
  for (const mediaIds of [[theirs], [own, theirs], [newId()], [own, own]]) {
    await expect(send(mediaIds)).rejects.toEqual(refusal('validation_failed'));
  }
  for (const mediaIds of [[], Array.from({ length: 11 }, newId)]) {
    await expect(send(mediaIds)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
  expect(await isIdle(own)).toEqual([{ idle: true }]);
});

test('the same message with files is one, in a race too', async () => {
  const mediaIds = [await upload()];
  const input = { conversationId, mediaIds, clientId: clientId() };
  const made = await Promise.all(Array.from({ length: 6 }, () => t.as(people.alice).chat.send(input)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await t.as(people.alice).chat.send(input)).toMatchObject({ id: made[0]?.id, media: [{ id: mediaIds[0] }] });
  const uses = await t.app.sql.raw('select holder_id from media_use where media_id = $1', [mediaIds[0]]);
  expect(uses).toEqual([{ holder_id: made[0]?.id }]);
});

test('a text may go as long as files stay', async () => {
  const { id } = await send([await upload()], 'Look');
  expect(await t.as(people.alice).chat.edit({ id, text: '' })).toMatchObject({ text: '', version: 2 });
});

test('other words for a file, and its end, reach those who have the message open', async () => {
  const ear = await listen(t, people.bob);
  const mediaId = await upload();
  const { id } = await send([mediaId], 'Look');
  await t.as(people.alice).media.update({ id: mediaId, alt: 'A new word' });
  await t.as(people.alice).media.delete({ id: mediaId });
  await t.drain();
  const heard = () => ear.heard('message.updated').filter(({ message }) => message.id === id);
  await expect.poll(heard).toHaveLength(2);
  expect(heard().at(-1)).toMatchObject({ message: { media: [], text: 'Look' } });
  expect(await t.app.sql.raw('select has_media from message where id = $1', [id])).toEqual([{ has_media: false }]);
  await expect(t.as(people.alice).chat.edit({ id, text: '' })).rejects.toEqual(refusal('validation_failed'));
  ear.stop();
});

test('files of a deleted message are let go, and nobody gets an address of them again', async () => {
  const mediaId = await upload();
  const { id } = await send([mediaId], 'regretted');
  expect(await t.as(people.alice).chat.delete({ id })).toMatchObject({ media: [] });
  expect(await isIdle(mediaId)).toEqual([{ idle: true }]);
  expect(JSON.stringify(await t.as(people.bob).chat.messages({ conversationId }))).not.toContain(mediaId);
});

test('who is no member any more gets no address of what was sent', async () => {
  const group = await makeGroup(t, people.alice, [people.carol]);
  const mediaId = await upload();
  const { id } = await send([mediaId], 'for us', group);
  expect(JSON.stringify(await t.as(people.carol).chat.messages({ conversationId: group }))).toContain(mediaId);
  await t.app.sql.raw('delete from conversation_member where profile_id = $1', [people.carol]);
  const as = t.as(people.carol);
  for (const call of [
    () => as.chat.messages({ conversationId: group }),
    () => as.chat.get({ id: group }),
    () => as.chat.react({ id, emoji: '👍' }),
    () => as.media.get({ id: mediaId }),
  ]) {
    await expect(call()).rejects.toEqual(refusal('not_found'));
  }
  expect((await as.chat.search({ query: 'us' })).items).toEqual([]);
});

test('a file that is deleted while it is sent is in the message or refused', async () => {
  for (let round = 0; round < 20; round += 1) {
    const mediaId = await upload();
    const [sent, gone] = await Promise.allSettled([
      send([mediaId], 'x'),
      t.as(people.alice).media.delete({ id: mediaId }),
    ]);
    expect(gone.status).toBe('fulfilled');
    if (sent.status === 'rejected') expect(sent.reason).toEqual(refusal('validation_failed'));
    else
      expect(await t.app.sql.raw('select has_media from message where id = $1', [sent.value.id])).toEqual([
        { has_media: false },
      ]);
  }
});
