import type { GroupJoining, GroupVisibility } from '@rookery/contract';
import { type Caller, createTestApp, findDrift, invitePeople, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

interface Cast {
  owner: string;
  mod: string;
  member: string;
  stranger: string;
  id: string;
}

/** A group with one of each. */
async function newGroup(visibility: GroupVisibility = 'public', joining: GroupJoining = 'open'): Promise<Cast> {
  serial += 1;
  const names = ['owner', 'mod', 'member', 'stranger'].map((name) => `${name}_${serial}`);
  const [owner = '', mod = '', member = '', stranger = ''] = Object.values(await invitePeople(t.app, ...names));
  const { id } = await t.as(owner).groups.create({ name: `Group ${serial}`, visibility, joining });
  for (const one of [mod, member]) {
    await t.as(owner).groups.invite({ id, userId: one });
    await t.as(one).groups.acceptInvite({ id });
  }
  await t.as(owner).groups.setRole({ id, userId: mod, role: 'moderator' });
  return { owner, mod, member, stranger, id };
}

const reasonOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { cause?: { reason?: string } }) => error.cause?.reason ?? String(error),
  );
const roleOf = async (id: string, who: string) => (await t.as(who).groups.get({ id })).viewer?.role;
const namesIn = async (as: Caller, id: string) =>
  (await as.groups.members({ id })).items.map(({ profile, role }) => `${profile.username.split('_')[0]} ${role}`);
const told = async (who: string) =>
  (await t.as(who).notifications.list({})).items.map(({ type, groupId, actorCount }) => [type, groupId, actorCount]);

