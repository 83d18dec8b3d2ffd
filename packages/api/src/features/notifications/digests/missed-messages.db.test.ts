import { createTestApp, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { transact } from '../../../kernel/transaction.ts';
import { messageSent } from '../../chat/index.ts';
import { sendDigests } from './send-digests.handler.ts';

let t: TestApp;
let ann: string;
let ben: string;
let conversationId: string;
let sent = 0;
/** NOTE: every test has its own app, since the clock moves on. */
beforeEach(async () => {
  await t?.[Symbol.asyncDispose]();
  t = await createTestApp();
  [ann, ben] = [(await signUp(t, 'ann')).id, (await signUp(t, 'ben')).id];
  await t.app.sql.raw('update account set email_verified_at = now()');
  const opened = await t.as(ben).chat.open({ userId: ann });
  conversationId = opened.id;
  await write(ben, 'first');
  await write(ann, 'accepted');
  await t.as(ben).chat.markRead({ conversationId, seq: 2 });
  await t.as(ann).notifications.deleteAll();
  await t.drain();
});
afterAll(() => t[Symbol.asyncDispose]());

async function write(by: string, text: string): Promise<void> {
  sent += 1;
  await t.as(by).chat.send({ conversationId, text, clientId: `message-${sent}` });
}

const minute = 60_000;
const hour = 60 * minute;
const lettersTo = (name: string) =>
  t.mailer.sent.filter(({ to, headers }) => to === `${name}@rookery.test` && headers !== undefined);

async function pass(ms: number): Promise<void> {
  t.clock.advance(ms);
  await sendDigests(t.app);
  await t.drain();
}

const watched = async () => (await t.app.sql.raw('select from digest_watch')).length;

test('messages that nobody read are counted in a letter, which does not say what they say', async () => {
  for (const text of ['a canary', 'another canary']) await write(ben, text);
  await pass(14 * minute);
  expect(lettersTo('ann')).toEqual([]);
  await pass(2 * minute);
  const [letter, ...more] = lettersTo('ann');
  expect(more).toEqual([]);
  expect(letter?.subject).toBe('ben wrote to you');
  expect(letter?.text).toContain('ben (@ben) wrote to you: 2 messages.');
  expect(JSON.stringify(letter)).not.toContain('canary');
  expect(lettersTo('ben')).toEqual([]);
  expect(await watched()).toBe(0);
});

test('what was read in time is not mailed', async () => {
  await write(ben, 'one');
  await t.as(ann).chat.markRead({ conversationId, seq: 3 });
  await pass(16 * minute);
  expect([lettersTo('ann'), await watched()]).toEqual([[], 0]);
});

test('what was read while it waited for its hour is not mailed', async () => {
  const { id } = await signUp(t, 'cid');
  await t.as(id).graph.follow({ userId: ann });
  await pass(11 * minute);
  await write(ben, 'one');
  await pass(16 * minute);
  expect(lettersTo('ann').map(({ subject }) => subject)).toEqual(['cid followed you']);
  await t.as(ann).chat.markRead({ conversationId, seq: 3 });
  await pass(hour);
  expect(lettersTo('ann')).toHaveLength(1);
});

test('a conversation that goes on is looked at again, and one is mailed of once a day with what is new', async () => {
  await write(ben, 'one');
  for (let minutes = 0; minutes < 60; minutes += 5) {
    await pass(5 * minute);
    await write(ben, 'and on');
  }
  expect(lettersTo('ann')).toHaveLength(1);
  expect(await watched()).toBe(1);
  await pass(20 * minute);
  await pass(24 * hour);
  expect(lettersTo('ann')).toHaveLength(2);
  const counted = lettersTo('ann').map(({ text }) => Number(/(\d+) messages/.exec(text)?.[1]));
  expect((counted[0] ?? 0) + (counted[1] ?? 0)).toBe(13);
  await pass(25 * hour);
  expect(lettersTo('ann')).toHaveLength(2);
});

test.each([
  ['muted the conversation', `update conversation_member set muted_until = 'infinity' where profile_id = $1`],
  ['left it among the requests', `update conversation_member set folder = 'requests' where profile_id = $1`],
  ['declined it', `update conversation_member set folder = 'declined' where profile_id = $1`],
  ['wants no such mail', `insert into notification_setting values ($1, 'message', true, true, false, 'anyone')`],
  [
    'wants it of those alone whom he follows',
    `insert into notification_setting values ($1, 'message', true, true, true, 'following')`,
  ],
  [
    'blocked the sender',
    `insert into block (blocker_id, blocked_id, id) select $1, id, gen_random_uuid() from profile where username = 'ben'`,
  ],
  [
    'is blocked by him',
    `insert into block (blocked_id, blocker_id, id) select $1, id, gen_random_uuid() from profile where username = 'ben'`,
  ],
  ['has left', 'delete from conversation_member where profile_id = $1'],
])('who %s gets no letter', async (_, change) => {
  await write(ben, 'one');
  await t.app.sql.raw(change, [ann]);
  await pass(16 * minute);
  expect([lettersTo('ann'), await watched()]).toEqual([[], 0]);
});

test('what was deleted meanwhile is not counted', async () => {
  await write(ben, 'one');
  await t.app.sql.raw('update message set deleted_at = now() where seq = 3');
  await pass(16 * minute);
  expect(lettersTo('ann')).toEqual([]);
});

test('a message that comes while the job looks stays watched', async () => {
  await write(ben, 'one');
  t.clock.advance(16 * minute);
  await Promise.all([sendDigests(t.app), ...Array.from({ length: 20 }, () => write(ben, 'meanwhile'))]);
  expect(await watched()).toBe(1);
});

test('a conversation that is gone is watched no more', async () => {
  await transact({ app: t.app }, (tx) =>
    tx.emit(messageSent, { conversationId: ann, messageId: ann, seq: 1, senderId: ben, text: '' }),
  );
  expect(await watched()).toBe(2);
  await pass(16 * minute);
  expect(await watched()).toBe(0);
});

test('a request is told with its conversation, and taken back with the answer', async () => {
  const { id: dan } = await signUp(t, 'dan');
  const { id } = await t.as(dan).chat.open({ userId: ann });
  await t.as(dan).chat.send({ conversationId: id, text: 'Hello', clientId: 'a' });
  expect((await t.as(ann).notifications.list({ types: ['message_request'] })).items).toMatchObject([
    { type: 'message_request', conversationId: id, actors: [{ id: dan }], actorCount: 1 },
  ]);
  await t.as(ann).chat.send({ conversationId: id, text: 'Hi', clientId: 'b' });
  expect((await t.as(ann).notifications.list({ types: ['message_request'] })).items).toEqual([]);
});
