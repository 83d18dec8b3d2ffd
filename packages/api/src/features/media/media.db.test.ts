import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createTestApp, refusal, signUp, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { holdMedia, releaseMedia } from './media-use.ts';
import { removeOrphanFiles } from './remove-orphans.handler.ts';

let t: TestApp;
let owner: string;
let other: string;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());
beforeEach(async () => {
  owner = (await signUp(t, `owner_${randomBytes(4).toString('hex')}`)).id;
  other = (await signUp(t, `other_${randomBytes(4).toString('hex')}`)).id;
});

const png = () => new File([testPng()], 'photo.png');
const upload = async (by = owner, alt?: string) =>
  t.as(by).media.upload({ file: png(), ...(alt === undefined ? {} : { alt }) });
const filesOf = async (id: string) =>
  (await readdir(t.mediaFolder, { recursive: true }).catch(() => [])).filter((path) => path.includes(`${id}/`));
const everyFile = async () =>
  (await readdir(t.mediaFolder, { recursive: true }).catch(() => [])).filter((path) => /\.webp|\/file/.test(path))
    .length;
const ofBytes = (length: number, name = 'notes.bin') => new File([new Uint8Array(length)], name);
const uses = statement<{ media_id: string }>(
  'test.uses',
  'select media_id from media_use where holder_id = $1 order by position',
);
const shownBy = async (holderId: string) => (await t.app.sql.rows(uses, [holderId])).map(({ media_id }) => media_id);
const hold = (holderId: string, mediaIds: string[], ownerId = owner) =>
  transact({ app: t.app }, (tx) => holdMedia(tx, { ownerId, mediaIds, holderId }));
const release = (holderId: string) => transact({ app: t.app }, (tx) => releaseMedia(tx, holderId));

