import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol');
});
afterAll(() => t[Symbol.asyncDispose]());

let sent = 0;
function clientId(): string {
  sent += 1;
  return `message-${sent}`;
}

test('a direct conversation waits among the requests until it is answered', async () => {
  const [alice, bob] = [t.as(people.alice), t.as(people.bob)];
  const opened = await alice.chat.open({ userId: people.bob });
  expect(opened).toMatchObject({ kind: 'direct', folder: 'inbox', lastSeq: 0, unreadCount: 0, memberCount: 2 });
  expect((await alice.chat.open({ userId: people.bob })).id).toBe(opened.id);
  expect((await bob.chat.conversations({ folder: 'requests' })).items).toEqual([]);
  const conversationId = opened.id;

  const first = await alice.chat.send({ conversationId, text: 'Hello @bob', clientId: clientId() });
  expect(first).toMatchObject({ seq: 1, text: 'Hello @bob', sender: { id: people.alice }, reactions: [], version: 1 });
  expect(first.facets).toHaveLength(1);
  const [request] = (await bob.chat.conversations({ folder: 'requests' })).items;
  expect(request).toMatchObject({ id: conversationId, unreadCount: 1, lastMessage: { id: first.id } });
  expect(await bob.chat.unreadCount()).toEqual({ count: 0, conversations: 0, requests: 1 });

  const answer = await bob.chat.send({ conversationId, text: 'Hi', clientId: clientId() });
  expect(answer.seq).toBe(2);
  expect(await bob.chat.get({ id: conversationId })).toMatchObject({ folder: 'inbox', unreadCount: 0 });
  expect(await alice.chat.get({ id: conversationId })).toMatchObject({ unreadCount: 1, lastSeq: 2 });
  expect(await alice.chat.markRead({ conversationId, seq: 2 })).toEqual({
    conversationId,
    lastReadSeq: 2,
    unreadCount: 0,
  });
});

test('the same client id makes one message, in a race too', async () => {
  const alice = t.as(people.alice);
  const { id: conversationId, lastSeq } = await alice.chat.open({ userId: people.carol });
  const one = { conversationId, text: 'once', clientId: clientId() };
  const made = await Promise.all(Array.from({ length: 8 }, () => alice.chat.send(one)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await alice.chat.send(one)).toEqual(made[0]);
  expect((await alice.chat.get({ id: conversationId })).lastSeq).toBe(lastSeq + 1);
});

test('a stranger finds neither the conversation nor its messages', async () => {
  const { id: conversationId } = await t.as(people.alice).chat.open({ userId: people.bob });
  const carol = t.as(people.carol);
  for (const call of [
    () => carol.chat.get({ id: conversationId }),
    () => carol.chat.messages({ conversationId }),
    () => carol.chat.send({ conversationId, text: 'Hello', clientId: clientId() }),
    () => carol.chat.markRead({ conversationId, seq: 1 }),
    () => carol.chat.typing({ conversationId }),
  ]) {
    await expect(call()).rejects.toEqual(refusal('not_found'));
  }
});

test('messages are read before, after and around a seq, and by pages', async () => {
  const alice = t.as(people.alice);
  const { id: conversationId } = await alice.chat.open({ userId: people.bob });
  for (let n = 0; n < 10; n += 1) await alice.chat.send({ conversationId, text: `${n}`, clientId: clientId() });
  const seqs = async (input: object) =>
    (await alice.chat.messages({ conversationId, limit: 3, ...input })).items.map(({ seq }) => seq);
  const { lastSeq } = await alice.chat.get({ id: conversationId });
  expect(await seqs({})).toEqual([lastSeq, lastSeq - 1, lastSeq - 2]);
  expect(await seqs({ before: 5 })).toEqual([4, 3, 2]);
  expect(await seqs({ after: 5 })).toEqual([8, 7, 6]);
  expect(await seqs({ around: 5 })).toEqual([6, 5, 4]);
  expect(await seqs({ around: lastSeq })).toEqual([lastSeq, lastSeq - 1, lastSeq - 2]);
  expect(await seqs({ around: 1 })).toEqual([3, 2, 1]);
  const first = await alice.chat.messages({ conversationId, limit: 5 });
  const cursor = first.nextCursor ?? '';
  expect(await seqs({ cursor })).toEqual([lastSeq - 5, lastSeq - 6, lastSeq - 7]);
  expect((await alice.chat.messages({ conversationId, limit: 100 })).nextCursor).toBeNull();
});
