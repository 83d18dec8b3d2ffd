import type { NotificationView } from '@rookery/contract';
import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

/** Three people whom no other test knows. */
async function cast(): Promise<{ alice: string; bob: string; carol: string }> {
  serial += 1;
  const names = [`alice_${serial}`, `bob_${serial}`, `carol_${serial}`];
  const people = await invitePeople(t.app, ...names);
  const [alice = '', bob = '', carol = ''] = names.map((name) => people[name] ?? '');
  return { alice, bob, carol };
}

async function post(author: string, replyToId?: string): Promise<string> {
  const made = await t.as(author).posts.create({ text: 'A thing worth a word', ...(replyToId ? { replyToId } : {}) });
  return made.id;
}

async function listed(viewer: string): Promise<NotificationView[]> {
  return (await t.as(viewer).notifications.list({})).items;
}

const unread = async (viewer: string) => (await t.as(viewer).notifications.unreadCount()).count;
const inShort = ({ type, actors, actorCount, post, readAt }: NotificationView, index = 0) => ({
  at: index,
  type,
  actors: actors.map(({ id }) => id),
  actorCount,
  post: post?.id ?? null,
  read: readAt !== null,
});

describe('what is told', () => {
  test('likes of one post fold into one unread row, and those after it was read into another', async () => {
    const { alice, bob, carol } = await cast();
    const id = await post(alice);
    await t.as(bob).posts.like({ id });
    await t.as(carol).posts.like({ id });
    const like = { type: 'like', post: id };
    const [only] = await listed(alice);
    expect((await listed(alice)).map(inShort)).toEqual([
      { at: 0, ...like, actors: [carol, bob], actorCount: 2, read: false },
    ]);
    await t.as(alice).notifications.markRead({ ids: [only?.id ?? ''] });
    await t.as(bob).posts.unlike({ id });
    await t.as(bob).posts.like({ id });
    expect((await listed(alice)).map(inShort)).toEqual([
      { at: 0, ...like, actors: [bob], actorCount: 1, read: false },
      { at: 1, ...like, actors: [carol], actorCount: 1, read: true },
    ]);
  });

  test('the newest five actors are shown and all are counted', async () => {
    const { alice } = await cast();
    const fans = await invitePeople(
      t.app,
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `fan_${name}_${serial}`),
    );
    const id = await post(alice);
    for (const fan of Object.values(fans)) await t.as(fan).posts.like({ id });
    const [row] = await listed(alice);
    expect(row?.actorCount).toBe(7);
    expect(row?.actors.map((actor) => actor.id)).toEqual(Object.values(fans).reverse().slice(0, 5));
  });

  test('what somebody does to his own is no news', async () => {
    const { alice } = await cast();
    const id = await post(alice);
    await t.as(alice).posts.like({ id });
    await post(alice, id);
    await t.as(alice).posts.unlike({ id });
    expect(await listed(alice)).toEqual([]);
  });

  test('each reply is a row of its own for the author of what it answers, and goes with the reply', async () => {
    const { alice, bob, carol } = await cast();
    const root = await post(alice);
    const [first, second] = [await post(bob, root), await post(bob, root)];
    const deeper = await post(carol, first);
    expect((await listed(alice)).map(inShort)).toMatchObject([{ post: second }, { post: first }]);
    expect((await listed(bob)).map(inShort)).toMatchObject([{ type: 'reply', post: deeper, actors: [carol] }]);
    await t.as(bob).posts.delete({ id: second });
    expect((await listed(alice)).map(inShort)).toMatchObject([{ post: first }]);
  });

  test('follows fold, and an unfollow takes its part back', async () => {
    const { alice, bob, carol } = await cast();
    await t.as(bob).graph.follow({ userId: alice });
    await t.as(carol).graph.follow({ userId: alice });
    expect((await listed(alice)).map(inShort)).toMatchObject([
      { type: 'follow', actors: [carol, bob], actorCount: 2, post: null },
    ]);
    await t.as(carol).graph.unfollow({ userId: alice });
    expect((await listed(alice)).map(inShort)).toMatchObject([{ actors: [bob], actorCount: 1 }]);
    await t.as(bob).graph.unfollow({ userId: alice });
    expect(await listed(alice)).toEqual([]);
  });

  test('a wish to follow is told until it is answered or taken back', async () => {
    const { alice, bob, carol } = await cast();
    await t.as(alice).me.update({ isPrivate: true });
    await t.as(bob).graph.follow({ userId: alice });
    await t.as(carol).graph.follow({ userId: alice });
    const types = async () => (await listed(alice)).map(({ type, actors }) => [type, actors[0]?.id]);
    expect(await types()).toEqual([
      ['follow_request', carol],
      ['follow_request', bob],
    ]);
    await t.as(carol).graph.unfollow({ userId: alice });
    expect(await types()).toEqual([['follow_request', bob]]);
    const [request] = (await t.as(alice).graph.followRequests({})).items;
    await t.as(alice).graph.approveFollow({ id: request?.id ?? '' });
    expect(await types()).toEqual([['follow', bob]]);
  });

  test('a like that was taken back takes its notification back, read or not', async () => {
    const { alice, bob, carol } = await cast();
    const id = await post(alice);
    await t.as(bob).posts.like({ id });
    await t.as(alice).notifications.markAllRead({});
    await t.as(carol).posts.like({ id });
    await t.as(bob).posts.unlike({ id });
    expect((await listed(alice)).map(inShort)).toMatchObject([{ actors: [carol], read: false }]);
    await t.as(carol).posts.unlike({ id });
    expect(await listed(alice)).toEqual([]);
    expect(await unread(alice)).toBe(0);
  });

  test('a deleted post takes everything that was told of it', async () => {
    const { alice, bob, carol } = await cast();
    const root = await post(alice);
    const reply = await post(bob, root);
    await t.as(carol).posts.like({ id: reply });
    await t.as(carol).posts.like({ id: root });
    await t.as(bob).posts.delete({ id: reply });
    expect(await listed(bob)).toEqual([]);
    expect((await listed(alice)).map(inShort)).toMatchObject([{ type: 'like', post: root }]);
  });

  test('what a recipient may not see any more is neither shown nor counted, and comes back when he may', async () => {
    const { alice, bob } = await cast();
    const id = await post(alice);
    await post(bob, id);
    await t.as(bob).me.update({ isPrivate: true });
    expect(await listed(alice)).toEqual([]);
    expect(await unread(alice)).toBe(0);
    expect((await t.as(alice).notifications.list({ unreadOnly: true, types: ['reply'] })).items).toEqual([]);
    await t.as(bob).me.update({ isPrivate: false });
    expect(await listed(alice)).toHaveLength(1);
    expect(await unread(alice)).toBe(1);
  });
});

