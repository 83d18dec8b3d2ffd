import { type Caller, createTestApp, findDrift, invitePeople, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { publishScheduled } from './drafts/publish-scheduled.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

interface Place {
  owner: string;
  member: string;
  stranger: string;
  /** Follows the member and the owner, and is in no group. */
  follower: string;
  id: string;
}

async function newPlace(visibility: 'public' | 'private'): Promise<Place> {
  serial += 1;
  const names = ['owner', 'member', 'stranger', 'follower'].map((name) => `${name}_${serial}`);
  const [owner = '', member = '', stranger = '', follower = ''] = Object.values(await invitePeople(t.app, ...names));
  for (const userId of [owner, member]) await t.as(follower).graph.follow({ userId });
  await t.as(follower).feed.home({});
  const { id } = await t.as(owner).groups.create({ name: `Place ${serial}`, visibility });
  await t.as(owner).groups.invite({ id, userId: member });
  await t.as(member).groups.acceptInvite({ id });
  return { owner, member, stranger, follower, id };
}

const reasonOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { cause?: { reason?: string } }) => error.cause?.reason ?? String(error),
  );
const ids = async (page: Promise<{ items: { id: string }[] }>) => (await page).items.map(({ id }) => id);
const write = (who: string, groupId: string, text = 'among us') => t.as(who).posts.create({ text, groupId });
const tomorrow = () => new Date(t.clock.now().getTime() + 86_400_000);

