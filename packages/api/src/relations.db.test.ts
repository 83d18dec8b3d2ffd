import { type Caller, createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from './kernel/id.ts';
import { listProcedures } from './kernel/procedures.ts';
import { domainErrorOf } from './kernel/trpc-errors.ts';
import { appRouter } from './router.ts';

/** How the caller stands to the one whom a call concerns; the last is that one himself. */
const relations = ['stranger', 'blocked', 'blocker', 'pending', 'follower', 'friend', 'owner'] as const;
type Relation = (typeof relations)[number];

/**
 * What each is told, in the order of `relations`: first where the owner's profile is open, then where it is private.
 * 404: it is not there for him. 403: it is, and is not his. 400: it is there, and cannot be done. 409: it is so already.
 */
const table = `
call                   | stranger blocked blocker pending follower friend owner | stranger blocked blocker pending follower friend owner
graph.follow           | ok       404     400     ok      ok       ok     400   | ok       404     400     ok      ok       ok     400
graph.unfollow         | ok       404     ok      ok      ok       ok     400   | ok       404     ok      ok      ok       ok     400
graph.removeFollower   | ok       404     ok      ok      ok       ok     400   | ok       404     ok      ok      ok       ok     400
graph.block            | ok       ok      ok      ok      ok       ok     400   | ok       ok      ok      ok      ok       ok     400
graph.unblock          | ok       ok      ok      ok      ok       ok     400   | ok       ok      ok      ok      ok       ok     400
graph.mute             | ok       404     ok      ok      ok       ok     400   | ok       404     ok      ok      ok       ok     400
graph.unmute           | ok       ok      ok      ok      ok       ok     400   | ok       ok      ok      ok      ok       ok     400
graph.approveFollow    | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
graph.rejectFollow     | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
friends.request        | ok       404     400     ok      ok       409    400   | ok       404     400     ok      ok       409    400
friends.remove         | ok       404     ok      ok      ok       ok     400   | ok       404     ok      ok      ok       ok     400
friends.accept         | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
friends.reject         | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
friends.cancel         | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
posts.create           | ok       404     404     ok      ok       ok     ok    | 404      404     404     404     ok       404    ok
posts.create#quote     | ok       404     404     ok      ok       ok     ok    | 404      404     404     404     400      404    ok
posts.create#media     | 400      400     400     400     400      400    ok    | 400      400     400     400     400      400    ok
posts.update           | 403      404     404     403     403      403    ok    | 404      404     404     404     403      404    ok
posts.delete           | 403      404     404     403     403      403    ok    | 404      404     404     404     403      404    ok
posts.like             | ok       404     404     ok      ok       ok     ok    | 404      404     404     404     ok       404    ok
posts.unlike           | ok       404     404     ok      ok       ok     ok    | 404      404     404     404     ok       404    ok
posts.repost           | ok       404     404     ok      ok       ok     ok    | 404      404     404     404     400      404    ok
posts.unrepost         | ok       404     404     ok      ok       ok     ok    | 404      404     404     404     ok       404    ok
posts.bookmark         | ok       404     404     ok      ok       ok     ok    | 404      404     404     404     ok       404    ok
posts.unbookmark       | ok       404     404     ok      ok       ok     ok    | 404      404     404     404     ok       404    ok
posts.pin              | 403      404     404     403     403      403    ok    | 404      404     404     404     403      404    ok
posts.unpin            | 403      404     404     403     403      403    ok    | 404      404     404     404     403      404    ok
posts.vote             | ok       404     404     ok      ok       ok     403   | 404      404     404     404     ok       404    403
posts.drafts.create    | 400      400     400     400     400      400    ok    | 400      400     400     400     400      400    ok
posts.drafts.update    | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
posts.drafts.delete    | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
posts.drafts.publish   | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
posts.scheduled.update | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
posts.scheduled.delete | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
groups.create          | 400      400     400     400     400      400    ok    | 400      400     400     400     400      400    ok
groups.update          | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
groups.delete          | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
groups.join            | ok       ok      ok      ok      ok       ok     ok    | ok       ok      ok      ok      ok       ok     ok
groups.leave           | ok       ok      ok      ok      ok       ok     409   | ok       ok      ok      ok      ok       ok     409
groups.acceptInvite    | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
groups.declineInvite   | ok       ok      ok      ok      ok       ok     ok    | ok       ok      ok      ok      ok       ok     ok
groups.invite          | ok       404     404     ok      ok       ok     ok    | ok       404     404     ok      ok       ok     ok
groups.revokeInvite    | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
groups.setRole         | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
groups.removeMember    | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
groups.unban           | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
groups.approveRequest  | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
groups.rejectRequest   | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
groups.removePost      | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
posts.create#group     | 403      403     403     403     403      403    ok    | 403      403     403     403     403      403    ok
chat.open              | ok       404     404     ok      ok       ok     400   | ok       404     404     ok      ok       ok     400
chat.createGroup       | ok       404     404     ok      ok       ok     400   | ok       404     404     ok      ok       ok     400
chat.addMembers        | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.addMembers#user   | ok       404     404     ok      ok       ok     ok    | ok       404     404     ok      ok       ok     ok
chat.update            | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.removeMember      | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.setRole           | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.leave             | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.mute              | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.unmute            | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.acceptRequest     | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.declineRequest    | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.send              | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.markRead          | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.typing            | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.edit              | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.delete            | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.react             | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.unreact           | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
chat.send#media        | 400      400     400     400     400      400    ok    | 400      400     400     400     400      400    ok
media.update           | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
media.delete           | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
me.update              | 400      400     400     400     400      400    ok    | 400      400     400     400     400      400    ok
notifications.markRead | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
notifications.delete   | 404      404     404     404     404      404    ok    | 404      404     404     404     404      404    ok
`;

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

type Thing = (owner: string, third: string) => Promise<string>;
/** The conversation and the member that a word of the thing `talk` names. */
function inTalk(word: string): { conversationId: string; userId: string } {
  const [conversationId = '', userId = ''] = word.split(' ');
  return { conversationId, userId };
}
const later = () => new Date(Date.now() + 86_400_000);
/** A group that somebody owns, and others are in. */
async function groupOf(owner: string, ...members: string[]): Promise<string> {
  const { id } = await t.as(owner).groups.create({ name: 'theirs' });
  for (const one of members) await t.as(one).groups.join({ id });
  return id;
}

const things = {
  user: async (owner) => owner,
  post: async (owner) => (await t.as(owner).posts.create({ text: 'theirs' })).id,
  poll: async (owner) => (await t.as(owner).posts.create({ text: 'theirs', poll: { options: ['a', 'b'] } })).id,
  draft: async (owner) => (await t.as(owner).posts.drafts.create({ text: 'theirs' })).id,
  scheduled: async (owner) => (await t.as(owner).posts.create({ text: 'theirs', scheduledAt: later() })).id,
  talk: async (owner, third) => {
    const { id } = await t.as(owner).chat.createGroup({ title: 'theirs', userIds: [third] });
    return `${id} ${third}`;
  },
  message: async (owner, third) => {
    const { conversationId } = inTalk(await things.talk(owner, third));
    return (await t.as(owner).chat.send({ conversationId, text: 'theirs', clientId: 'x' })).id;
  },
  talkRequest: async (owner, third) => (await t.as(third).chat.createGroup({ title: 'theirs', userIds: [owner] })).id,
  media: async (owner) => {
    const id = newId();
    const values = `insert into media (id, owner_id, kind, mime, bytes, status) values ($1, $2, 'image', 'image/webp', 1, 'ready')`;
    await t.app.sql.raw(values, [id, owner]);
    return id;
  },
  notification: async (owner, third) => {
    await t.as(third).posts.like({ id: await things.post(owner) });
    return (await t.as(owner).notifications.list({})).items[0]?.id ?? '';
  },
  friendRequest: async (owner, third) => (await t.as(third).friends.request({ userId: owner })).id,
  friendRequestSent: async (owner, third) => (await t.as(owner).friends.request({ userId: third })).id,
  group: (owner) => groupOf(owner),
  groupMember: async (owner, third) => `${await groupOf(owner, third)} ${third}`,
  groupRequest: async (owner, third) => {
    const { id } = await t.as(owner).groups.create({ name: 'theirs', joining: 'request' });
    await t.as(third).groups.join({ id });
    return `${id} ${third}`;
  },
  groupPost: async (owner, third) => {
    const groupId = await groupOf(owner, third);
    return `${groupId} ${(await t.as(third).posts.create({ text: 'theirs', groupId })).id}`;
  },
  followRequest: async (owner, third) => {
    await t.as(owner).me.update({ isPrivate: true });
    await t.as(third).graph.follow({ userId: owner });
    const { items } = await t.as(owner).graph.followRequests({});
    await t.as(owner).me.update({ isPrivate: false });
    return items.find(({ follower }) => follower.id === third)?.id ?? '';
  },
} satisfies Record<string, Thing>;

interface Deed {
  thing: keyof typeof things;
  act: (as: Caller, id: string) => Promise<unknown>;
}

const deed = (thing: keyof typeof things, act: Deed['act']): Deed => ({ thing, act });
const text = 'mine now';
/** A person or a post in a group, as one word. */
const inGroup = (word: string) => ({ id: word.slice(0, 36), userId: word.slice(37), postId: word.slice(37) });
const person = (word: string) => ({ id: inGroup(word).id, userId: inGroup(word).userId });
const deeds: Record<string, Deed> = {
  'graph.follow': deed('user', (as, userId) => as.graph.follow({ userId })),
  'graph.unfollow': deed('user', (as, userId) => as.graph.unfollow({ userId })),
  'graph.removeFollower': deed('user', (as, userId) => as.graph.removeFollower({ userId })),
  'graph.block': deed('user', (as, userId) => as.graph.block({ userId })),
  'graph.unblock': deed('user', (as, userId) => as.graph.unblock({ userId })),
  'graph.mute': deed('user', (as, userId) => as.graph.mute({ userId })),
  'graph.unmute': deed('user', (as, userId) => as.graph.unmute({ userId })),
  'graph.approveFollow': deed('followRequest', (as, id) => as.graph.approveFollow({ id })),
  'graph.rejectFollow': deed('followRequest', (as, id) => as.graph.rejectFollow({ id })),
  'friends.request': deed('user', (as, userId) => as.friends.request({ userId })),
  'friends.remove': deed('user', (as, userId) => as.friends.remove({ userId })),
  'friends.accept': deed('friendRequest', (as, requestId) => as.friends.accept({ requestId })),
  'friends.reject': deed('friendRequest', (as, requestId) => as.friends.reject({ requestId })),
  'friends.cancel': deed('friendRequestSent', (as, requestId) => as.friends.cancel({ requestId })),
  'posts.create': deed('post', (as, replyToId) => as.posts.create({ text, replyToId })),
  'posts.create#quote': deed('post', (as, quoteOfId) => as.posts.create({ text, quoteOfId })),
  'posts.create#media': deed('media', (as, id) => as.posts.create({ text, mediaIds: [id] })),
  'posts.update': deed('post', (as, id) => as.posts.update({ id, text, version: 1 })),
  'posts.delete': deed('post', (as, id) => as.posts.delete({ id })),
  'posts.like': deed('post', (as, id) => as.posts.like({ id })),
  'posts.unlike': deed('post', (as, id) => as.posts.unlike({ id })),
  'posts.repost': deed('post', (as, id) => as.posts.repost({ id })),
  'posts.unrepost': deed('post', (as, id) => as.posts.unrepost({ id })),
  'posts.bookmark': deed('post', (as, id) => as.posts.bookmark({ id })),
  'posts.unbookmark': deed('post', (as, id) => as.posts.unbookmark({ id })),
  'posts.pin': deed('post', (as, id) => as.posts.pin({ id })),
  'posts.unpin': deed('post', (as, id) => as.posts.unpin({ id })),
  'posts.vote': deed('poll', (as, postId) => as.posts.vote({ postId, choices: [0] })),
  'posts.drafts.create': deed('media', (as, id) => as.posts.drafts.create({ text, mediaIds: [id] })),
  'posts.drafts.update': deed('draft', (as, id) => as.posts.drafts.update({ id, content: { text } })),
  'posts.drafts.delete': deed('draft', (as, id) => as.posts.drafts.delete({ id })),
  'posts.drafts.publish': deed('draft', (as, id) => as.posts.drafts.publish({ id })),
  'posts.scheduled.update': deed('scheduled', (as, id) => as.posts.scheduled.update({ id, content: { text } })),
  'posts.scheduled.delete': deed('scheduled', (as, id) => as.posts.scheduled.delete({ id })),
  'groups.create': deed('media', (as, avatarId) => as.groups.create({ name: text, avatarId })),
  'groups.update': deed('group', (as, id) => as.groups.update({ id, name: text })),
  'groups.delete': deed('group', (as, id) => as.groups.delete({ id })),
  'groups.join': deed('group', (as, id) => as.groups.join({ id })),
  'groups.leave': deed('group', (as, id) => as.groups.leave({ id })),
  'groups.acceptInvite': deed('group', (as, id) => as.groups.acceptInvite({ id })),
  'groups.declineInvite': deed('group', (as, id) => as.groups.declineInvite({ id })),
  'groups.invite': deed('user', async (as, userId) => {
    const { id } = await as.groups.create({ name: text });
    return as.groups.invite({ id, userId });
  }),
  'groups.revokeInvite': deed('groupMember', (as, id) => as.groups.revokeInvite(person(id))),
  'groups.setRole': deed('groupMember', (as, id) => as.groups.setRole({ ...person(id), role: 'moderator' })),
  'groups.removeMember': deed('groupMember', (as, id) => as.groups.removeMember(person(id))),
  'groups.unban': deed('groupMember', (as, id) => as.groups.unban(person(id))),
  'groups.approveRequest': deed('groupRequest', (as, id) => as.groups.approveRequest(person(id))),
  'groups.rejectRequest': deed('groupRequest', (as, id) => as.groups.rejectRequest(person(id))),
  'groups.removePost': deed('groupPost', (as, word) => {
    const { id, postId } = inGroup(word);
    return as.groups.removePost({ id, postId });
  }),
  'posts.create#group': deed('group', (as, groupId) => as.posts.create({ text, groupId })),
  'chat.open': deed('user', (as, userId) => as.chat.open({ userId })),
  'chat.createGroup': deed('user', (as, userId) => as.chat.createGroup({ title: text, userIds: [userId] })),
  'chat.addMembers': deed('talk', (as, word) => {
    const { conversationId, userId } = inTalk(word);
    return as.chat.addMembers({ conversationId, userIds: [userId] });
  }),
  'chat.addMembers#user': deed('user', async (as, userId) => {
    const [other] = Object.values(await invitePeople(t.app, `other_${serial}`));
    const { id } = await as.chat.createGroup({ title: text, userIds: [other ?? ''] });
    return as.chat.addMembers({ conversationId: id, userIds: [userId] });
  }),
  'chat.update': deed('talk', (as, word) =>
    as.chat.update({ conversationId: inTalk(word).conversationId, title: text }),
  ),
  'chat.removeMember': deed('talk', (as, word) => as.chat.removeMember(inTalk(word))),
  'chat.setRole': deed('talk', (as, word) => as.chat.setRole({ ...inTalk(word), role: 'admin' })),
  'chat.leave': deed('talk', (as, word) => as.chat.leave({ conversationId: inTalk(word).conversationId })),
  'chat.mute': deed('talk', (as, word) => as.chat.mute({ conversationId: inTalk(word).conversationId })),
  'chat.unmute': deed('talk', (as, word) => as.chat.unmute({ conversationId: inTalk(word).conversationId })),
  'chat.acceptRequest': deed('talkRequest', (as, conversationId) => as.chat.acceptRequest({ conversationId })),
  'chat.declineRequest': deed('talkRequest', (as, conversationId) => as.chat.declineRequest({ conversationId })),
  'chat.send': deed('talk', (as, word) =>
    as.chat.send({ conversationId: inTalk(word).conversationId, text, clientId: 'mine' }),
  ),
  'chat.markRead': deed('talk', (as, word) =>
    as.chat.markRead({ conversationId: inTalk(word).conversationId, seq: 1 }),
  ),
  'chat.typing': deed('talk', (as, word) => as.chat.typing({ conversationId: inTalk(word).conversationId })),
  'chat.edit': deed('message', (as, id) => as.chat.edit({ id, text })),
  'chat.delete': deed('message', (as, id) => as.chat.delete({ id })),
  'chat.react': deed('message', (as, id) => as.chat.react({ id, emoji: '👍' })),
  'chat.unreact': deed('message', (as, id) => as.chat.unreact({ id, emoji: '👍' })),
  'chat.send#media': deed('media', async (as, mediaId) => {
    const [other] = Object.values(await invitePeople(t.app, `reader_${serial}`));
    const { id: conversationId } = await as.chat.createGroup({ title: text, userIds: [other ?? ''] });
    return as.chat.send({ conversationId, mediaIds: [mediaId], clientId: 'mine' });
  }),
  'media.update': deed('media', (as, id) => as.media.update({ id, alt: text })),
  'media.delete': deed('media', (as, id) => as.media.delete({ id })),
  'me.update': deed('media', (as, avatarId) => as.me.update({ avatarId })),
  'notifications.markRead': deed('notification', (as, id) => as.notifications.markRead({ ids: [id] })),
  'notifications.delete': deed('notification', (as, id) => as.notifications.delete({ id })),
};

const codes: Record<string, string> = {
  not_found: '404',
  not_owner: '403',
  role_required: '403',
  own_poll: '403',
  validation_failed: '400',
  already_friends: '409',
  last_owner: '409',
};

/** Makes a caller and an owner who stand so, with the thing of the deed; answers what the caller is told. */
async function outcomeOf({ thing, act }: Deed, relation: Relation, isPrivate: boolean): Promise<string> {
  serial += 1;
  const names = ['caller', 'owner', 'third'].map((name) => `${name}_${serial}`);
  const [caller = '', owner = '', third = ''] = Object.values(await invitePeople(t.app, ...names));
  const id = await things[thing](owner, third);
  if (relation === 'follower') await t.as(caller).graph.follow({ userId: owner });
  if (relation === 'blocked') await t.as(owner).graph.block({ userId: caller });
  if (relation === 'blocker') await t.as(caller).graph.block({ userId: owner });
  if (relation === 'friend') {
    const request = await t.as(caller).friends.request({ userId: owner });
    await t.as(owner).friends.accept({ requestId: request.id });
  }
  if (relation === 'pending' || isPrivate) await t.as(owner).me.update({ isPrivate: true });
  if (relation === 'pending') await t.as(caller).graph.follow({ userId: owner });
  if (relation === 'pending' && !isPrivate) await t.as(owner).me.update({ isPrivate: false });
  return act(t.as(relation === 'owner' ? owner : caller), id).then(
    () => 'ok',
    (error: unknown) => {
      const reason = domainErrorOf(error)?.reason ?? String(error);
      return codes[reason] ?? reason;
    },
  );
}

const expected = new Map(
  table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/[\s|]+/))
    .map(([call = '', ...cells]) => [call, cells]),
);

describe.each(Object.entries(deeds))('%s', (call, one) => {
  test('answers each as the table says', async () => {
    const told: string[] = [];
    for (const isPrivate of [false, true])
      for (const relation of relations) told.push(await outcomeOf(one, relation, isPrivate));
    expect(told).toEqual(expected.get(call));
  });
});

/** What names nothing of anybody else: an own session or token, and up to which own notification. */
const ofNobodyElse = ['auth.revokeSession', 'tokens.revoke', 'notifications.markAllRead'];
const namesThings = /"(id|\w+Id|ids|\w+Ids)":\{/;

test('no mutation that names a person or a thing is missing', () => {
  const named = listProcedures(appRouter).filter(
    ({ type, inputs: [input] }) => type === 'mutation' && input && namesThings.test(JSON.stringify(schemaOf(input))),
  );
  expect(named.length).toBeGreaterThan(30);
  const missing = named.map(({ path }) => path).filter((path) => !(path in deeds) && !ofNobodyElse.includes(path));
  expect(missing).toEqual([]);
  expect([...expected.keys()]).toEqual(Object.keys(deeds));
});

function schemaOf(input: z.ZodType): unknown {
  return z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
}
