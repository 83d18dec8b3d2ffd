import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { transact } from '../../kernel/transaction.ts';
import { pollEnded, postReposted, postUnreposted } from '../posts/index.ts';
import { tellVoters } from './notifications.jobs.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const told = async (viewer: string) =>
  (await t.as(viewer).notifications.list({})).items.map(({ type, actors, post }) => [
    type,
    actors.map(({ username }) => username).join(),
    post?.text ?? null,
  ]);

test('one post tells each person once: who is answered, then who is quoted, then who is mentioned', async () => {
  const { ann, ben, cid, dan } = await invitePeople(t.app, 'ann', 'ben', 'cid', 'dan');
  const parent = await t.as(ann).posts.create({ text: 'A question' });
  const quoted = await t.as(ben).posts.create({ text: 'A saying' });
  const text = '@ann @ben @cid @cid @dan look';
  await t.as(dan).posts.create({ text, replyToId: parent.id, quoteOfId: quoted.id });
  expect(await told(ann)).toEqual([['reply', 'dan', text]]);
  expect(await told(ben)).toEqual([['quote', 'dan', text]]);
  expect(await told(cid)).toEqual([['mention', 'dan', text]]);
  expect(await told(dan)).toEqual([]);
});

test('reposts of one post fold, and go when they are taken back', async () => {
  const { eva, finn, gus } = await invitePeople(t.app, 'eva', 'finn', 'gus');
  const { id: postId } = await t.as(eva).posts.create({ text: 'Pass it on' });
  const deed = (actorId: string) => ({ postId, authorId: eva, actorId, repostId: newId() });
  const more = { audience: 0, visibility: 'public' } as const;
  await transact({ app: t.app }, (tx) => tx.emit(postReposted, { ...deed(finn), ...more }));
  await transact({ app: t.app }, (tx) => tx.emit(postReposted, { ...deed(gus), ...more }));
  expect(await told(eva)).toEqual([['repost', 'gus,finn', 'Pass it on']]);
  await transact({ app: t.app }, (tx) => tx.emit(postUnreposted, deed(gus)));
  expect(await told(eva)).toEqual([['repost', 'finn', 'Pass it on']]);
});

test('nobody is told of a post that he may not see', async () => {
  const { hal, ida } = await invitePeople(t.app, 'hal', 'ida');
  await t.as(hal).posts.create({ text: 'Not for @ida', visibility: 'followers' });
  expect(await told(ida)).toEqual([]);
  expect(await t.as(ida).notifications.unreadCount()).toEqual({ count: 0 });
});

test.each([
  ['mute', 'insert into mute (muter_id, muted_id, id) values ($1, $2, $3)', []],
  [
    'mute that has ended',
    `insert into mute (muter_id, muted_id, id, until) values ($1, $2, $3, '2020-01-01')`,
    ['mention'],
  ],
  ['block', 'insert into block (blocker_id, blocked_id, id) values ($1, $2, $3)', []],
  ['block by the other', 'insert into block (blocked_id, blocker_id, id) values ($1, $2, $3)', []],
])('after a %s, what the actor does is told as it should be', async (name, insert, types) => {
  const [quiet, loud] = ['quiet', 'loud'].map((who) => `${who}_${name.replaceAll(' ', '_')}`.slice(0, 30));
  const people = await invitePeople(t.app, quiet ?? '', loud ?? '');
  const [one = '', other = ''] = [people[quiet ?? ''], people[loud ?? '']];
  await t.app.sql.raw(insert, [one, other, newId()]);
  await t.as(other).posts.create({ text: `Hello @${quiet}` });
  expect((await told(one)).map(([type]) => type)).toEqual(types);
});

test('the end of a poll is told to its author and to each who voted, once however often the job runs', async () => {
  const { jan, ...voters } = await invitePeople(t.app, 'jan', 'kim', 'lea');
  const poll = { options: ['yes', 'no'], expiresIn: 300 };
  const { id: postId } = await t.as(jan).posts.create({ text: 'Shall we?', poll });
  const vote = 'insert into poll_vote (post_id, profile_id, choices) values ($1, $2, $3)';
  for (const voter of Object.values(voters)) await t.app.sql.raw(vote, [postId, voter, [0]]);
  for (let run = 0; run < 2; run += 1) {
    await transact({ app: t.app }, (tx) => tx.emit(pollEnded, { postId, authorId: jan }));
    await t.drain();
    await t.as(voters.kim).notifications.markAllRead({});
  }
  expect(await told(jan)).toEqual([['poll_ended', '', 'Shall we?']]);
  for (const voter of Object.values(voters)) expect(await told(voter)).toEqual([['poll_ended', 'jan', 'Shall we?']]);
});

test('the end of a poll whose post is deleted before the job runs is told to none of who voted', async () => {
  const { max, nel } = await invitePeople(t.app, 'max', 'nel');
  const { id: postId } = await t.as(max).posts.create({ text: 'Shall we?', poll: { options: ['yes', 'no'] } });
  await t.as(nel).posts.vote({ postId, choices: [0] });
  await t.as(max).posts.delete({ id: postId });
  await tellVoters.handle(t.app, { postId, authorId: max }, newId());
  expect(await t.app.sql.raw('select from notification where post_id = $1', [postId])).toEqual([]);
});
