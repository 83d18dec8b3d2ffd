import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeOverduePolls, closePoll } from './close-poll.ts';

let t: TestApp;
let people: Record<'ann' | 'ben' | 'cid', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'ann', 'ben', 'cid');
});
afterAll(() => t[Symbol.asyncDispose]());

const ask = async (expiresIn: number) =>
  t.as(people.ann).posts.create({ text: 'Shall we?', poll: { options: ['yes', 'no'], expiresIn } });
const rowOf = async (id: string) =>
  (await t.app.sql.raw('select closes_at, closed_at from poll where post_id = $1', [id]))[0];
const journalOf = (id: string) =>
  t.app.sql.raw(`select type from journal where topic = 'post:' || $1 and type = 'post.updated'`, [id]);
const endingsTold = async (name: keyof typeof people) =>
  (await t.as(people[name]).notifications.list({})).items.filter(({ type }) => type === 'poll_ended').length;

test('publishing a poll enqueues its end for its time', async () => {
  const { id, poll } = await ask(7200);
  const jobs = await t.app.sql.raw(
    `select (extract(epoch from start_after) * 1000)::float8 as start_ms from pgboss.job where name = 'posts.close-poll' and data ->> 'postId' = $1`,
    [id],
  );
  expect(jobs).toEqual([{ start_ms: poll?.closesAt.getTime() }]);
});

test('a poll ends once: its result is shown to all, author and voters are told, watchers see it', async () => {
  const { id } = await ask(300);
  await t.as(people.ben).posts.vote({ postId: id, choices: [1] });
  await closePoll(t.app, id);
  expect(await rowOf(id)).toMatchObject({ closed_at: null });
  expect((await t.as(people.cid).posts.get({ id })).poll).toMatchObject({ closed: false });

  t.clock.advance(300_000);
  await Promise.all(Array.from({ length: 8 }, () => closePoll(t.app, id)));
  await t.drain();
  await closePoll(t.app, id);
  await t.drain();
  const { poll } = await t.as(people.cid).posts.get({ id });
  expect(poll).toMatchObject({ closed: true, choices: null, voterCount: 1 });
  expect(poll?.options.map(({ voteCount }) => voteCount)).toEqual([0, 1]);
  expect(await journalOf(id)).toHaveLength(1);
  expect([await endingsTold('ann'), await endingsTold('ben'), await endingsTold('cid')]).toEqual([1, 1, 0]);
  await expect(t.as(people.cid).posts.vote({ postId: id, choices: [0] })).rejects.toMatchObject({
    cause: { reason: 'poll_closed' },
  });
});

test('the sweep ends what is overdue and leaves the others open', async () => {
  const polls = [await ask(300), await ask(400), await ask(86_400)];
  t.clock.advance(500_000);
  await closeOverduePolls(t.app);
  await closeOverduePolls(t.app);
  const closed = await Promise.all(polls.map(async ({ id }) => (await t.as(null).posts.get({ id })).poll?.closed));
  expect(closed).toEqual([true, true, false]);
  for (const { id } of polls.slice(0, 2)) expect(await journalOf(id)).toHaveLength(1);
});

test('the end of a poll whose post was deleted finds nothing', async () => {
  const { id } = await ask(300);
  await t.as(people.ann).posts.delete({ id });
  t.clock.advance(300_000);
  await closePoll(t.app, id);
  expect(await journalOf(id)).toEqual([]);
});

test('votes that race with the end are all in before it, or refused', async () => {
  const voters = Object.values(await invitePeople(t.app, ...Array.from({ length: 12 }, (_, n) => `racer_${n}`)));
  const { id } = await ask(300);
  const votes = voters.map((voter) => t.as(voter).posts.vote({ postId: id, choices: [0] }));
  t.clock.advance(300_000);
  const [outcomes] = await Promise.all([Promise.allSettled(votes), closePoll(t.app, id)]);
  const taken = outcomes.filter(({ status }) => status === 'fulfilled').length;
  const { poll } = await t.as(null).posts.get({ id });
  expect(poll).toMatchObject({ closed: true, voterCount: taken });
  expect(poll?.options[0]?.voteCount).toBe(taken);
});
