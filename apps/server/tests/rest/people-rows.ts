import { type MakeInput, of, owned, page, type Row, type Rows } from './row.ts';
import { group } from './stage.ts';

const theOwner: MakeInput = ({ people: { owner } }) => ({ id: owner.id });
const pageOfOwner = of((s, me) => ({ ...theOwner(s, me), limit: 2 }));
const somebodyNew = of(async ({ extra }) => ({ userId: await extra() }));

/** Somebody new, whom the owner did something to before. */
const after = (act: (as: ReturnType<Parameters<MakeInput>[0]['t']['as']>, userId: string) => Promise<unknown>): Row =>
  of(async ({ t, people: { owner }, extra }) => {
    const userId = await extra();
    await act(t.as(owner.id), userId);
    return { userId };
  });

const followRequest = owned('recluse', async ({ t, people: { recluse }, extra }) => {
  await t.as(await extra()).graph.follow({ userId: recluse.id });
  const [newest] = (await t.as(recluse.id).graph.followRequests({ limit: 1 })).items;
  return { id: newest?.id };
});

const friendRequest = of(async ({ t, people: { owner }, extra }) => {
  const { id } = await t.as(await extra()).friends.request({ userId: owner.id });
  return { requestId: id };
});

/** Profiles, and how people stand to one another. */
export const peopleRows: Rows = {
  'users.list': of(() => ({ query: 'person', limit: 3 })),
  'users.get': of(theOwner),
  'users.get GET /users/by-username/{username}': of(({ people: { owner } }) => ({ username: owner.username })),
  'users.followers': pageOfOwner,
  'users.following': pageOfOwner,
  'users.friends': pageOfOwner,
  'users.mutuals': pageOfOwner,
  'users.suggestions': page,
  'users.posts': of((s, me) => ({ ...theOwner(s, me), with: 'replies', limit: 2 })),
  'users.presence': of(({ people: { owner, friend } }) => ({ ids: [owner.id, friend.id] })),
  'graph.follow': somebodyNew,
  'graph.unfollow': after((as, userId) => as.graph.follow({ userId })),
  'graph.followRequests': { ...page, owner: 'recluse' },
  'graph.approveFollow': followRequest,
  'graph.rejectFollow': followRequest,
  'graph.removeFollower': of(async ({ t, people: { owner }, extra }) => {
    const userId = await extra();
    await t.as(userId).graph.follow({ userId: owner.id });
    return { userId };
  }),
  'graph.block': somebodyNew,
  'graph.unblock': after((as, userId) => as.graph.block({ userId })),
  'graph.blocks': page,
  'graph.mute': of(async ({ extra }) => ({ userId: await extra(), until: new Date('2030-01-02T03:04:05.678Z') })),
  'graph.unmute': after((as, userId) => as.graph.mute({ userId })),
  'graph.mutes': page,
  'friends.request': somebodyNew,
  'friends.accept': friendRequest,
  'friends.reject': friendRequest,
  'friends.cancel': of(async ({ t, people: { owner }, extra }) => {
    const { id } = await t.as(owner.id).friends.request({ userId: await extra() });
    return { requestId: id };
  }),
  'friends.requests': of(() => ({ direction: 'incoming', status: 'pending', limit: 2 })),
  'friends.list': page,
  'friends.remove': of(async ({ t, people: { owner }, extra }) => {
    const userId = await extra();
    const { id: requestId } = await t.as(userId).friends.request({ userId: owner.id });
    await t.as(owner.id).friends.accept({ requestId });
    return { userId };
  }),
};

const ownGroup = of(async (s) => ({ id: await group(s, s.people.owner.id) }));

const ownGroupAnd = (more: object): Row => of(async (s) => ({ id: await group(s, s.people.owner.id), ...more }));

const ownGroupPage = of(async (s) => {
  const id = await group(s, s.people.owner.id);
  for (let n = 0; n < 3; n += 1) await s.t.as(await s.extra()).groups.join({ id });
  return { id, limit: 2 };
});

/** A group of the owner with somebody in it, and what was done to that one. */
const withMember = (more: object = {}, banned = false): Row =>
  of(async (s) => {
    const [id, userId] = [await group(s, s.people.owner.id), await s.extra()];
    await s.t.as(userId).groups.join({ id });
    if (banned) await s.t.as(s.people.owner.id).groups.removeMember({ id, userId, ban: true });
    return { id, userId, ...more };
  });

const withInvite = of(async (s) => {
  const [id, userId] = [await group(s, s.people.owner.id), await s.extra()];
  await s.t.as(s.people.owner.id).groups.invite({ id, userId });
  return { id, userId };
});

const invited = of(async (s) => {
  const host = await s.extra();
  const id = await group(s, host);
  await s.t.as(host).groups.invite({ id, userId: s.people.owner.id });
  return { id };
});

const withRequest = of(async (s) => {
  const [id, userId] = [await group(s, s.people.owner.id, { joining: 'request' }), await s.extra()];
  await s.t.as(userId).groups.join({ id });
  return { id, userId };
});

/** Groups and who is in them. */
export const groupRows: Rows = {
  'groups.create': of(() => ({ name: 'Walkers', visibility: 'private', joining: 'request' })),
  'groups.get': ownGroup,
  'groups.update': ownGroupAnd({ name: 'Talkers', avatarId: null }),
  'groups.delete': ownGroup,
  'groups.list': of(() => ({ query: 'group', mine: false, limit: 2 })),
  'groups.join': of(async (s) => ({ id: await group(s, await s.extra()) })),
  'groups.leave': of(async (s) => {
    const id = await group(s, await s.extra());
    await s.t.as(s.people.owner.id).groups.join({ id });
    return { id };
  }),
  'groups.members': ownGroupPage,
  'groups.setRole': withMember({ role: 'moderator' }),
  'groups.removeMember': withMember({ ban: true }),
  'groups.bans': of(async (s) => ({ id: await group(s, s.people.owner.id) })),
  'groups.unban': withMember({}, true),
  'groups.invite': of(async (s) => ({ id: await group(s, s.people.owner.id), userId: await s.extra() })),
  'groups.revokeInvite': withInvite,
  'groups.invites': page,
  'groups.acceptInvite': invited,
  'groups.declineInvite': invited,
  'groups.requests': of(async (s) => ({ id: await group(s, s.people.owner.id, { joining: 'request' }), limit: 2 })),
  'groups.approveRequest': withRequest,
  'groups.rejectRequest': withRequest,
  'groups.removePost': of(async (s) => {
    const [id, userId] = [await group(s, s.people.owner.id), await s.extra()];
    await s.t.as(userId).groups.join({ id });
    const { id: postId } = await s.t.as(userId).posts.create({ text: 'among us', groupId: id });
    return { id, postId };
  }),
  'feed.group': of(async (s) => {
    const groupId = await group(s, s.people.owner.id);
    for (let n = 0; n < 3; n += 1) await s.t.as(s.people.owner.id).posts.create({ text: `among us ${n}`, groupId });
    return { groupId, limit: 2 };
  }),
};