describe('notifications.list', () => {
  test('walks every row once while rows arrive and fold', async () => {
    const { alice, bob, carol } = await cast();
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) ids.push(await post(alice));
    for (const id of ids) await t.as(bob).posts.like({ id });
    const before = (await listed(alice)).map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await t.as(alice).notifications.list({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await t.as(carol).posts.like({ id: ids[0] ?? '' });
      await t.as(carol).graph.follow({ userId: alice });
    }
    expect(seen).toEqual(before);
  });

  test('takes types and unread ones alone, and refuses a foreign cursor', async () => {
    const { alice, bob } = await cast();
    const id = await post(alice);
    await t.as(bob).posts.like({ id });
    await t.as(bob).graph.follow({ userId: alice });
    const [follow, like] = await listed(alice);
    await t.as(alice).notifications.markRead({ ids: [follow?.id ?? ''] });
    const { items } = await t.as(alice).notifications.list({ unreadOnly: true });
    expect(items.map((item) => item.id)).toEqual([like?.id]);
    const byType = await t.as(alice).notifications.list({ types: ['follow', 'mention'] });
    expect(byType.items.map((item) => item.id)).toEqual([follow?.id]);
    const foreign = (await t.as(alice).users.list({ limit: 1 })).nextCursor ?? 'x';
    await expect(t.as(alice).notifications.list({ cursor: foreign })).rejects.toEqual(refusal('bad_cursor'));
  });

  test('is for the signed-in and shows nobody another one’s', async () => {
    const { alice, bob, carol } = await cast();
    await t.as(bob).graph.follow({ userId: alice });
    await expect(t.as(null).notifications.list({})).rejects.toEqual(refusal('token_missing'));
    expect(await listed(bob)).toEqual([]);
    expect(await listed(carol)).toEqual([]);
  });
});