describe('a group', () => {
  test('is begun by its first owner, and is there for everybody', async () => {
    const { ann } = await invitePeople(t.app, 'ann');
    const made = await t.as(ann).groups.create({ name: '  Herons  ', description: 'Long\nlegs' });
    expect(made).toMatchObject({ name: 'Herons', description: 'Long\nlegs', avatar: null, visibility: 'public' });
    expect(made).toMatchObject({ joining: 'open', memberCount: 1, postCount: 0 });
    expect(made.viewer).toEqual({ role: 'owner', requested: false, invited: false });
    expect(await t.as(null).groups.get({ id: made.id })).toEqual({ ...made, viewer: null });
    expect(await reasonOf(t.as(null).groups.get({ id: newId() }))).toBe('not_found');
  });

  test('is changed by its owner alone, as far as is said', async () => {
    const { owner, mod, member, stranger, id } = await newGroup();
    const changed = await t.as(owner).groups.update({ id, name: 'Other', joining: 'request' });
    expect(changed).toMatchObject({ name: 'Other', joining: 'request', visibility: 'public', description: '' });
    for (const one of [mod, member, stranger])
      expect(await reasonOf(t.as(one).groups.update({ id, name: 'Mine' }))).toBe('role_required');
    expect(await reasonOf(t.as(owner).groups.update({ id: newId(), name: 'Mine' }))).toBe('not_found');
  });

  test.each([{ name: '' }, { name: 'x'.repeat(51) }, { name: 'x', description: 'x'.repeat(501) }, { name: 'a\nb' }])(
    'is not begun with %j',
    async (input) => {
      const { owner } = await newGroup();
      await expect(t.as(owner).groups.create(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    },
  );

  test('shows pictures of its owner, openly as long as it is public', async () => {
    const { owner, stranger, id } = await newGroup();
    const upload = async (by: string) =>
      (await t.as(by).media.upload({ file: new File([testPng()], 'a.png'), alt: 'a heron' })).id;
    const avatarId = await upload(owner);
    const { avatar } = await t.as(owner).groups.update({ id, avatarId });
    expect([avatar?.id, avatar?.url.includes('?')]).toEqual([avatarId, false]);
    expect(await t.app.mayServeOpenly(avatarId)).toBe(true);
    const hidden = await t.as(owner).groups.update({ id, visibility: 'private' });
    expect([hidden.avatar?.url.includes('?'), await t.app.mayServeOpenly(avatarId)]).toEqual([true, false]);
    expect(await reasonOf(t.as(stranger).media.get({ id: avatarId }))).toBe('not_found');
    expect(await reasonOf(t.as(owner).groups.update({ id, bannerId: await upload(stranger) }))).toBe(
      'validation_failed',
    );
    expect((await t.as(owner).groups.update({ id, avatarId: null })).avatar).toBeNull();
  });

  test('is one of a hundred that somebody may own', async () => {
    const { rich, poor } = await invitePeople(t.app, 'rich', 'poor');
    await t.app.sql.raw(
      `with made as (insert into community (id, name, member_count) select uuidv7(), 'g', 1 from generate_series(1, 99) returning id)
       insert into community_member (community_id, profile_id, id, role) select id, $1, uuidv7(), 'owner' from made`,
      [rich],
    );
    const answers = await Promise.all([1, 2, 3].map(() => reasonOf(t.as(rich).groups.create({ name: 'one more' }))));
    expect(answers.toSorted()).toEqual(['limit_reached', 'limit_reached', 'ok']);
    const { id } = await t.as(poor).groups.create({ name: 'theirs' });
    await t.as(rich).groups.join({ id });
    expect(await reasonOf(t.as(poor).groups.setRole({ id, userId: rich, role: 'owner' }))).toBe('limit_reached');
  });
});

describe('joining', () => {
  test('an open group makes a member at once, however often it is said', async () => {
    const { stranger, id } = await newGroup();
    for (const _ of [1, 2]) {
      const joined = await t.as(stranger).groups.join({ id });
      expect([joined.memberCount, joined.viewer?.role]).toEqual([4, 'member']);
    }
  });

  test('by request waits for the staff, who are told and answer', async () => {
    const { owner, mod, member, stranger, id } = await newGroup('public', 'request');
    for (const _ of [1, 2])
      expect((await t.as(stranger).groups.join({ id })).viewer).toEqual({
        role: null,
        requested: true,
        invited: false,
      });
    for (const one of [owner, mod]) expect(await told(one)).toContainEqual(['group_join_request', id, 1]);
    expect(await told(member)).toEqual([]);
    expect((await t.as(mod).groups.requests({ id })).items.map(({ profile }) => profile.id)).toEqual([stranger]);
    for (const one of [member, stranger]) {
      expect(await reasonOf(t.as(one).groups.requests({ id }))).toBe('role_required');
      expect(await reasonOf(t.as(one).groups.approveRequest({ id, userId: stranger }))).toBe('role_required');
    }
    for (const _ of [1, 2]) await t.as(mod).groups.approveRequest({ id, userId: stranger });
    expect(await roleOf(id, stranger)).toBe('member');
    expect((await t.as(mod).groups.requests({ id })).items).toEqual([]);
    for (const one of [owner, mod]) expect(await told(one)).not.toContainEqual(['group_join_request', id, 1]);
    expect(await reasonOf(t.as(mod).groups.rejectRequest({ id, userId: stranger }))).toBe('not_found');
    expect(await reasonOf(t.as(mod).groups.approveRequest({ id, userId: newId() }))).toBe('not_found');
  });

  test('requests of several fold into one that the staff is told, and go with those that are taken back', async () => {
    const { owner, stranger, id } = await newGroup('public', 'request');
    const { extra } = await invitePeople(t.app, 'extra');
    for (const one of [stranger, extra]) await t.as(one).groups.join({ id });
    expect(await told(owner)).toEqual([['group_join_request', id, 2]]);
    for (const _ of [1, 2]) await t.as(extra).groups.leave({ id });
    expect(await told(owner)).toEqual([['group_join_request', id, 1]]);
    await t.as(owner).groups.rejectRequest({ id, userId: stranger });
    expect(await told(owner)).toEqual([]);
    expect((await t.as(stranger).groups.get({ id })).viewer?.requested).toBe(false);
  });

  test('by invitation alone needs one', async () => {
    const { owner, member, stranger, id } = await newGroup('public', 'invite');
    expect(await reasonOf(t.as(stranger).groups.join({ id }))).toBe('invite_required');
    expect(await reasonOf(t.as(member).groups.invite({ id, userId: stranger }))).toBe('role_required');
    for (const _ of [1, 2]) await t.as(owner).groups.invite({ id, userId: stranger });
    expect(await told(stranger)).toEqual([['group_invite', id, 1]]);
    const [invite] = (await t.as(stranger).groups.invites({})).items;
    expect([invite?.group.id, invite?.inviter?.id]).toEqual([id, owner]);
    expect((await t.as(stranger).groups.join({ id })).viewer).toEqual({
      role: 'member',
      requested: false,
      invited: false,
    });
    expect([await told(stranger), (await t.as(stranger).groups.invites({})).items]).toEqual([[], []]);
    expect((await t.as(stranger).groups.acceptInvite({ id })).viewer?.role).toBe('member');
  });

  test('an invitation is declined or taken back, and the private group is there no more', async () => {
    const { owner, mod, stranger, id } = await newGroup('private', 'invite');
    expect(await reasonOf(t.as(stranger).groups.get({ id }))).toBe('not_found');
    for (const end of [
      () => t.as(stranger).groups.declineInvite({ id }),
      () => t.as(mod).groups.revokeInvite({ id, userId: stranger }),
    ]) {
      await t.as(owner).groups.invite({ id, userId: stranger });
      expect((await t.as(stranger).groups.get({ id })).viewer?.invited).toBe(true);
      expect(await reasonOf(t.as(stranger).groups.members({ id }))).toBe('not_found');
      expect(await reasonOf(t.as(stranger).feed.group({ groupId: id }))).toBe('not_found');
      await end();
      expect(await reasonOf(t.as(stranger).groups.get({ id }))).toBe('not_found');
      expect(await reasonOf(t.as(stranger).groups.acceptInvite({ id }))).toBe('not_found');
      expect(await reasonOf(t.as(stranger).groups.declineInvite({ id }))).toBe('not_found');
      expect(await told(stranger)).toEqual([]);
    }
    await t.as(mod).groups.revokeInvite({ id, userId: stranger });
  });

  test('nobody is invited across a block, nor somebody who is not there', async () => {
    const { owner, member, stranger, id } = await newGroup();
    await t.as(stranger).graph.block({ userId: owner });
    await t.as(member).graph.block({ userId: stranger });
    for (const [who, userId] of [
      [owner, stranger],
      [member, stranger],
      [owner, newId()],
    ] as const)
      expect(await reasonOf(t.as(who).groups.invite({ id, userId }))).toBe('not_found');
    const { mild } = await invitePeople(t.app, 'mild');
    await t.as(member).groups.invite({ id, userId: mild });
    await t.as(mild).graph.block({ userId: member });
    expect((await t.as(mild).groups.invites({})).items[0]?.inviter).toBeNull();
    expect(await told(mild)).toEqual([]);
  });
});

describe('leaving', () => {
  test('is said as often as one likes, and a private group is gone then', async () => {
    const { member, id, owner } = await newGroup();
    for (const _ of [1, 2]) expect(await t.as(member).groups.leave({ id })).toEqual({ ok: true });
    expect((await t.as(owner).groups.get({ id })).memberCount).toBe(2);
    const hidden = await newGroup('private');
    await t.as(hidden.member).groups.leave({ id: hidden.id });
    for (const call of [
      t.as(hidden.member).groups.leave,
      t.as(hidden.member).groups.join,
      t.as(hidden.member).groups.get,
    ])
      expect(await reasonOf(call({ id: hidden.id }))).toBe('not_found');
  });

  test('is refused to the last owner, alone or not, until another is one', async () => {
    const { owner, mod, id } = await newGroup();
    expect(await reasonOf(t.as(owner).groups.leave({ id }))).toBe('last_owner');
    expect(await reasonOf(t.as(owner).groups.setRole({ id, userId: owner, role: 'member' }))).toBe('last_owner');
    for (const _ of [1, 2]) await t.as(owner).groups.setRole({ id, userId: mod, role: 'owner' });
    await t.as(owner).groups.leave({ id });
    expect([await roleOf(id, mod), await roleOf(id, owner)]).toEqual(['owner', null]);
    const { hermit } = await invitePeople(t.app, 'hermit');
    const own = await t.as(hermit).groups.create({ name: 'alone' });
    expect(await reasonOf(t.as(hermit).groups.leave({ id: own.id }))).toBe('last_owner');
  });
});

describe('staff', () => {
  test('removes members, each as far as the table says', async () => {
    const { owner, mod, member, stranger, id } = await newGroup();
    await t.as(stranger).groups.join({ id });
    await t.as(owner).groups.setRole({ id, userId: stranger, role: 'moderator' });
    expect(await reasonOf(t.as(mod).groups.removeMember({ id, userId: stranger }))).toBe('role_required');
    expect(await reasonOf(t.as(mod).groups.removeMember({ id, userId: owner }))).toBe('role_required');
    expect(await reasonOf(t.as(member).groups.removeMember({ id, userId: mod }))).toBe('role_required');
    expect(await reasonOf(t.as(mod).groups.removeMember({ id, userId: mod }))).toBe('validation_failed');
    expect(await reasonOf(t.as(mod).groups.removeMember({ id, userId: member }))).toBe('ok');
    expect(await reasonOf(t.as(mod).groups.removeMember({ id, userId: member }))).toBe('not_found');
    expect(await reasonOf(t.as(owner).groups.removeMember({ id, userId: stranger }))).toBe('ok');
    expect(await namesIn(t.as(null), id)).toEqual(['mod moderator', 'owner owner']);
    expect((await t.as(member).groups.join({ id })).viewer?.role).toBe('member');
  });

  test('bans whom it removes, who comes back only when the ban is lifted', async () => {
    const { owner, mod, member, stranger, id } = await newGroup();
    await t.as(mod).groups.removeMember({ id, userId: member, ban: true });
    await t.as(mod).groups.removeMember({ id, userId: stranger, ban: true });
    expect(await reasonOf(t.as(mod).groups.removeMember({ id, userId: newId(), ban: true }))).toBe('not_found');
    for (const one of [member, stranger]) expect(await reasonOf(t.as(one).groups.join({ id }))).toBe('banned');
    expect(await reasonOf(t.as(owner).groups.invite({ id, userId: member }))).toBe('banned');
    expect((await t.as(mod).groups.bans({ id })).items.map(({ profile }) => profile.id)).toEqual([stranger, member]);
    expect(await reasonOf(t.as(member).groups.bans({ id }))).toBe('role_required');
    expect(await reasonOf(t.as(member).groups.unban({ id, userId: member }))).toBe('role_required');
    for (const _ of [1, 2]) await t.as(mod).groups.unban({ id, userId: member });
    expect((await t.as(member).groups.join({ id })).viewer?.role).toBe('member');
  });

  test('lists of people leave out whom the viewer may not meet, and know their roles', async () => {
    const { owner, mod, member, id } = await newGroup();
    expect(await namesIn(t.as(null), id)).toEqual(['member member', 'mod moderator', 'owner owner']);
    await t.as(member).graph.block({ userId: owner });
    expect(await namesIn(t.as(owner), id)).toEqual(['mod moderator', 'owner owner']);
    expect(await namesIn(t.as(member), id)).toEqual(['member member', 'mod moderator']);
    const staff = await t.as(mod).groups.members({ id, role: 'moderator' });
    expect(staff.items.map(({ profile }) => profile.id)).toEqual([mod]);
  });
});

describe('the list of groups', () => {
  test('holds public ones, and private ones of the caller or into which he is invited', async () => {
    const open = await newGroup('public');
    const shut = await newGroup('private');
    const idsOf = async (who: string | null, mine = false) =>
      (await t.as(who).groups.list({ limit: 100, mine })).items.map(({ id }) => id);
    expect(await idsOf(null)).toContain(open.id);
    expect(await idsOf(null)).not.toContain(shut.id);
    expect(await idsOf(open.stranger)).not.toContain(shut.id);
    expect(await idsOf(shut.member)).toEqual(expect.arrayContaining([open.id, shut.id]));
    expect(await idsOf(shut.member, true)).toEqual([shut.id]);
    expect(await idsOf(null, true)).toEqual([]);
    await t.as(shut.owner).groups.invite({ id: shut.id, userId: open.stranger });
    expect(await idsOf(open.stranger)).toContain(shut.id);
    expect(await idsOf(open.stranger, true)).toEqual([]);
  });

  test('finds by the start of a word in the name what is there for the caller', async () => {
    const { owner, stranger, id } = await newGroup('private');
    await t.as(owner).groups.update({ id, name: 'The Übermut Choir' });
    const find = async (who: string, query: string, mine = false) =>
      (await t.as(who).groups.list({ query, mine })).items.map((group) => group.id);
    for (const query of ['uber', 'choi', 'the choir']) {
      expect(await find(owner, query)).toEqual([id]);
      expect(await find(owner, query, true)).toEqual([id]);
      expect(await find(stranger, query)).toEqual([]);
    }
    await t.as(owner).groups.update({ id, visibility: 'public' });
    expect([await find(stranger, 'UBERM'), await find(stranger, 'uberm', true)]).toEqual([[id], []]);
  });
});

test('nothing has drifted after all of it', async () => {
  await t.drain();
  expect(await findDrift(t.app.sql)).toEqual({});
});
