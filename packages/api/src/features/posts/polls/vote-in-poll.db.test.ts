import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let t: TestApp;
let people: Record<'ann' | 'ben' | 'cid' | 'dan', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'ann', 'ben', 'cid', 'dan');
});
afterAll(() => t[Symbol.asyncDispose]());

const as = (name: keyof typeof people) => t.as(people[name]);
async function ask(more: object = {}, poll: object = {}): Promise<string> {
  const options = ['tea', 'coffee', 'water'];
  const post = await as('ann').posts.create({ text: 'What to drink?', poll: { options, ...poll }, ...more });
  return post.id;
}

/** Drift between the counters of a poll and the votes in it: an empty list when there is none. */
const driftOf = (postId: string) =>
  t.app.sql.raw(
    `select * from poll k where post_id = $1 and (
       voter_count <> (select count(*) from poll_vote v where v.post_id = k.post_id) or votes <> array(
         select (select count(*)::int from poll_vote v where v.post_id = k.post_id and place - 1 = any(v.choices))
         from generate_subscripts(k.options, 1) place order by place))`,
    [postId],
  );

describe('voting', () => {
  test('counts, shows the result to who voted, and is final', async () => {
    const postId = await ask();
    const { poll, viewer } = await as('ben').posts.vote({ postId, choices: [1] });
    expect(poll).toMatchObject({ voterCount: 1, choices: [1], closed: false });
    expect(poll?.options.map(({ voteCount }) => voteCount)).toEqual([0, 1, 0]);
    expect(viewer?.liked).toBe(false);
    expect((await as('ben').posts.vote({ postId, choices: [1] })).poll).toEqual(poll);
    await expect(as('ben').posts.vote({ postId, choices: [0] })).rejects.toEqual(refusal('already_voted'));
    expect((await as('ben').posts.get({ id: postId })).poll).toEqual(poll);
    expect(await driftOf(postId)).toEqual([]);
  });

  test('takes several choices where the poll does, in any order', async () => {
    const postId = await ask({}, { multiple: true });
    const { poll } = await as('ben').posts.vote({ postId, choices: [2, 0] });
    expect(poll).toMatchObject({ choices: [0, 2], voterCount: 1 });
    expect(poll?.options.map(({ voteCount }) => voteCount)).toEqual([1, 0, 1]);
    expect((await as('ben').posts.vote({ postId, choices: [0, 2] })).poll).toEqual(poll);
    await expect(as('ben').posts.vote({ postId, choices: [0] })).rejects.toEqual(refusal('already_voted'));
  });

  test.each([
    ['none', []],
    ['one twice', [1, 1]],
    ['one beyond the options of this poll', [3]],
    ['one that no poll has', [4]],
    ['a negative one', [-1]],
    ['a fraction', [0.5]],
    ['several where the poll takes one', [0, 1]],
  ])('refuses choices: %s', async (_, choices) => {
    const postId = await ask();
    await expect(as('ben').posts.vote({ postId, choices })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await driftOf(postId)).toEqual([]);
  });

  test('is refused to the author, to nobody in particular, and where there is no poll', async () => {
    const postId = await ask();
    await expect(as('ann').posts.vote({ postId, choices: [0] })).rejects.toEqual(refusal('own_poll'));
    await expect(t.as(null).posts.vote({ postId, choices: [0] })).rejects.toEqual(refusal('token_missing'));
    const { id: plain } = await as('ann').posts.create({ text: 'No poll' });
    await expect(as('ben').posts.vote({ postId: plain, choices: [0] })).rejects.toEqual(refusal('validation_failed'));
  });

  test('in what is hidden or gone finds nothing', async () => {
    const hidden = await ask({ visibility: 'followers' });
    await expect(as('ben').posts.vote({ postId: hidden, choices: [0] })).rejects.toEqual(refusal('not_found'));
    const gone = await ask();
    await as('ben').posts.vote({ postId: gone, choices: [0] });
    await as('ann').posts.delete({ id: gone });
    await expect(as('ben').posts.vote({ postId: gone, choices: [0] })).rejects.toEqual(refusal('not_found'));
  });

  test('is over at the moment at which the poll ends, whether or not the job has run', async () => {
    await using late = await createTestApp();
    const { eva, finn, gus } = await invitePeople(late.app, 'eva', 'finn', 'gus');
    const poll = { options: ['yes', 'no'], expiresIn: 300 };
    const { id: postId } = await late.as(eva).posts.create({ text: 'Soon over', poll });
    await late.as(finn).posts.vote({ postId, choices: [0] });
    late.clock.advance(300_000);
    await expect(late.as(gus).posts.vote({ postId, choices: [0] })).rejects.toEqual(refusal('poll_closed'));
    expect((await late.as(finn).posts.vote({ postId, choices: [0] })).poll).toMatchObject({ choices: [0] });
  });

  test('in a storm of 64 votes by 32 people leaves no drift', async () => {
    const voters = Object.values(await invitePeople(t.app, ...Array.from({ length: 32 }, (_, n) => `voter_${n}`)));
    const postId = await ask({}, { multiple: true });
    const votes = [...voters, ...voters].map((id, n) =>
      t.as(id).posts.vote({ postId, choices: n % 3 ? [n % 3, 0] : [0] }),
    );
    const outcomes = await Promise.allSettled(votes);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusal('already_voted'));
    }
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(32);
    expect((await as('ann').posts.get({ id: postId })).poll).toMatchObject({ voterCount: 32 });
    expect(await driftOf(postId)).toEqual([]);
  });
});

describe('the result', () => {
  test('is hidden until one has voted, by every way on which a post is shown', async () => {
    await as('cid').graph.follow({ userId: people.ann });
    const { id: rootId } = await as('ann').posts.create({ text: 'A thread' });
    const postId = await ask({ replyToId: rootId });
    const top = await ask();
    await as('ben').posts.vote({ postId, choices: [1] });
    await as('ben').posts.vote({ postId: top, choices: [1] });
    const { id: quoteId } = await as('dan').posts.create({ text: 'Look', quoteOfId: top });
    await as('dan').posts.like({ id: top });
    const seenBy = async (name: 'ben' | 'cid' | null) => {
      const caller = name ? as(name) : t.as(null);
      const quote = (await caller.posts.get({ id: quoteId })).quoteOf;
      const pages = await Promise.all([
        caller.posts.list({}),
        caller.posts.replies({ id: rootId }),
        caller.users.posts({ id: people.ann }),
        caller.users.posts({ id: people.dan, with: 'likes' }),
      ]);
      const home = name === 'cid' ? (await caller.feed.home({})).items.map(({ post }) => post) : [];
      const posts = [...pages.flatMap(({ items }) => items), ...home, await caller.posts.get({ id: postId })];
      const polls = posts.flatMap(({ id, poll }) => ([postId, top].includes(id) && poll ? [poll] : []));
      if (quote && !quote.unavailable && quote.poll) polls.push(quote.poll);
      return polls.map(({ options }) => options.map(({ voteCount }) => voteCount));
    };
    for (const viewer of ['cid', null] as const) {
      const counts = await seenBy(viewer);
      expect(counts.length).toBeGreaterThanOrEqual(6);
      for (const count of counts) expect(count).toEqual([null, null, null]);
    }
    for (const count of await seenBy('ben')) expect(count).toEqual([0, 1, 0]);
    expect((await as('ann').posts.get({ id: top })).poll?.options[1]?.voteCount).toBe(1);
  });
});
