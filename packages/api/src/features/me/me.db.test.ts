import { createTestApp, refusal, signUp, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const versionOf = statement<{ version: number }>('test.profile-version', 'select version from profile where id = $1');
async function somebody(): Promise<string> {
  serial += 1;
  return (await signUp(t, `self_${serial}`)).id;
}

describe('me.get', () => {
  test('gives the account, the profile and what is unread', async () => {
    const id = await somebody();
    const number = serial;
    for (const follower of [await somebody(), await somebody()]) {
      await t.as(follower).graph.follow({ userId: id });
      await t.as(id).notifications.markAllRead({});
    }
    await t.as(await somebody()).graph.follow({ userId: id });
    expect(await t.as(id).me.get()).toEqual({
      account: {
        id,
        email: `self_${number}@rookery.test`,
        emailVerified: false,
        role: 'user',
        createdAt: expect.any(Date),
        deleteAfter: null,
      },
      profile: expect.objectContaining({
        id,
        username: `self_${number}`,
        followerCount: 3,
        viewer: expect.objectContaining({ following: false }),
      }),
      unread: { notifications: 1, messages: 0 },
    });
  });

  test('is for the signed in', async () => {
    await expect(t.as(null).me.get()).rejects.toEqual(refusal('token_missing'));
    await expect(t.as(newId()).me.get()).rejects.toEqual(refusal('not_found'));
  });
});

describe('me.update', () => {
  const changes = {
    displayName: 'Ada L.',
    bio: 'Two\nlines',
    location: 'London',
    website: 'https://ada.example.org/',
    status: 'computing',
    isPrivate: true,
  };

  test('changes what is given and nothing else', async () => {
    const id = await somebody();
    expect(await t.as(id).me.update(changes)).toMatchObject({ id, username: `self_${serial}`, ...changes });
    expect(await t.as(id).me.update({ status: 'resting' })).toMatchObject({ ...changes, status: 'resting' });
    expect((await t.as(id).me.get()).profile).toMatchObject({ ...changes, status: 'resting' });
  });

  test('empties what is given empty', async () => {
    const id = await somebody();
    await t.as(id).me.update(changes);
    const emptied = { bio: '', location: '', website: '', status: '', isPrivate: false };
    expect(await t.as(id).me.update(emptied)).toMatchObject({ displayName: 'Ada L.', ...emptied });
  });

  test('counts a version for each change, so that views kept elsewhere are made anew', async () => {
    const id = await somebody();
    await t.as(id).me.update({ status: 'one' });
    await t.as(id).me.update({ status: 'two' });
    await t.as(id).me.update({});
    expect(await t.app.sql.first(versionOf, [id])).toEqual({ version: 3 });
  });

  test('takes text as readers see it', async () => {
    const id = await somebody();
    const given = { displayName: `  ${'e\u0301'.repeat(50)} `, bio: '👩‍👩‍👧‍👦'.repeat(500) };
    expect(await t.as(id).me.update(given)).toMatchObject({ displayName: 'é'.repeat(50), bio: given.bio });
  });

  test('changes at once to different fields are all kept', async () => {
    const id = await somebody();
    await Promise.all([
      t.as(id).me.update({ bio: 'a' }),
      t.as(id).me.update({ location: 'b' }),
      t.as(id).me.update({ status: 'c' }),
    ]);
    expect((await t.as(id).me.get()).profile).toMatchObject({ bio: 'a', location: 'b', status: 'c' });
  });

  test('changes nobody else', async () => {
    const id = await somebody();
    const other = await somebody();
    await t.as(id).me.update(changes);
    expect((await t.as(other).me.get()).profile).toMatchObject({ bio: '', isPrivate: false });
    await expect(t.as(null).me.update(changes)).rejects.toEqual(refusal('token_missing'));
    await expect(t.as(newId()).me.update(changes)).rejects.toEqual(refusal('not_found'));
  });

  test('a repeated call with its key is answered and done once', async () => {
    const id = await somebody();
    const caller = t.as(id, { idempotencyKey: newId() });
    const first = await caller.me.update({ status: 'once' });
    expect(await caller.me.update({ status: 'once' })).toEqual(first);
    expect(await t.app.sql.first(versionOf, [id])).toEqual({ version: 2 });
  });

  test.each<[string, Record<string, unknown>]>([
    ['an empty display name', { displayName: ' ' }],
    ['a display name of two lines', { displayName: 'a\nb' }],
    ['a display name of 51', { displayName: 'x'.repeat(51) }],
    ['a bio of 501', { bio: 'x'.repeat(501) }],
    ['a website that is a script', { website: 'javascript:alert(1)' }],
    ['a website that is none', { website: 'ada' }],
    ['null', { bio: null }],
    ['a field that is not asked for', { username: 'root' }],
    ['a counter', { followerCount: 1000 }],
  ])('refuses %s', async (_, input) => {
    const id = await somebody();
    await expect(t.as(id).me.update(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await t.app.sql.first(versionOf, [id])).toEqual({ version: 1 });
  });
});

describe('avatar and banner', () => {
  const picture = async (owner: string, alt?: string) =>
    (await t.as(owner).media.upload({ file: new File([testPng()], 'a.png'), ...(alt ? { alt } : {}) })).id;

  test('are shown to others at open addresses, and removed by null', async () => {
    const id = await somebody();
    const other = await somebody();
    const [avatarId, bannerId] = [await picture(id, 'me'), await picture(id)];
    expect(await t.as(id).me.update({ avatarId, bannerId })).toMatchObject({
      avatar: { id: avatarId, alt: 'me', url: `http://rookery.test/media/${avatarId}/large.webp` },
      banner: { id: bannerId },
    });
    expect(await t.as(other).users.get({ id })).toMatchObject({ avatar: { id: avatarId }, banner: { id: bannerId } });
    expect(await t.as(id).me.update({ status: 'here' })).toMatchObject({ avatar: { id: avatarId } });
    expect(await t.as(id).me.update({ avatarId: null })).toMatchObject({ avatar: null, banner: { id: bannerId } });
    expect(await t.as(null).users.get({ id })).toMatchObject({ avatar: null, banner: { id: bannerId } });
    expect(await t.app.mayServeOpenly(avatarId)).toBe(false);
  });

  test('are own images, and a foreign one is refused as an unknown one is', async () => {
    const id = await somebody();
    const foreign = await picture(await somebody());
    const refused = async (avatarId: string) =>
      t
        .as(id)
        .me.update({ status: 'x', avatarId })
        .catch((error: { cause: { issues: unknown } }) => error.cause.issues);
    const expected = [{ path: ['avatarId'], code: 'custom', message: 'is no image of yours that is ready' }];
    expect(await refused(foreign)).toEqual(expected);
    expect(await refused(newId())).toEqual(expected);
    expect((await t.as(id).me.get()).profile).toMatchObject({ status: '', avatar: null });
  });

  test('count a version of the profile when their words change or they are deleted', async () => {
    const id = await somebody();
    const avatarId = await picture(id);
    await t.as(id).me.update({ avatarId });
    await t.as(id).media.update({ id: avatarId, alt: 'me' });
    expect((await t.as(id).me.get()).profile.avatar).toMatchObject({ alt: 'me' });
    await t.as(id).media.delete({ id: avatarId });
    expect((await t.as(id).me.get()).profile.avatar).toBeNull();
    expect(await t.app.sql.first(versionOf, [id])).toEqual({ version: 4 });
  });

  test('a change at once with the deletion leaves no avatar without a file', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await somebody();
      const avatarId = await picture(id);
      const [, deleted] = await Promise.allSettled([
        t.as(id).me.update({ avatarId }),
        t.as(id).media.delete({ id: avatarId }),
      ]);
      expect(deleted.status).toBe('fulfilled');
      expect((await t.as(id).me.get()).profile.avatar).toBeNull();
    }
  });
});
