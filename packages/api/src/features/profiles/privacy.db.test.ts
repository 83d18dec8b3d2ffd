import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

let serial = 0;
async function pair(): Promise<{ one: string; other: string }> {
  serial += 1;
  const [one = '', other = ''] = Object.values(await invitePeople(t.app, `one_${serial}`, `other_${serial}`));
  return { one, other };
}
const usual = { messagesFrom: 'anyone', readReceipts: true, showPresence: true };

test('who has set nothing lets everybody write, and tells', async () => {
  const { one } = await pair();
  expect(await t.as(one).me.privacy()).toEqual(usual);
});

test('what is named changes and the rest stays, said twice too', async () => {
  const { one, other } = await pair();
  const first = await t.as(one).me.updatePrivacy({ readReceipts: false });
  expect(first).toEqual({ ...usual, readReceipts: false });
  for (const _ of [1, 2])
    expect(await t.as(one).me.updatePrivacy({ messagesFrom: 'friends' })).toEqual({
      messagesFrom: 'friends',
      readReceipts: false,
      showPresence: true,
    });
  expect(await t.as(one).me.updatePrivacy({})).toEqual(await t.as(one).me.privacy());
  expect(await t.as(other).me.privacy()).toEqual(usual);
});

test('changes of several fields at once all stay', async () => {
  const { one } = await pair();
  const changes = [{ messagesFrom: 'following' as const }, { readReceipts: false }, { showPresence: false }];
  await Promise.all(changes.map((change) => t.as(one).me.updatePrivacy(change)));
  expect(await t.as(one).me.privacy()).toEqual(Object.assign({}, ...changes));
});

test('presence is told to show otherwise when it does, and at no other change', async () => {
  const { one } = await pair();
  const told = async () =>
    (await t.app.sql.raw("select from journal where topic = $1 and type = 'presence.shown'", [`user:${one}`])).length;
  const changes = [
    [{ showPresence: true }, 0],
    [{ showPresence: false }, 1],
    [{ readReceipts: false }, 1],
    [{ showPresence: false }, 1],
    [{ showPresence: true }, 2],
    [{ readReceipts: true, showPresence: true }, 2],
    [{ readReceipts: false, showPresence: false }, 3],
  ] as const;
  for (const [change, count] of changes) {
    await t.as(one).me.updatePrivacy(change);
    expect(await told(), JSON.stringify(change)).toBe(count);
  }
});

test.each([{ messagesFrom: 'nobody' }, { showPresence: 'yes' }, { readReceipts: null }, { everything: true }])(
  'refuses %j',
  async (input) => {
    const update = t.as((await pair()).one).me.updatePrivacy as (input: unknown) => Promise<unknown>;
    await expect(update(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  },
);

test('nobody reads or sets them without a token', async () => {
  await expect(t.as(null).me.privacy()).rejects.toEqual(refusal('token_missing'));
  await expect(t.as(null).me.updatePrivacy({})).rejects.toEqual(refusal('token_missing'));
});

test('who may write changes at once, for new conversations and for requests that wait', async () => {
  const { one, other } = await pair();
  const { id: conversationId } = await t.as(other).chat.open({ userId: one });
  await t.as(other).chat.send({ conversationId, text: 'Hello', clientId: 'first' });
  await t.as(one).me.updatePrivacy({ messagesFrom: 'following' });
  const again = () => t.as(other).chat.send({ conversationId, text: 'Hello?', clientId: 'again' });
  await expect(again()).rejects.toEqual(refusal('messages_refused'));
  const third = await pair();
  await expect(t.as(third.one).chat.open({ userId: one })).rejects.toEqual(refusal('messages_refused'));
  await t.as(one).graph.follow({ userId: other });
  expect((await again()).seq).toBe(2);
  await t.as(one).me.updatePrivacy({ messagesFrom: 'friends' });
  await t.as(one).graph.follow({ userId: third.one });
  await expect(t.as(third.one).chat.open({ userId: one })).rejects.toEqual(refusal('messages_refused'));
  await t.as(one).me.updatePrivacy({ messagesFrom: 'anyone' });
  expect(await t.as(third.one).chat.open({ userId: one })).toMatchObject({ kind: 'direct' });
});

test('who sends no receipts gets none, from the next read on', async () => {
  const { one, other } = await pair();
  const { id: conversationId } = await t.as(one).chat.open({ userId: other });
  await t.as(one).chat.send({ conversationId, text: 'Hello', clientId: 'a' });
  await t.as(other).chat.send({ conversationId, text: 'Hi', clientId: 'b' });
  const seen = async (by: string, of: string) =>
    (await t.as(by).chat.get({ id: conversationId })).members.find(({ profile }) => profile.id === of)?.lastReadSeq;
  expect(await seen(one, other)).toBe(2);
  await t.as(one).me.updatePrivacy({ readReceipts: false });
  expect([await seen(one, other), await seen(other, one)]).toEqual([null, null]);
  await t.as(one).me.updatePrivacy({ readReceipts: true });
  expect(await seen(one, other)).toBe(2);
});