describe('writing in a group', () => {
  test('is for its members: it is not there for others, or tells them so', async () => {
    const open = await newPlace('public');
    const shut = await newPlace('private');
    expect(await write(open.member, open.id)).toMatchObject({ groupId: open.id, visibility: 'public' });
    expect((await t.as(open.owner).groups.get({ id: open.id })).postCount).toBe(1);
    expect(await reasonOf(write(open.stranger, open.id))).toBe('role_required');
    for (const groupId of [shut.id, newId()]) expect(await reasonOf(write(shut.stranger, groupId))).toBe('not_found');
    await t.as(shut.owner).groups.invite({ id: shut.id, userId: shut.stranger });
    expect(await reasonOf(write(shut.stranger, shut.id))).toBe('role_required');
  });

  test('is public, and replies stand where the post stands that they answer', async () => {
    const { owner, member, stranger, id } = await newPlace('public');
    for (const visibility of ['followers', 'friends'] as const)
      await expect(t.as(member).posts.create({ text: 'x', groupId: id, visibility })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    const post = await write(member, id);
    const reply = await t.as(owner).posts.create({ text: 'so', replyToId: post.id });
    expect(reply.groupId).toBe(id);
    expect((await t.as(owner).posts.create({ text: 'so', replyToId: reply.id, groupId: id })).groupId).toBe(id);
    const answer = (more: object) => reasonOf(t.as(owner).posts.create({ text: 'so', replyToId: post.id, ...more }));
    expect(await answer({ visibility: 'followers' })).toBe('validation_failed');
    expect(await answer({ groupId: newId() })).toBe('validation_failed');
    expect(await reasonOf(t.as(stranger).posts.create({ text: 'so', replyToId: post.id }))).toBe('role_required');
    const outside = await t.as(owner).posts.create({ text: 'outside' });
    expect(await reasonOf(t.as(owner).posts.create({ text: 'so', replyToId: outside.id, groupId: id }))).toBe(
      'validation_failed',
    );
    expect((await t.as(owner).groups.get({ id })).postCount).toBe(3);
    expect(await ids(t.as(null).feed.group({ groupId: id }))).toEqual([post.id]);
    expect(await ids(t.as(null).posts.replies({ id: post.id }))).toEqual([reply.id]);
  });

  test('is done by drafts and later on too, unless its author has left by then', async () => {
    const { member, stranger, id } = await newPlace('private');
    const draft = await t.as(member).posts.drafts.create({ text: 'a draft', groupId: id });
    expect((await t.as(member).posts.drafts.publish({ id: draft.id })).groupId).toBe(id);
    const foreign = await t.as(stranger).posts.drafts.create({ text: 'a draft', groupId: id });
    expect(await reasonOf(t.as(stranger).posts.drafts.publish({ id: foreign.id }))).toBe('not_found');
    const schedule = (who: string) => t.as(who).posts.create({ text: 'later', groupId: id, scheduledAt: tomorrow() });
    expect(await reasonOf(schedule(stranger))).toBe('not_found');
    const [first, second] = [await schedule(member), await schedule(member)];
    expect(first.groupId).toBe(id);
    const app = { ...t.app, clock: { now: () => new Date(tomorrow().getTime() + 1000) } };
    await publishScheduled(app, first.id);
    expect((await t.as(member).posts.get({ id: first.id })).groupId).toBe(id);
    await t.as(member).groups.leave({ id });
    const [waiting] = (await t.as(member).posts.scheduled.list({})).items;
    expect(waiting?.preview).toBeNull();
    await publishScheduled(app, second.id);
    expect((await t.as(member).posts.scheduled.list({})).items[0]?.failure).toBe('not_found');
  });
});

/** Where a post stands for somebody, by the names of lists. */
async function placesOf(
  as: Caller,
  { id, authorId, groupId, word }: Record<'id' | 'authorId' | 'groupId' | 'word', string>,
) {
  const lists: Record<string, () => Promise<{ items: { id: string }[] }>> = {
    get: async () => ({ items: [await as.posts.get({ id })] }),
    'feed.group': () => as.feed.group({ groupId }),
    'users.posts': () => as.users.posts({ id: authorId }),
    'users.posts media': () => as.users.posts({ id: authorId, with: 'media' }),
    search: () => as.search.posts({ query: word }),
    hashtag: () => as.feed.hashtag({ tag: word }),
    public: () => as.posts.list({ limit: 100 }),
  };
  const found = await Promise.all(
    Object.entries(lists).map(async ([name, list]) => {
      const page = await list().catch(() => ({ items: [] }));
      return page.items.some((item) => item.id === id) ? [name] : [];
    }),
  );
  return found.flat();
}

describe('a post in a group', () => {
  const everywhere = ['get', 'feed.group', 'users.posts', 'users.posts media', 'search', 'hashtag'];

  async function publish(place: Place) {
    const word = `grebe${serial}x`;
    const file = new File([testPng()], 'a.png');
    const { id: mediaId } = await t.as(place.member).media.upload({ file });
    const content = { text: `${word} #${word}`, groupId: place.id, mediaIds: [mediaId] };
    const post = await t.as(place.member).posts.create(content);
    await t.drain();
    return { post, mediaId, place: { id: post.id, authorId: place.member, groupId: place.id, word } };
  }

  test('is where everybody looks when the group is public, but in no timeline and no trend', async () => {
    const group = await newPlace('public');
    const { post, place, mediaId } = await publish(group);
    for (const who of [null, group.stranger, group.member, group.owner])
      expect(await placesOf(t.as(who), place)).toEqual(everywhere);
    expect((await t.as(group.follower).feed.home({})).items).toEqual([]);
    expect((await t.as(group.member).feed.home({})).items).toEqual([]);
    expect((await t.as(null).search.hashtags({ query: place.word })).items).toEqual([]);
    expect(await t.app.mayServeOpenly(mediaId)).toBe(true);
    await t.as(group.member).me.update({ isPrivate: true });
    expect(await placesOf(t.as(group.stranger), place)).toEqual(everywhere);
    expect((await t.as(null).posts.get({ id: post.id })).media[0]?.url).toContain('?');
  });

  test('is for members alone when the group is private, whoever follows its author', async () => {
    const group = await newPlace('private');
    const { place, mediaId } = await publish(group);
    for (const who of [null, group.stranger, group.follower]) expect(await placesOf(t.as(who), place)).toEqual([]);
    for (const who of [group.member, group.owner]) expect(await placesOf(t.as(who), place)).toEqual(everywhere);
    expect(await t.app.mayServeOpenly(mediaId)).toBe(false);
    expect(await reasonOf(t.as(group.stranger).media.get({ id: mediaId }))).toBe('not_found');
  });

  test('follows its group from public to private and back', async () => {
    const group = await newPlace('public');
    const { place, mediaId } = await publish(group);
    for (const visibility of ['private', 'public'] as const) {
      await t.as(group.owner).groups.update({ id: group.id, visibility });
      const open = visibility === 'public';
      expect(await placesOf(t.as(group.stranger), place)).toEqual(open ? everywhere : []);
      expect(await t.app.mayServeOpenly(mediaId)).toBe(open);
    }
  });

  test('is not there across a block, nor when its author hides', async () => {
    const group = await newPlace('public');
    const { place } = await publish(group);
    await t.as(group.member).graph.block({ userId: group.owner });
    expect(await placesOf(t.as(group.owner), place)).toEqual([]);
    await t.app.sql.raw('update profile set hidden_at = now() where id = $1', [group.member]);
    expect(await placesOf(t.as(group.stranger), place)).toEqual([]);
    expect(await placesOf(t.as(group.member), place)).toContain('get');
  });

  test('leaves bookmarks, likes and notifications of who leaves a private group', async () => {
    const group = await newPlace('private');
    const { id } = await write(group.owner, group.id, `Hello @member_${serial}`);
    const as = t.as(group.member);
    await as.posts.like({ id });
    await as.posts.bookmark({ id });
    const seen = async () => [
      (await as.posts.bookmarks({})).items.length,
      (await as.users.posts({ id: group.member, with: 'likes' })).items.length,
      (await as.notifications.list({ types: ['mention'] })).items.length,
      (await as.notifications.unreadCount()).count - 1,
    ];
    expect(await seen()).toEqual([1, 1, 1, 1]);
    await as.groups.leave({ id: group.id });
    expect(await seen()).toEqual([0, 0, 0, 0]);
  });

  test("is still its own author's after he left, who may delete it", async () => {
    const group = await newPlace('private');
    const { id } = await write(group.member, group.id);
    await t.as(group.member).groups.leave({ id: group.id });
    expect((await t.as(group.member).posts.get({ id })).viewer).toMatchObject({ canDelete: true });
    expect(await reasonOf(t.as(group.member).posts.create({ text: 'x', replyToId: id }))).toBe('not_found');
    expect(await reasonOf(t.as(group.member).posts.delete({ id }))).toBe('ok');
  });

  test('is neither quoted nor reposted out of a private group, by nobody', async () => {
    const shut = await newPlace('private');
    const hidden = await write(shut.member, shut.id);
    for (const who of [shut.member, shut.owner]) {
      expect(await reasonOf(t.as(who).posts.repost({ id: hidden.id }))).toBe('validation_failed');
      expect(await reasonOf(t.as(who).posts.create({ text: 'x', quoteOfId: hidden.id }))).toBe('validation_failed');
    }
    const open = await newPlace('public');
    const shown = await write(open.member, open.id);
    await t.as(open.member).me.update({ isPrivate: true });
    await t.as(open.owner).posts.repost({ id: shown.id });
    expect((await t.as(open.follower).feed.home({})).items.map(({ post }) => post.id)).toEqual([shown.id]);
    await t.as(open.stranger).posts.create({ text: 'x', quoteOfId: shown.id });
    await t.as(open.owner).groups.update({ id: open.id, visibility: 'private' });
    expect((await t.as(open.follower).feed.home({})).items).toEqual([]);
    const [quote] = (await t.as(null).users.posts({ id: open.stranger })).items;
    expect(quote?.quoteOf).toEqual({ unavailable: true });
  });
});

describe('the staff', () => {
  test('deletes posts of the group, also of who has blocked it; others do not', async () => {
    const { owner, member, stranger, id } = await newPlace('public');
    const [one, two] = [await write(member, id), await write(member, id)];
    expect((await t.as(owner).posts.get({ id: one.id })).viewer).toMatchObject({ canDelete: true, canEdit: false });
    expect((await t.as(stranger).posts.get({ id: one.id })).viewer).toMatchObject({ canDelete: false });
    expect(await reasonOf(t.as(stranger).posts.delete({ id: one.id }))).toBe('not_owner');
    expect(await reasonOf(t.as(stranger).groups.removePost({ id, postId: one.id }))).toBe('role_required');
    await t.as(stranger).groups.join({ id });
    expect(await reasonOf(t.as(stranger).groups.removePost({ id, postId: one.id }))).toBe('role_required');
    expect(await reasonOf(t.as(owner).posts.delete({ id: one.id }))).toBe('ok');
    await t.as(member).graph.block({ userId: owner });
    expect(await reasonOf(t.as(owner).posts.delete({ id: two.id }))).toBe('not_found');
    expect(await reasonOf(t.as(owner).groups.removePost({ id, postId: two.id }))).toBe('ok');
    expect(await reasonOf(t.as(owner).groups.removePost({ id, postId: two.id }))).toBe('not_found');
    const elsewhere = await t.as(stranger).posts.create({ text: 'elsewhere' });
    expect(await reasonOf(t.as(owner).groups.removePost({ id, postId: elsewhere.id }))).toBe('not_found');
    expect((await t.as(owner).groups.get({ id })).postCount).toBe(0);
  });
});

describe('deleting a group', () => {
  test('hides it at once and clears all of it by jobs', async () => {
    const group = await newPlace('public');
    const { owner, member, stranger, id } = group;
    const posts = await Promise.all(Array.from({ length: 25 }, (_, n) => write(member, id, `post ${n}`)));
    const [first] = posts;
    const reply = await t.as(owner).posts.create({ text: 'so', replyToId: first?.id ?? '' });
    await t.as(stranger).posts.like({ id: first?.id ?? '' });
    await t.as(owner).groups.update({ id, joining: 'request' });
    await t.as(stranger).groups.join({ id });
    const [avatar] = [await t.as(owner).media.upload({ file: new File([testPng()], 'a.png') })];
    await t.as(owner).groups.update({ id, avatarId: avatar.id });
    for (const who of [member, stranger]) expect(await reasonOf(t.as(who).groups.delete({ id }))).toBe('role_required');
    expect(await t.as(owner).groups.delete({ id })).toEqual({ ok: true });
    expect(await reasonOf(t.as(owner).groups.delete({ id }))).toBe('not_found');
    for (const who of [owner, member, stranger, null]) {
      expect(await reasonOf(t.as(who).groups.get({ id }))).toBe('not_found');
      expect(await reasonOf(t.as(who).feed.group({ groupId: id }))).toBe('not_found');
      for (const post of [first, reply])
        expect(await reasonOf(t.as(who).posts.get({ id: post?.id ?? '' }))).toBe('not_found');
    }
    expect((await t.as(owner).notifications.list({})).items.map(({ type }) => type)).toEqual(['follow']);
    await t.drain();
    for (const table of ['community', 'community_member', 'community_request', 'community_invite', 'community_ban'])
      expect(
        await t.app.sql.raw(`select from ${table} where ${table === 'community' ? 'id' : 'community_id'} = $1`, [id]),
      ).toEqual([]);
    expect(
      await t.app.sql.raw('select from post where group_id = $1 or (deleted_at is null and author_id = $2)', [
        id,
        member,
      ]),
    ).toEqual([]);
    expect(await t.app.sql.raw('select from notification where group_id = $1', [id])).toEqual([]);
    expect(await t.app.sql.raw('select from media_use where media_id = $1', [avatar.id])).toEqual([]);
    expect((await t.as(member).users.get({ id: member })).postCount).toBe(0);
  });
});

test('nothing has drifted after all of it', async () => {
  await t.drain();
  expect(await findDrift(t.app.sql)).toEqual({});
});
