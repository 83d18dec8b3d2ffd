import { type Caller, createTestApp, findDrift, invitePeople, refusal, type TestApp } from '@rookery/testkit';
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

const send = (as: Caller, conversationId: string) => as.chat.send({ conversationId, text: 'hello', clientId: newId() });
const requestsOf = async (as: Caller) =>
  (await as.notifications.list({})).items.flatMap(({ type, conversationId }) =>
    type === 'message_request' ? conversationId : [],
  );

/** Two who do not know each other, of whom the first has written to the second; and a third. */
async function ask() {
  serial += 1;
  const names = ['opener', 'asked', 'third'].map((name) => `${name}_${serial}`);
  const [opener = '', asked = '', third = ''] = Object.values(await invitePeople(t.app, ...names));
  const { id: conversationId } = await t.as(opener).chat.open({ userId: asked });
  await send(t.as(opener), conversationId);
  return { opener, asked, third, conversationId };
}

const folderOf = async (by: string, id: string) => (await t.as(by).chat.get({ id })).folder;

describe('a message request', () => {
  test('is told of once, and no more when it is accepted, which may be said twice', async () => {
    const { opener, asked, third, conversationId } = await ask();
    await send(t.as(opener), conversationId);
    expect(await requestsOf(t.as(asked))).toEqual([conversationId]);
    await expect(t.as(third).chat.acceptRequest({ conversationId })).rejects.toEqual(refusal('not_found'));
    for (const _ of [1, 2])
      expect(await t.as(asked).chat.acceptRequest({ conversationId })).toMatchObject({
        folder: 'inbox',
        unreadCount: 2,
      });
    expect(await requestsOf(t.as(asked))).toEqual([]);
    await expect(t.as(asked).chat.declineRequest({ conversationId })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(asked).chat.acceptRequest({ conversationId: 'x' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('that is declined is gone for who declines, and as before for who began it', async () => {
    const { opener, asked, third, conversationId } = await ask();
    const before = await t.as(opener).chat.get({ id: conversationId });
    await expect(t.as(third).chat.declineRequest({ conversationId })).rejects.toEqual(refusal('not_found'));
    for (const _ of [1, 2]) expect(await t.as(asked).chat.declineRequest({ conversationId })).toEqual({ ok: true });
    expect(await t.as(opener).chat.get({ id: conversationId })).toEqual(before);
    expect(await requestsOf(t.as(asked))).toEqual([]);
    await send(t.as(opener), conversationId);
    expect(await requestsOf(t.as(asked))).toEqual([]);
    expect(await t.as(asked).chat.unreadCount()).toEqual({ count: 0, conversations: 0, requests: 0 });
    expect((await t.as(asked).chat.conversations({ folder: 'requests' })).items).toEqual([]);
    await expect(t.as(asked).chat.get({ id: conversationId })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(asked).chat.acceptRequest({ conversationId })).rejects.toEqual(refusal('not_found'));
    expect((await t.as(asked).chat.open({ userId: opener })).id).toBe(conversationId);
    expect(await folderOf(asked, conversationId)).toBe('inbox');
  });

  test('of a group that is declined is left', async () => {
    const { opener, asked, third } = await ask();
    const { id: conversationId } = await t.as(opener).chat.createGroup({ title: 'Us', userIds: [asked, third] });
    await t.as(asked).chat.declineRequest({ conversationId });
    expect(await t.as(opener).chat.get({ id: conversationId })).toMatchObject({
      memberCount: 2,
      lastMessage: { system: { kind: 'left' }, sender: { id: asked } },
    });
    expect(await requestsOf(t.as(asked))).not.toContain(conversationId);
    await expect(t.as(asked).chat.declineRequest({ conversationId })).rejects.toEqual(refusal('not_found'));
    await t.as(third).chat.acceptRequest({ conversationId });
    expect(await folderOf(third, conversationId)).toBe('inbox');
  });

  test.each<[string, boolean, (opener: string, asked: string) => Promise<unknown>]>([
    ['the asked one follows', true, (opener, asked) => t.as(asked).graph.follow({ userId: opener })],
    ['the opener follows', false, (opener, asked) => t.as(opener).graph.follow({ userId: asked })],
    ['the asked one befriends', true, befriend],
  ])('when %s, moves to the inbox: %s', async (_, moves, act) => {
    const { opener, asked, conversationId } = await ask();
    await act(opener, asked);
    expect(await folderOf(asked, conversationId)).toBe(moves ? 'inbox' : 'requests');
    expect(await requestsOf(t.as(asked))).toEqual(moves ? [] : [conversationId]);
  });
});

async function befriend(opener: string, asked: string): Promise<void> {
  const { id: requestId } = await t.as(opener).friends.request({ userId: asked });
  await t.as(asked).friends.accept({ requestId });
}

describe('a block', () => {
  test('hides the conversation of the two from both, lets nothing through, and ends with the last of the two blocks', async () => {
    const { opener, asked, conversationId } = await ask();
    await t.as(asked).chat.acceptRequest({ conversationId });
    await t.as(asked).graph.block({ userId: opener });
    await t
      .as(opener)
      .graph.block({ userId: asked })
      .catch(() => undefined);
    const isHidden = async (by: string) => {
      for (const call of [
        () => t.as(by).chat.get({ id: conversationId }),
        () => t.as(by).chat.messages({ conversationId }),
        () => t.as(by).chat.members({ conversationId }),
        () => send(t.as(by), conversationId),
        () => t.as(by).chat.typing({ conversationId }),
        () => t.as(by).chat.markRead({ conversationId, seq: 1 }),
        () => t.as(by).chat.mute({ conversationId }),
        () => t.as(by).chat.acceptRequest({ conversationId }),
      ])
        await expect(call()).rejects.toEqual(refusal('not_found'));
      expect((await t.as(by).chat.conversations({})).items).toEqual([]);
      expect((await t.as(by).chat.unreadCount()).count).toBe(0);
    };
    for (const one of [opener, asked]) await isHidden(one);
    await t.as(asked).graph.unblock({ userId: opener });
    for (const one of [opener, asked]) await isHidden(one);
    await t.app.sql.raw('delete from block where blocker_id = $1', [opener]);
    for (const one of [opener, asked])
      expect(await t.as(one).chat.get({ id: conversationId })).toMatchObject({ lastSeq: 1 });
  });

  test('takes back that a request was told of', async () => {
    const { opener, asked } = await ask();
    await t.as(asked).graph.block({ userId: opener });
    expect(await requestsOf(t.as(asked))).toEqual([]);
  });

  test('changes nothing in a group', async () => {
    const { opener, asked, third } = await ask();
    const { id: conversationId } = await t.as(opener).chat.createGroup({ title: 'Us', userIds: [asked, third] });
    await t.as(asked).graph.block({ userId: opener });
    const said = await send(t.as(opener), conversationId);
    expect((await t.as(asked).chat.messages({ conversationId })).items[0]).toMatchObject({
      id: said.id,
      sender: { id: opener },
    });
    expect((await t.as(asked).chat.get({ id: conversationId })).members).toHaveLength(3);
  });
});