describe('media.upload', () => {
  test('answers when the image is ready, and signs its addresses', async () => {
    const media = await upload(owner, ' A grey\nsquare ');
    expect(media).toMatchObject({
      kind: 'image',
      mime: 'image/webp',
      width: 8,
      height: 6,
      alt: 'A grey\nsquare',
      status: 'ready',
      variants: { thumb: { width: 8, height: 6 } },
    });
    expect(media.url).toMatch(
      new RegExp(`^http://rookery\\.test/media/${media.id}/large\\.webp\\?expires=\\d+&signature=`),
    );
    expect(media.bytes).toBeGreaterThan(20);
    expect((await filesOf(media.id)).map((path) => path.split('/').at(-1)).sort()).toEqual([
      'large.webp',
      'small.webp',
      'thumb.webp',
    ]);
  });

  test('takes a form, as it comes over the wire', async () => {
    const form = new FormData();
    form.set('file', new Blob([testPng()]), 'x.html');
    form.set('alt', 'grey');
    expect(await t.as(owner).media.upload(form as never)).toMatchObject({ alt: 'grey', status: 'ready' });
  });

  test('refuses a form with a field twice, too many of them, or an unknown one', async () => {
    const twice = new FormData();
    for (const part of [png(), png()]) twice.append('file', part);
    const many = new FormData();
    for (let n = 0; n < 21; n += 1) many.append(`field${n}`, 'x');
    const unknown = new FormData();
    unknown.append('file', png());
    unknown.append('__proto__', 'x');
    for (const form of [twice, many, unknown])
      await expect(t.as(owner).media.upload(form as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('with one key is done once, and the same key with another picture is refused', async () => {
    const caller = t.as(owner, { idempotencyKey: newId() });
    const first = await caller.media.upload({ file: png() });
    const before = await everyFile();
    expect(await caller.media.upload({ file: png() })).toEqual(first);
    await expect(caller.media.upload({ file: new File([testPng(9, 9)], 'photo.png') })).rejects.toEqual(
      refusal('idempotency_mismatch'),
    );
    expect(await everyFile()).toBe(before);
  });

  test('at once with one key gives one file', async () => {
    const caller = t.as(owner, { idempotencyKey: newId() });
    const before = await everyFile();
    const given = await Promise.all(Array.from({ length: 6 }, () => caller.media.upload({ file: png() })));
    expect(new Set(given.map(({ id }) => id)).size).toBe(1);
    expect(await filesOf(given[0]?.id ?? '')).toHaveLength(3);
    expect(await everyFile()).toBe(before + 3);
  });

  test('what is refused leaves nothing on the disk', async () => {
    const before = await everyFile();
    const bad = { file: new File(['GIF89a=1;alert(1)//'], 'x.js', { type: 'text/javascript' }) };
    await expect(t.as(owner).media.upload(bad)).rejects.toEqual(refusal('unsupported_media'));
    await expect(t.as(owner).media.upload({ file: new File([], 'x.png') })).rejects.toEqual(
      refusal('unsupported_media'),
    );
    for (const file of [new File([testPng(), new Uint8Array(10_000_001)], 'x.bin'), ofBytes(50_000_001)]) {
      await expect(t.as(owner).media.upload({ file })).rejects.toEqual(refusal('payload_too_large'));
    }
    await expect(t.as(owner).media.upload({ file: new File([testPng(20_000, 20_000)], 'x.png') })).rejects.toEqual(
      refusal('validation_failed'),
    );
    await expect(t.as(owner).media.upload({ file: png(), alt: 'x'.repeat(1501) })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    for (const file of [png(), ofBytes(9)]) await expect(t.as(newId()).media.upload({ file })).rejects.toThrow();
    expect(await everyFile()).toBe(before);
  });

  test('is for the signed in, and takes no text for a file', async () => {
    await expect(t.as(null).media.upload({ file: png() })).rejects.toEqual(refusal('token_missing'));
    await expect(t.as(owner).media.upload({ file: 'data:image/png;base64,' as never })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('is for 30 in half an hour, each account for itself', async () => {
    await using strict = await createTestApp({ settings: { ...t.app.settings, rateLimitFactor: 1 } });
    const [one, two] = [await signUp(strict, 'one'), await signUp(strict, 'two')];
    const refused = { file: new File([], 'x') };
    for (let n = 0; n < 30; n += 1)
      await expect(strict.as(one.id).media.upload(refused)).rejects.toEqual(refusal('unsupported_media'));
    await expect(strict.as(one.id).media.upload(refused)).rejects.toEqual(refusal('rate_limited'));
    await expect(strict.as(two.id).media.upload(refused)).rejects.toEqual(refusal('unsupported_media'));
  });
});

describe('files that are no images', () => {
  const uploadFile = (content: string, name: string, by = owner) =>
    t.as(by).media.upload({ file: new File([content], name, { type: 'image/png' }) });

  test('are kept as they came, under their name, at addresses that are always signed', async () => {
    const video = '\0\0\0\x18ftypisom and so on';
    const media = await t.as(owner).media.upload({ file: new File([video], 'Holiday.mp4'), alt: 'The sea' });
    expect(media).toMatchObject({
      kind: 'video',
      mime: 'video/mp4',
      name: 'Holiday.mp4',
      bytes: video.length,
      alt: 'The sea',
      status: 'ready',
      url: expect.stringMatching(new RegExp(`^http://rookery\\.test/media/${media.id}/file\\?expires=\\d+&signature=`)),
    });
    const { width, height, blurhash, variants } = media;
    expect([width, height, blurhash, variants]).toEqual([null, null, null, null]);
    expect((await filesOf(media.id)).map((path) => path.split('/').at(-1))).toEqual(['file']);
    expect(await t.as(owner).media.get({ id: media.id })).toEqual(media);
    await expect(t.as(other).media.get({ id: media.id })).rejects.toEqual(refusal('not_found'));
    expect(await t.as(owner).media.update({ id: media.id, alt: null })).toEqual({ ...media, alt: null });
  });

  test('are told by their bytes, whatever they are called', async () => {
    const told = async (content: string, name: string) => {
      const { kind, mime, name: kept } = await uploadFile(content, name);
      return [kind, mime, kept];
    };
    expect(await told('<svg><script>alert(1)</script></svg>', 'x.png')).toEqual([
      'file',
      'application/octet-stream',
      'x.png',
    ]);
    expect(await told('%PDF-1.7 <script>', '../../a.html')).toEqual(['file', 'application/pdf', 'a.html']);
    expect(await told('ID3', 'blob')).toEqual(['audio', 'audio/mpeg', null]);
    expect(await upload()).toMatchObject({ kind: 'image', name: null });
  });

  test('with one key are one, and the same key with other bytes is refused', async () => {
    const caller = t.as(owner, { idempotencyKey: newId() });
    const first = await caller.media.upload({ file: ofBytes(3_000_000) });
    const before = await everyFile();
    expect(await caller.media.upload({ file: ofBytes(3_000_000) })).toEqual(first);
    await expect(caller.media.upload({ file: ofBytes(3_000_001) })).rejects.toEqual(refusal('idempotency_mismatch'));
    expect(await everyFile()).toBe(before);
  });

  test('are deleted with what lies on the disk, by their owner', async () => {
    const { id } = await uploadFile('x', 'x.txt');
    await expect(t.as(other).media.delete({ id })).rejects.toEqual(refusal('not_found'));
    expect(await t.as(owner).media.delete({ id })).toEqual({ ok: true });
    expect(await filesOf(id)).toEqual([]);
  });

  test('are shown nowhere but in messages', async () => {
    const { id } = await uploadFile('ID3', 'song.mp3');
    const as = t.as(owner);
    const conversationId = (await as.chat.createGroup({ userIds: [other], title: 'Songs' })).id;
    const group = await as.groups.create({ name: 'Songs' });
    for (const show of [
      () => as.posts.create({ text: 'x', mediaIds: [id] }),
      () => as.posts.drafts.create({ text: 'x', mediaIds: [id] }),
      () => as.me.update({ avatarId: id }),
      () => as.me.update({ bannerId: id }),
      () => as.chat.update({ conversationId, avatarId: id }),
      () => as.groups.update({ id: group.id, avatarId: id }),
      () => as.groups.create({ name: 'More songs', bannerId: id }),
    ]) {
      await expect(show()).rejects.toEqual(refusal('validation_failed'));
    }
    const sent = await as.chat.send({ conversationId, mediaIds: [id], clientId: newId() });
    expect(sent.media).toMatchObject([{ id, kind: 'audio', name: 'song.mp3' }]);
    expect(await t.app.mayServeOpenly(id)).toBe(false);
  });
});

describe('media.get', () => {
  test('is for its owner alone while nothing shows it', async () => {
    const media = await upload();
    expect(await t.as(owner).media.get({ id: media.id })).toEqual(media);
    for (const viewer of [other, null])
      await expect(t.as(viewer).media.get({ id: media.id })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(owner).media.get({ id: newId() })).rejects.toEqual(refusal('not_found'));
  });

  test('is for everybody when it is an avatar, at an address that needs no signature', async () => {
    const { id } = await upload();
    await t.as(owner).me.update({ avatarId: id });
    const seen = await t.as(null).media.get({ id });
    expect(seen.url).toBe(`http://rookery.test/media/${id}/large.webp`);
    expect(await t.app.mayServeOpenly(id)).toBe(true);
  });
});

describe('media.update', () => {
  test('changes the words, takes them away, and is for the owner', async () => {
    const { id } = await upload(owner, 'one');
    expect(await t.as(owner).media.update({ id, alt: 'two' })).toMatchObject({ id, alt: 'two' });
    expect(await t.as(owner).media.update({ id, alt: 'two' })).toMatchObject({ alt: 'two' });
    await expect(t.as(other).media.update({ id, alt: 'three' })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(null).media.update({ id, alt: 'three' })).rejects.toEqual(refusal('token_missing'));
    await expect(t.as(owner).media.update({ id, alt: 'a\u0007' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await t.as(owner).media.update({ id, alt: null })).toMatchObject({ alt: null });
  });
});

describe('media.delete', () => {
  test('takes the file from the disk and from what shows it', async () => {
    const { id } = await upload();
    const holder = newId();
    const kept = await upload();
    await hold(holder, [id, kept.id]);
    expect(await t.as(owner).media.delete({ id })).toEqual({ ok: true });
    expect([await filesOf(id), await shownBy(holder)]).toEqual([[], [kept.id]]);
    await expect(t.as(owner).media.delete({ id })).rejects.toEqual(refusal('not_found'));
  });

  test('is for the owner', async () => {
    const { id } = await upload();
    await expect(t.as(other).media.delete({ id })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(null).media.delete({ id })).rejects.toEqual(refusal('token_missing'));
    expect(await filesOf(id)).toHaveLength(3);
  });

  test('against somebody who is about to show it, one of the two wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await upload();
      const holder = newId();
      const [held, deleted] = await Promise.allSettled([hold(holder, [id]), t.as(owner).media.delete({ id })]);
      expect(deleted.status).toBe('fulfilled');
      if (held.status === 'rejected') expect(held.reason).toMatchObject({ reason: 'validation_failed' });
      expect(await shownBy(holder)).toEqual([]);
    }
  });
});

describe('what shows files', () => {
  test('shows them in the order given, and no others after a change', async () => {
    const [a, b, c] = [await upload(), await upload(), await upload()].map(({ id }) => id) as [string, string, string];
    const holder = newId();
    await hold(holder, [b, a]);
    expect(await shownBy(holder)).toEqual([b, a]);
    await hold(holder, [a, c, b]);
    expect(await shownBy(holder)).toEqual([a, c, b]);
    await hold(holder, [c]);
    expect(await shownBy(holder)).toEqual([c]);
    await release(holder);
    expect(await shownBy(holder)).toEqual([]);
  });

  test('gets no foreign, unknown, repeated or unready file, and is told of each alike', async () => {
    const [mine, foreign, raw] = [await upload(), await upload(other), await upload()];
    const unready = statement('test.unready', "update media set status = 'processing' where id = $1");
    await t.app.sql.run(unready, [raw.id]);
    const holder = newId();
    const messages = new Set<string>();
    for (const id of [foreign.id, newId(), raw.id]) {
      const refused = await hold(holder, [mine.id, id]).catch(
        (error: { issues: { path: unknown; message: string }[] }) => error,
      );
      expect(refused).toMatchObject({ reason: 'validation_failed', issues: [{ path: ['mediaIds', 1] }] });
      if (refused && 'issues' in refused) messages.add(refused.issues[0]?.message ?? '');
    }
    expect(messages.size).toBe(1);
    await expect(hold(holder, [mine.id, mine.id])).rejects.toMatchObject({ issues: [{ path: ['mediaIds', 1] }] });
    expect(await shownBy(holder)).toEqual([]);
  });
});

describe('orphans', () => {
  const day = 24 * 3600 * 1000;

  test('are removed a day after nothing shows them any more, with their files', async () => {
    await using own = await createTestApp();
    const { id: person } = await signUp(own, 'person');
    const uploaded = async () => (await own.as(person).media.upload({ file: png() })).id;
    const [loose, avatar, held, replaced] = [await uploaded(), await uploaded(), await uploaded(), await uploaded()];
    const { id: document } = await own.as(person).media.upload({ file: ofBytes(9) });
    const holder = newId();
    const show = (mediaIds: string[]) =>
      transact({ app: own.app }, (tx) => holdMedia(tx, { ownerId: person, mediaIds, holderId: holder }));
    await own.as(person).me.update({ avatarId: avatar });
    await show([replaced]);
    own.clock.advance(day - 60_000);
    await show([held]);
    const left = async () => {
      await removeOrphanFiles(own.app);
      const rows = await own.app.sql.rows(
        statement<{ id: string }>('test.media', 'select id from media order by id'),
        [],
      );
      return rows.map(({ id }) => id);
    };
    expect(await left()).toEqual([loose, avatar, held, replaced, document]);
    own.clock.advance(120_000);
    expect(await left()).toEqual([avatar, held, replaced]);
    own.clock.advance(day);
    expect(await left()).toEqual([avatar, held]);
    const onDisk = (await readdir(own.mediaFolder, { recursive: true })).filter((path) => path.split('/').length === 3);
    expect(new Set(onDisk.map((path) => path.split('/')[1]))).toEqual(new Set([avatar, held]));
  });

  test('on the disk go within two days: those without a row, and those left unfinished', async () => {
    await using own = await createTestApp();
    const { id: person } = await signUp(own, 'person');
    const kept = await own.as(person).media.upload({ file: png() });
    await own.as(person).me.update({ bannerId: kept.id });
    for (const name of ['large.webp', 'file'])
      await own.app.storage.put(`${newId()}/${name}`, Buffer.from('nobody knows me'));
    const { id: clip } = await own.as(person).media.upload({ file: ofBytes(9) });
    await transact({ app: own.app }, (tx) =>
      holdMedia(tx, { ownerId: person, mediaIds: [clip], holderId: newId(), kinds: ['file'] }),
    );
    const allDay = async () => {
      for (let hour = 0; hour < 24; hour += 1) {
        await removeOrphanFiles(own.app);
        own.clock.advance(3600_000);
      }
      return (await readdir(own.mediaFolder, { recursive: true })).filter((path) => path.split('/').length === 3)
        .length;
    };
    expect(await allDay()).toBe(6);
    expect(await allDay()).toBe(4);
  });
});
