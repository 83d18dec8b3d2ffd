import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientId, join, makeGroup, say } from '../../fixtures/talks.ts';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol', string>;
let conversationId: string;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol');
  conversationId = (await t.as(people.alice).chat.open({ userId: people.bob })).id;
});
afterAll(() => t[Symbol.asyncDispose]());

const send = (input: { text?: string; clientId?: string; replyToId?: string }, by = people.alice) =>
  t.as(by).chat.send({ conversationId, clientId: clientId(), ...input });
const lastSeq = async () => (await t.as(people.alice).chat.get({ id: conversationId })).lastSeq;

test('a text is kept in NFC, up to 4,000 graphemes, and an empty one is refused', async () => {
  expect((await send({ text: 'e\u0301' })).text).toBe('\u00e9');
  const family = '👨‍👩‍👧';
  expect((await send({ text: family.repeat(4000) })).text).toHaveLength(4000 * family.length);
  expect((await send({ text: ' two\nlines\t ' })).text).toContain('two\nlines');
  const before = await lastSeq();
  for (const text of ['x'.repeat(4001), '', '   ']) {
    await expect(send({ text })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
  expect(await lastSeq()).toBe(before);
});

test('a client id is of printable ASCII, and one sender’s own in one conversation', async () => {
  for (const bad of ['', 'x'.repeat(65), 'with space', 'tab\t', 'é', '👍']) {
    await expect(send({ text: 'x', clientId: bad })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
  const one = clientId();
  const first = await send({ text: 'first', clientId: one });
  expect(await send({ text: 'another text', clientId: one })).toEqual(first);
  expect((await send({ text: 'of bob', clientId: one }, people.bob)).id).not.toBe(first.id);
  const elsewhere = await makeGroup(t, people.alice, [people.bob]);
  const there = await t.as(people.alice).chat.send({ conversationId: elsewhere, text: 'there', clientId: one });
  expect(there).toMatchObject({ seq: 1, text: 'there' });
});

test('the same call by an idempotency key gets the same answer, and another is refused', async () => {
  const idempotencyKey = newId();
  const as = t.as(people.alice, { idempotencyKey });
  const input = { conversationId, text: 'once', clientId: clientId() };
  const first = await as.chat.send(input);
  expect(await as.chat.send(input)).toEqual(first);
  expect(await lastSeq()).toBe(first.seq);
  const other = t.as(people.alice, { idempotencyKey }).chat.send({ ...input, text: 'twice' });
  await expect(other).rejects.toEqual(refusal('idempotency_mismatch'));
});

test('an answer shows the beginning of what it answers, which must be there for the sender', async () => {
  const { id, seq } = await send({ text: 'long '.repeat(200) });
  const { replyTo } = await send({ text: 'Indeed', replyToId: id }, people.bob);
  expect(replyTo).toMatchObject({ id, seq, sender: { id: people.alice }, deleted: false });
  expect(replyTo?.text).toHaveLength(200);
  const group = await makeGroup(t, people.alice, [people.bob]);
  const elsewhere = await say(t, [people.alice, group]);
  await join(t, group, people.carol);
  await t.as(people.alice).chat.delete({ id });
  for (const replyToId of [newId(), elsewhere.id, id]) {
    await expect(send({ text: 'What?', replyToId })).rejects.toEqual(refusal('not_found'));
  }
  const early = { conversationId: group, text: 'What?', clientId: clientId(), replyToId: elsewhere.id };
  await expect(t.as(people.carol).chat.send(early)).rejects.toEqual(refusal('not_found'));
});

test('a list of messages refuses what it does not take, and ends where they end', async () => {
  const as = t.as(people.bob).chat;
  for (const bad of [
    { before: 0 },
    { after: -1 },
    { around: 1.5 },
    { before: 5, after: 1 },
    { limit: 0 },
    { limit: 101 },
  ]) {
    await expect(as.messages({ conversationId, ...bad })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
  await expect(as.messages({ conversationId, cursor: 'x' })).rejects.toEqual(refusal('bad_cursor'));
  const newest = await lastSeq();
  expect(await as.messages({ conversationId, after: newest })).toEqual({
    items: [],
    nextCursor: null,
    hasNewer: false,
  });
  expect(await as.messages({ conversationId, before: 1 })).toEqual({ items: [], nextCursor: null, hasNewer: true });
  expect((await as.messages({ conversationId, before: 2 })).items.map(({ seq }) => seq)).toEqual([1]);
  expect((await as.messages({ conversationId, after: 0, limit: 2 })).items.map(({ seq }) => seq)).toEqual([2, 1]);
  expect(await as.messages({ conversationId, around: newest + 50, limit: 2 })).toMatchObject({ hasNewer: false });
});

test('a walk through messages repeats and skips none while others come', async () => {
  const newest = await lastSeq();
  const walked: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await t.as(people.bob).chat.messages({ conversationId, limit: 3, ...(cursor && { cursor }) });
    walked.push(...page.items.map(({ seq }) => seq));
    cursor = page.nextCursor ?? undefined;
    await send({ text: 'meanwhile' });
  } while (cursor !== undefined);
  expect(walked).toEqual(Array.from({ length: newest }, (_, n) => newest - n));
});

test('who joins late reads from then on, and pages end there', async () => {
  const group = await makeGroup(t, people.alice, [people.bob]);
  for (let n = 0; n < 4; n += 1) await say(t, [people.alice, group], `${n}`);
  await join(t, group, people.carol);
  for (let n = 4; n < 7; n += 1) await say(t, [people.alice, group], `${n}`);
  const as = t.as(people.carol).chat;
  const seqs = async (input: object) => {
    const { items, nextCursor } = await as.messages({ conversationId: group, ...input });
    return [items.map(({ seq }) => seq), nextCursor];
  };
  expect(await seqs({})).toEqual([[7, 6, 5], null]);
  expect(await seqs({ before: 5 })).toEqual([[], null]);
  expect(await seqs({ around: 2, limit: 2 })).toEqual([[], null]);
  expect(await as.get({ id: group })).toMatchObject({ firstSeq: 5, lastSeq: 7, unreadCount: 3, lastReadSeq: 4 });
});
