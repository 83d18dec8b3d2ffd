import { createTestApp, invitePeople, type TestApp, testPng } from '@rookery/testkit';
import { callTRPCProcedure } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RequestContext } from './kernel/context.ts';
import { newId } from './kernel/id.ts';
import { listProcedures } from './kernel/procedures.ts';
import { appRouter } from './router.ts';

/** What fields other than ids are given. */
const fillers: Readonly<Record<string, unknown>> = {
  text: 'x',
  version: 1,
  choices: [0],
  content: { text: 'x' },
  alt: 'x',
  title: 'x',
  clientId: 'x',
  seq: 1,
  emoji: '👍',
  name: 'x',
  role: 'member',
  userId: newId(),
};

/** Calls that may be made upon somebody whom the caller cannot see, and say so in their docs. */
const exempt = new Set(['graph.block', 'graph.unblock', 'graph.unmute']);

const idFields = [
  'id',
  'userId',
  'postId',
  'requestId',
  'ids',
  'replyToId',
  'quoteOfId',
  'avatarId',
  'mediaIds',
  'groupId',
  'conversationId',
  'userIds',
];
const listFields = ['ids', 'mediaIds', 'userIds'];

let t: TestApp;
let stranger: string;
/** A group that the stranger owns, for calls about somebody or something in a group. */
let ownGroup: string;
/** A group conversation that the stranger owns, and somebody in none of his, for calls about a member. */
let ownTalk: { conversationId: string; userIds: string[] };
/** Ids of things that the stranger may not know of. */
let hidden: Record<string, string> = {};

async function setUp(): Promise<void> {
  const people = await invitePeople(t.app, 'owner', 'friend', 'stranger', 'recluse', 'blocker');
  const { owner, friend, recluse, blocker } = people;
  stranger = people.stranger;
  const post = await t.as(owner).posts.create({ text: 'for followers', visibility: 'followers' });
  const poll = { options: ['yes', 'no'] };
  const ofFriends = await t.as(owner).posts.create({ text: 'for friends', visibility: 'friends', poll });
  await t.as(recluse).me.update({ isPrivate: true });
  const ofRecluse = await t.as(recluse).posts.create({ text: 'in private' });
  await t.as(friend).graph.follow({ userId: recluse });
  const [followRequest] = (await t.as(recluse).graph.followRequests({})).items;
  const friendRequest = await t.as(friend).friends.request({ userId: owner });
  await t.as(blocker).graph.block({ userId: stranger });
  const ofBlocker = await t.as(blocker).posts.create({ text: 'behind a block' });
  const gone = await t.as(owner).posts.create({ text: 'soon gone' });
  await t.as(owner).posts.delete({ id: gone.id });
  const draft = await t.as(owner).posts.drafts.create({ text: 'unfinished' });
  const token = await t.as(owner).tokens.create({ name: 'for a program', scopes: ['read'] });
  const later = await t.as(owner).posts.create({ text: 'later', scheduledAt: new Date(Date.now() + 86_400_000) });
  const [notification] = (await t.as(owner).notifications.list({})).items;
  const upload = async (by: string) => {
    const file = new File([testPng()], 'a.png');
    return (await t.as(by).media.upload({ file, alt: 'not for everybody' })).id;
  };
  const unused = await upload(owner);
  const picture = await upload(owner);
  await t.as(owner).posts.create({ text: 'pictured', visibility: 'followers', mediaIds: [picture] });
  const ofBlockerToo = await upload(blocker);
  await t.as(blocker).posts.create({ text: 'pictured', mediaIds: [ofBlockerToo] });
  const face = await upload(blocker);
  await t.as(blocker).me.update({ avatarId: face });
  ownGroup = (await t.as(stranger).groups.create({ name: 'of the stranger' })).id;
  const group = await t.as(owner).groups.create({ name: 'not for everybody', visibility: 'private' });
  const amongThem = await t.as(owner).posts.create({ text: 'among them', groupId: group.id });
  const talk = await t.as(stranger).chat.createGroup({ title: 'of the stranger', userIds: [friend] });
  ownTalk = { conversationId: talk.id, userIds: [friend] };
  const { id: conversationId } = await t.as(owner).chat.createGroup({ title: 'of the owner', userIds: [friend] });
  const said = await t.as(owner).chat.send({ conversationId, text: 'among us', clientId: 'x' });
  const { id: ofTwo } = await t.as(owner).chat.open({ userId: friend });
  const { id: leftTalk } = await t.as(owner).chat.createGroup({ title: 'of old', userIds: [stranger] });
  await t.as(owner).chat.removeMember({ conversationId: leftTalk, userId: stranger });
  hidden = {
    'a conversation of others': conversationId,
    'a message of others': said.id,
    'a conversation of two others': ofTwo,
    'a conversation that the caller was in': leftTalk,
    'a private group': group.id,
    'a post in a private group': amongThem.id,
    'a file that nothing shows': unused,
    'a file of a post for followers': picture,
    'a file of a post of somebody who blocked the caller': ofBlockerToo,
    'the face of somebody who blocked the caller': face,
    'a post for followers': post.id,
    'a post for friends': ofFriends.id,
    'a post of a private profile': ofRecluse.id,
    'a post of somebody who blocked the caller': ofBlocker.id,
    'a deleted post': gone.id,
    'a request to follow somebody else': followRequest?.id ?? '',
    'a friend request to somebody else': friendRequest.id,
    'a draft of somebody else': draft.id,
    'a token of somebody else': token.id,
    'a scheduled post of somebody else': later.id,
    'a notification of somebody else': notification?.id ?? '',
    'a profile that blocked the caller': blocker,
  };
}

