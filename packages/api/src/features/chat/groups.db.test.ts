import type { ConversationMember } from '@rookery/contract';
import { type Caller, createTestApp, findDrift, invitePeople, refusal, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterEach(async () => {
  await t.drain();
  expect(await findDrift(t.app.sql)).toEqual({});
});
afterAll(() => t[Symbol.asyncDispose]());

const refused = (what: string) => refusal(what);

/** People whom no other test knows. */
async function invite<Name extends string>(...names: Name[]): Promise<Record<Name, string>> {
  serial += 1;
  const people = await invitePeople(t.app, ...names.map((name) => `${name}_${serial}`));
  return Object.fromEntries(names.map((name) => [name, people[`${name}_${serial}`]])) as Record<Name, string>;
}

/** A group of an owner, an admin and two members. */
async function gather() {
  const people = await invite('owner', 'admin', 'member', 'other', 'stranger');
  const { owner, admin, member, other } = people;
  const { id } = await t.as(owner).chat.createGroup({ title: 'Walks', userIds: [admin, member, other] });
  await t.as(owner).chat.setRole({ conversationId: id, userId: admin, role: 'admin' });
  return { ...people, id };
}

const send = (as: Caller, conversationId: string, text = 'hello') =>
  as.chat.send({ conversationId, text, clientId: newId() });
const notesOf = async (as: Caller, conversationId: string) =>
  (await as.chat.messages({ conversationId })).items.flatMap(({ system }) => system?.kind ?? []).toReversed();

describe('createGroup', () => {
  test('makes the caller its owner; who knows him has it in the inbox, others among the requests, and are told', async () => {
    const { owner, friend, stranger } = await invite('owner', 'friend', 'stranger');
    await t.as(friend).graph.follow({ userId: owner });
    const made = await t.as(owner).chat.createGroup({ title: ' Walks ', userIds: [friend, stranger] });
    expect(made).toMatchObject({ kind: 'group', title: 'Walks', role: 'owner', memberCount: 3, folder: 'inbox' });
    expect(made).toMatchObject({
      lastSeq: 1,
      unreadCount: 0,
      firstSeq: 1,
      lastMessage: { system: { kind: 'created' } },
    });
    expect(made.members.map(({ profile, role }) => [profile.id, role])).toEqual([
      [owner, 'owner'],
      [friend, 'member'],
      [stranger, 'member'],
    ]);
    expect((await t.as(friend).chat.conversations({})).items).toMatchObject([{ id: made.id, unreadCount: 1 }]);
    expect((await t.as(stranger).chat.conversations({})).items).toEqual([]);
    expect((await t.as(stranger).chat.conversations({ folder: 'requests' })).items).toMatchObject([{ id: made.id }]);
    expect((await t.as(stranger).notifications.list({})).items).toMatchObject([
      { type: 'message_request', conversationId: made.id, actors: [{ id: owner }] },
    ]);
    const told = (await t.as(friend).notifications.list({})).items.map(({ type }) => type);
    expect(told).not.toContain('message_request');
  });

  test('by the same key makes one', async () => {
    const { owner, member } = await invite('owner', 'member');
    const as = t.as(owner, { idempotencyKey: newId() });
    const input = { title: 'Once', userIds: [member] };
    expect(await as.chat.createGroup(input)).toEqual(await as.chat.createGroup(input));
    expect((await t.as(owner).chat.conversations({})).items).toHaveLength(1);
  });

  test('refuses whom the caller may not meet, who takes nothing from him, and who stands there twice', async () => {
    const { owner, blocker, friend, picky } = await invite('owner', 'blocker', 'friend', 'picky');
    await t.as(blocker).graph.block({ userId: owner });
    await t.app.sql.raw(`insert into privacy_setting (profile_id, messages_from) values ($1, 'friends')`, [picky]);
    const create = (...userIds: string[]) => t.as(owner).chat.createGroup({ title: 'No', userIds });
    await expect(create(friend, blocker)).rejects.toEqual(refused('not_found'));
    await expect(create(newId())).rejects.toEqual(refused('not_found'));
    for (const [index, ids] of [
      [1, [friend, picky]],
      [1, [friend, friend]],
      [0, [owner, friend]],
    ] as const) {
      await expect(create(...ids)).rejects.toMatchObject({
        cause: { reason: 'validation_failed', issues: [{ path: ['userIds', index] }] },
      });
    }
    const many = Array.from({ length: 500 }, newId);
    for (const bad of [
      { title: '', userIds: [friend] },
      { title: 'x'.repeat(101), userIds: [friend] },
      { title: 'x', userIds: [] },
      { title: 'x', userIds: many },
    ])
      await expect(t.as(owner).chat.createGroup(bad)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect((await t.as(friend).chat.conversations({ folder: 'requests' })).items).toEqual([]);
  });

  test('takes five hundred, and not one more', async () => {
    const { owner, last } = await invite('owner', 'last');
    serial += 1;
    const crowd = Object.values(
      await invitePeople(t.app, ...Array.from({ length: 499 }, (_, n) => `crowd_${serial}_${n}`)),
    );
    const { id, memberCount, members } = await t.as(owner).chat.createGroup({ title: 'All', userIds: crowd });
    expect([memberCount, members.length]).toEqual([500, 50]);
    await expect(t.as(owner).chat.addMembers({ conversationId: id, userIds: [last] })).rejects.toEqual(
      refused('limit_reached'),
    );
    expect((await t.as(owner).chat.addMembers({ conversationId: id, userIds: crowd.slice(0, 3) })).memberCount).toBe(
      500,
    );
  });
});

describe('update', () => {
  test('gives a title and a picture and says so, once', async () => {
    const { owner, admin, member, id: conversationId } = await gather();
    const file = new File([testPng()], 'a.png');
    const { id: avatarId } = await t.as(admin).media.upload({ file });
    for (const _ of [1, 2])
      expect(await t.as(admin).chat.update({ conversationId, title: 'Hikes', avatarId })).toMatchObject({
        title: 'Hikes',
        avatar: { id: avatarId },
      });
    expect(await notesOf(t.as(member), conversationId)).toEqual(['created', 'role', 'renamed', 'avatar']);
    expect(await t.as(owner).chat.get({ id: conversationId })).toMatchObject({ title: 'Hikes', unreadCount: 2 });
    expect((await t.as(admin).chat.get({ id: conversationId })).unreadCount).toBe(0);
    await t.as(admin).media.delete({ id: avatarId });
    expect((await t.as(owner).chat.get({ id: conversationId })).avatar).toBeNull();
    expect((await t.as(owner).chat.update({ conversationId, avatarId: null })).avatar).toBeNull();
  });

  test('is for staff, and takes own pictures alone', async () => {
    const { owner, admin, member, stranger, id: conversationId } = await gather();
    await expect(t.as(member).chat.update({ conversationId, title: 'Mine' })).rejects.toEqual(refused('role_required'));
    await expect(t.as(stranger).chat.update({ conversationId, title: 'Mine' })).rejects.toEqual(refused('not_found'));
    const { id: avatarId } = await t.as(admin).media.upload({ file: new File([testPng()], 'a.png') });
    await expect(t.as(owner).chat.update({ conversationId, avatarId })).rejects.toEqual(refused('validation_failed'));
    await expect(t.as(owner).chat.update({ conversationId, title: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('addMembers', () => {
  test('lets people read from then on, and leaves those who are in it as they are', async () => {
    const { owner, admin, member, stranger, id: conversationId } = await gather();
    const before = await send(t.as(owner), conversationId, 'before');
    for (const _ of [1, 2])
      expect((await t.as(admin).chat.addMembers({ conversationId, userIds: [member, stranger] })).memberCount).toBe(5);
    const seen = (await t.as(stranger).chat.messages({ conversationId })).items;
    expect(seen).toMatchObject([
      { seq: before.seq + 1, sender: { id: admin }, system: { kind: 'added', users: [{ id: stranger }] } },
    ]);
    expect(await t.as(stranger).chat.get({ id: conversationId })).toMatchObject({
      firstSeq: before.seq + 1,
      unreadCount: 1,
      folder: 'requests',
      role: 'member',
    });
    expect((await t.as(stranger).notifications.list({})).items).toMatchObject([
      { type: 'message_request', actors: [{ id: admin }] },
    ]);
  });

  test('is for staff; whom the caller may not meet is not there, and who refuses is named', async () => {
    const { owner, member, stranger, id: conversationId } = await gather();
    const { blocker, picky } = await invite('blocker', 'picky');
    await t.as(blocker).graph.block({ userId: owner });
    await t.app.sql.raw(`insert into privacy_setting (profile_id, messages_from) values ($1, 'following')`, [picky]);
    const add = (by: string, ...userIds: string[]) => t.as(by).chat.addMembers({ conversationId, userIds });
    await expect(add(member, stranger)).rejects.toEqual(refused('role_required'));
    await expect(add(stranger, stranger)).rejects.toEqual(refused('not_found'));
    await expect(add(owner, stranger, blocker)).rejects.toEqual(refused('not_found'));
    await expect(add(owner, stranger, picky)).rejects.toMatchObject({ cause: { issues: [{ path: ['userIds', 1] }] } });
    await expect(add(owner, stranger, stranger)).rejects.toMatchObject({
      cause: { issues: [{ path: ['userIds', 1] }] },
    });
    await expect(add(owner)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect((await t.as(owner).chat.get({ id: conversationId })).memberCount).toBe(4);
  });
});

describe('removeMember', () => {
  test('takes somebody out, who finds nothing any more and comes back without what he missed', async () => {
    const { owner, admin, member, id: conversationId } = await gather();
    const view = await t.as(admin).chat.removeMember({ conversationId, userId: member });
    expect(view).toMatchObject({
      memberCount: 3,
      lastMessage: { system: { kind: 'removed', users: [{ id: member }] } },
    });
    for (const call of [
      () => t.as(member).chat.get({ id: conversationId }),
      () => send(t.as(member), conversationId),
      () => t.as(member).chat.leave({ conversationId }),
      () => t.as(admin).chat.removeMember({ conversationId, userId: member }),
    ])
      await expect(call()).rejects.toEqual(refused('not_found'));
    await send(t.as(owner), conversationId, 'behind his back');
    await t.as(owner).chat.addMembers({ conversationId, userIds: [member] });
    expect(await notesOf(t.as(member), conversationId)).toEqual(['added']);
    expect((await t.as(member).notifications.list({})).items).toMatchObject([{ type: 'message_request' }]);
  });

  test.each([
    ['owner', 'member', 'ok'],
    ['owner', 'admin', 'ok'],
    ['admin', 'member', 'ok'],
    ['admin', 'owner', 'role_required'],
    ['admin', 'admin', 'validation_failed'],
    ['member', 'other', 'role_required'],
    ['member', 'owner', 'role_required'],
    ['owner', 'owner', 'validation_failed'],
    ['owner', 'stranger', 'not_found'],
    ['stranger', 'member', 'not_found'],
  ] as const)('of a group: %s removes %s: %s', async (by, whom, answer) => {
    const group = await gather();
    const call = t.as(group[by]).chat.removeMember({ conversationId: group.id, userId: group[whom] });
    if (answer === 'ok') expect((await call).memberCount).toBe(3);
    else await expect(call).rejects.toEqual(refused(answer));
  });
});

describe('setRole', () => {
  test('makes members owners, admins and members again', async () => {
    const { owner, member, id: conversationId } = await gather();
    const set = (role: 'owner' | 'admin' | 'member') =>
      t.as(owner).chat.setRole({ conversationId, userId: member, role });
    for (const role of ['admin', 'admin', 'owner'] as const)
      expect((await set(role)).members.find(({ profile }) => profile.id === member)?.role).toBe(role);
    expect(await notesOf(t.as(owner), conversationId)).toEqual(['created', 'role', 'role', 'role']);
    expect((await t.as(member).chat.setRole({ conversationId, userId: owner, role: 'member' })).role).toBe('owner');
    await expect(set('member')).rejects.toEqual(refused('role_required'));
  });

  test('is for owners, of members, and leaves one owner', async () => {
    const { owner, admin, member, stranger, id: conversationId } = await gather();
    const set = (by: string, userId: string, role: 'owner' | 'member' = 'member') =>
      t.as(by).chat.setRole({ conversationId, userId, role });
    await expect(set(admin, member, 'owner')).rejects.toEqual(refused('role_required'));
    await expect(set(stranger, member)).rejects.toEqual(refused('not_found'));
    await expect(set(owner, stranger)).rejects.toEqual(refused('not_found'));
    await expect(set(owner, owner)).rejects.toEqual(refused('last_owner'));
    await expect(set(owner, member, 'king' as 'owner')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('leave', () => {
  test('hands over to the oldest admin, then to the oldest member; the last one takes the conversation along', async () => {
    const { owner, admin, member, other, id: conversationId } = await gather();
    const picture = await t.as(member).media.upload({ file: new File([testPng()], 'a.png') });
    await t.as(member).chat.send({ conversationId, clientId: newId(), mediaIds: [picture.id] });
    const ownersOf = async (by: string) =>
      (await t.as(by).chat.get({ id: conversationId })).members.flatMap(({ profile, role }) =>
        role === 'owner' ? profile.id : [],
      );
    await t.as(owner).chat.leave({ conversationId });
    await expect(t.as(owner).chat.leave({ conversationId })).rejects.toEqual(refused('not_found'));
    expect(await ownersOf(other)).toEqual([admin]);
    await t.as(admin).chat.leave({ conversationId });
    expect(await ownersOf(other)).toEqual([member]);
    expect(await notesOf(t.as(other), conversationId)).toEqual(['created', 'role', 'role', 'left', 'role', 'left']);
    await t.as(other).chat.leave({ conversationId });
    await t.as(member).chat.leave({ conversationId });
    await t.drain();
    const left =
      'select conversation_id from message where conversation_id = $1 union all select id from conversation where id = $1';
    expect(await t.app.sql.raw(left, [conversationId])).toEqual([]);
    const [idle] = await t.app.sql.raw('select idle_since is not null as idle from media where id = $1', [picture.id]);
    expect(idle).toEqual({ idle: true });
  });

  test('and all else that changes who is in it, is refused of two', async () => {
    const { one, two, three } = await invite('one', 'two', 'three');
    const { id: conversationId } = await t.as(one).chat.open({ userId: two });
    for (const call of [
      () => t.as(one).chat.leave({ conversationId }),
      () => t.as(one).chat.update({ conversationId, title: 'Us' }),
      () => t.as(one).chat.addMembers({ conversationId, userIds: [three] }),
      () => t.as(one).chat.removeMember({ conversationId, userId: two }),
      () => t.as(one).chat.setRole({ conversationId, userId: two, role: 'admin' }),
    ])
      await expect(call()).rejects.toEqual(refused('validation_failed'));
    await expect(t.as(three).chat.leave({ conversationId })).rejects.toEqual(refused('not_found'));
  });
});

describe('mute', () => {
  test('lasts until it ends, or for good, and is of the caller alone', async () => {
    const { owner, member, stranger, id: conversationId } = await gather();
    const until = new Date(t.clock.now().getTime() + 60_000);
    for (const _ of [1, 2]) expect((await t.as(member).chat.mute({ conversationId, until })).mutedUntil).toEqual(until);
    expect((await t.as(owner).chat.get({ id: conversationId })).mutedUntil).toBeNull();
    expect((await t.as(member).chat.mute({ conversationId })).mutedUntil?.getUTCFullYear()).toBe(9999);
    for (const _ of [1, 2]) expect((await t.as(member).chat.unmute({ conversationId })).mutedUntil).toBeNull();
    await expect(t.as(stranger).chat.mute({ conversationId })).rejects.toEqual(refused('not_found'));
    await expect(t.as(stranger).chat.unmute({ conversationId })).rejects.toEqual(refused('not_found'));
    const past = new Date(t.clock.now().getTime() - 1);
    await expect(t.as(member).chat.mute({ conversationId, until: past })).rejects.toEqual(refused('validation_failed'));
  });
});

describe('members', () => {
  test('are walked whole, without those who hide, and show how far each has read to who shows it too', async () => {
    const { owner, admin, member, other, stranger, id: conversationId } = await gather();
    await t.as(member).chat.markRead({ conversationId, seq: 1 });
    const walk = async (by: string) => {
      const items: ConversationMember[] = [];
      for (let cursor: string | undefined | null; cursor !== null; ) {
        const page = await t.as(by).chat.members({ conversationId, limit: 3, ...(cursor ? { cursor } : {}) });
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return items;
    };
    expect((await walk(owner)).map(({ profile }) => profile.id)).toEqual([owner, admin, member, other]);
    const reads = async (by: string) => (await walk(by)).map(({ lastReadSeq }) => lastReadSeq);
    expect(await reads(owner)).toEqual([2, null, null, null]);
    await t.as(member).chat.acceptRequest({ conversationId });
    expect(await reads(owner)).toEqual([2, null, 1, null]);
    await t.app.sql.raw('insert into privacy_setting (profile_id, read_receipts) values ($1, false)', [owner]);
    expect(await reads(owner)).toEqual([2, null, null, null]);
    expect(await reads(member)).toEqual([null, null, 1, null]);
    await t.app.sql.raw('update profile set hidden_at = now() where id = $1', [admin]);
    expect((await walk(owner)).map(({ profile }) => profile.id)).toEqual([owner, member, other]);
    await expect(t.as(stranger).chat.members({ conversationId })).rejects.toEqual(refused('not_found'));
    await expect(t.as(owner).chat.members({ conversationId, cursor: 'x' })).rejects.toEqual(refused('bad_cursor'));
  });
});