describe('reading and deleting', () => {
  async function followed(): Promise<{ alice: string; bob: string; carol: string; id: string }> {
    const people = await cast();
    await t.as(people.bob).graph.follow({ userId: people.alice });
    const [row] = await listed(people.alice);
    return { ...people, id: row?.id ?? '' };
  }

  test('a notification is read once, and keeps the time of it', async () => {
    const { alice, id } = await followed();
    expect(await t.as(alice).notifications.markRead({ ids: [id] })).toEqual({ count: 0 });
    const [first] = await listed(alice);
    expect(await t.as(alice).notifications.markRead({ ids: [id, id, newId()] })).toEqual({ count: 0 });
    expect((await listed(alice))[0]?.readAt).toEqual(first?.readAt);
  });

  test('another one’s is as absent as none', async () => {
    const { alice, carol, id } = await followed();
    for (const ids of [[id], [newId()]]) {
      await expect(t.as(carol).notifications.markRead({ ids })).rejects.toEqual(refusal('not_found'));
    }
    for (const one of [id, newId()]) {
      await expect(t.as(carol).notifications.delete({ id: one })).rejects.toEqual(refusal('not_found'));
    }
    await t.as(carol).notifications.markAllRead({ upTo: id });
    await t.as(carol).notifications.deleteAll();
    expect(await unread(alice)).toBe(1);
  });

  test('all are read, or those up to one', async () => {
    const { alice, bob } = await cast();
    for (let n = 0; n < 3; n += 1) await t.as(bob).posts.like({ id: await post(alice) });
    const [, middle] = await listed(alice);
    expect(await t.as(alice).notifications.markAllRead({ upTo: middle?.id ?? '' })).toEqual({ count: 1 });
    expect((await listed(alice)).map(({ readAt }) => readAt === null)).toEqual([true, false, false]);
    expect(await t.as(alice).notifications.markAllRead({})).toEqual({ count: 0 });
    expect(await t.as(alice).notifications.markAllRead({})).toEqual({ count: 0 });
  });

  test('one is deleted once, and all as often as asked', async () => {
    const { alice, carol, id } = await followed();
    await t.as(carol).posts.like({ id: await post(alice) });
    expect(await t.as(alice).notifications.delete({ id })).toEqual({ count: 1 });
    await expect(t.as(alice).notifications.delete({ id })).rejects.toEqual(refusal('not_found'));
    expect(await t.as(alice).notifications.deleteAll()).toEqual({ count: 0 });
    expect(await t.as(alice).notifications.deleteAll()).toEqual({ count: 0 });
    expect(await listed(alice)).toEqual([]);
  });

  test('bad input is refused', async () => {
    const { alice } = await cast();
    const { notifications } = t.as(alice);
    const tooMany = Array.from({ length: 101 }, newId);
    for (const ids of [[], ['x'], tooMany])
      await expect(notifications.markRead({ ids })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(notifications.markAllRead({ upTo: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(notifications.list({ limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(notifications.list({ types: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('a dismissed like is told again when it is given again', async () => {
    const { alice, bob } = await cast();
    const id = await post(alice);
    await t.as(bob).posts.like({ id });
    await t.as(alice).notifications.deleteAll();
    await t.as(bob).posts.unlike({ id });
    await t.as(bob).posts.like({ id });
    expect((await listed(alice)).map(inShort)).toMatchObject([{ actors: [bob], actorCount: 1 }]);
  });
});