beforeAll(async () => {
  t = await createTestApp();
  await setUp();
});
afterAll(() => t[Symbol.asyncDispose]());

const takingIds = listProcedures(appRouter).flatMap(({ path, type, inputs: [input] }) =>
  type === 'subscription' || exempt.has(path)
    ? []
    : fieldsOf(input)
        .filter((field) => idFields.includes(field))
        .map((field) => ({ path, type, field })),
);

function objectsOf(schema: unknown): z.ZodObject[] {
  if (schema instanceof z.ZodOptional) return objectsOf(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(objectsOf);
  return schema instanceof z.ZodObject ? [schema] : [];
}

function fieldsOf(schema: unknown): string[] {
  return [...new Set(objectsOf(schema).flatMap(({ shape }) => Object.keys(shape)))];
}

/** What a stranger is told of a call, with the id taken out. */
async function outcomeOf({ path, type, field }: (typeof takingIds)[number], id: string): Promise<unknown> {
  const known = new Set(fieldsOf(listProcedures(appRouter).find((one) => one.path === path)?.inputs[0]));
  const more = Object.entries({ id: ownGroup, ...ownTalk, ...fillers }).filter(([name]) => known.has(name));
  const input = { ...Object.fromEntries(more), [field]: listFields.includes(field) ? [id] : id };
  const expiresAt = new Date(Date.now() + 60_000);
  const ctx: RequestContext = {
    app: t.app,
    requestId: newId(),
    ip: '127.0.0.1',
    userAgent: null,
    identity: {
      kind: 'viewer',
      viewer: { id: stranger, sessionId: null, tokenId: null, role: 'user', scopes: null, expiresAt },
    },
    idempotencyKey: null,
    cookies: null,
    setHeader: () => undefined,
  };
  const call = { router: appRouter, path, type, ctx, getRawInput: async () => input, signal: undefined, batchIndex: 0 };
  const told = await callTRPCProcedure(call).then(
    (answer) => ({ answer }),
    (error: { message: string; cause?: { reason?: string; issues?: unknown } }) => ({
      message: error.message,
      reason: error.cause?.reason,
      issues: error.cause?.issues,
    }),
  );
  const text = JSON.stringify(told).replaceAll(id, '<id>');
  return JSON.parse(text.replace(/[0-9a-f-]{36}/g, '<new>').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<now>'));
}

describe.each(takingIds)('$path by $field', (procedure) => {
  test('tells a stranger the same of what is hidden as of what never was', async () => {
    const nothing = await outcomeOf(procedure, newId());
    for (const [what, id] of Object.entries(hidden)) expect(await outcomeOf(procedure, id), what).toEqual(nothing);
  });
});

describe('of somebody who blocked the caller', () => {
  const blockerId = () => hidden['a profile that blocked the caller'] ?? '';

  test('a name in a text is a word like others, whenever the text is read', async () => {
    const as = t.as(stranger);
    const text = 'Hello @blocker, @nobody_at_all and @owner';
    const post = await as.posts.create({ text });
    const later = await as.posts.create({ text, scheduledAt: new Date(Date.now() + 86_400_000) });
    const edited = await as.posts.update({ id: post.id, text: `${text}!`, version: 1 });
    const draft = await as.posts.drafts.create({ text });
    const published = await as.posts.drafts.publish({ id: draft.id });
    for (const { facets } of [post, later, edited, published]) {
      const mentioned = facets.flatMap((facet) => (facet.kind === 'mention' ? [facet.username] : []));
      expect(mentioned).toEqual(['owner']);
    }
    expect((await t.as(blockerId()).notifications.list({})).items).toEqual([]);
  });

  test('the list of blocks tells the name alone, also when both block', async () => {
    await t.as(blockerId()).me.update({ bio: 'a bio', location: 'a place', website: 'https://a.test', status: 'busy' });
    await t.as(stranger).graph.block({ userId: blockerId() });
    const [shown] = (await t.as(stranger).graph.blocks({})).items;
    expect(shown).toMatchObject({ username: 'blocker', bio: '', location: '', website: '', status: '', avatar: null });
    expect(shown).toMatchObject({ postCount: 0, followerCount: 0, viewer: { blocking: true } });
    await t.as(stranger).graph.unblock({ userId: blockerId() });
    await t.as(blockerId()).graph.unblock({ userId: stranger });
    await t.as(stranger).graph.block({ userId: blockerId() });
    expect((await t.as(stranger).graph.blocks({})).items[0]).toMatchObject({ bio: 'a bio', postCount: 2 });
  });
});
