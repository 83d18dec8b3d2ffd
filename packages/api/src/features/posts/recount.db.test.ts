import { createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';
import { recount } from '../graph/index.ts';
import { recountPosts } from './recount.handler.ts';

const fillVotes = statement(
  'test.fill-votes',
  `with votes as (
     insert into poll_vote (post_id, profile_id, choices) select post_id, id, '{0,2}' from poll cross join unnest($1::uuid[]) as p(id)
   ) update poll set voter_count = cardinality($1::uuid[]), votes = array[cardinality($1::uuid[]), 0, cardinality($1::uuid[])]`,
);
const readCounters = `select id, like_count, repost_count, quote_count, reply_count, null::int[] as votes from post
  union all select id, post_count, follower_count, following_count, friend_count, null::int[] from profile
  union all select post_id, voter_count, 0, 0, 0, votes from poll order by 1, 6 nulls first`;

const plantPost = 'update post set like_count = $2, reply_count = $3 where id = $1';
const plantAuthor = 'update profile set post_count = $2 where id = $1';

test('every counter that drifted is reported, then repaired, and the others are left alone', async () => {
  const lines: object[] = [];
  const drift: [string, number][] = [];
  const finished: string[] = [];
  const quiet = () => undefined;
  const warn = (fields: object) => void lines.push(fields);
  await using t = await createTestApp({
    log: { debug: quiet, info: quiet, error: quiet, warn },
    recounts: {
      drifted: (counter, wrong) => void drift.push([counter, wrong]),
      finished: (slice) => void finished.push(slice),
    },
  });
  const { ann, ben } = await invitePeople(t.app, 'ann', 'ben');
  const ids: string[] = [];
  for (let n = 0; n < 520; n += 1) ids.push((await t.as(ann).posts.create({ text: `post ${n}` })).id);
  const [first = '', last = ''] = [ids[0], ids[519]];
  await t.as(ben).posts.like({ id: first });
  await t.as(ben).posts.create({ text: 'an answer', replyToId: last });
  const gone = await t.as(ben).posts.create({ text: 'a second thought', replyToId: last });
  await t.as(ben).posts.delete({ id: gone.id });
  await recountPosts(t.app);
  expect([lines, drift, finished]).toEqual([[], [], ['posts']]);

  await t.app.sql.raw(plantPost, [first, 7, 0]);
  await t.app.sql.raw(plantPost, [last, 0, 0]);
  await t.app.sql.raw(plantAuthor, [ben, 9]);
  await recountPosts(t.app);
  const columns = ['like_count', 'repost_count', 'quote_count', 'reply_count'];
  expect(lines).toEqual([
    { id: first, columns, stored: [7, 0, 0, 0], counted: [1, 0, 0, 0] },
    { id: last, columns, stored: [0, 0, 0, 0], counted: [0, 0, 0, 1] },
    { id: ben, columns: ['post_count'], stored: [9], counted: [1] },
  ]);
  expect(drift).toEqual([
    ['post.like_count', 1],
    ['post.reply_count', 1],
    ['profile.post_count', 1],
  ]);
  expect(await t.as(null).posts.get({ id: first })).toMatchObject({ likeCount: 1, replyCount: 0 });
  expect(await t.as(null).posts.get({ id: last })).toMatchObject({ likeCount: 0, replyCount: 1 });
  expect(await t.as(null).users.get({ id: ben })).toMatchObject({ postCount: 1 });
  await recountPosts(t.app);
  expect(lines).toHaveLength(3);
});

test('a hundred errors over all counters are all found, reported by counter and repaired', async () => {
  const drift = new Map<string, number>();
  await using t = await createTestApp({
    recounts: {
      drifted: (counter, wrong) => void drift.set(counter, (drift.get(counter) ?? 0) + wrong),
      finished: () => undefined,
    },
  });
  const people = Object.values(await invitePeople(t.app, ...Array.from({ length: 15 }, (_, n) => `person_${n}`)));
  const [star = '', ...others] = people;
  const { id: quoteOfId } = await t.as(star).posts.create({ text: 'a post of which much is made' });
  const polls: string[] = [];
  for (const person of others) {
    await t.as(person).posts.like({ id: quoteOfId });
    await t.as(person).posts.repost({ id: quoteOfId });
    await t.as(person).graph.follow({ userId: star });
    const poll = { options: ['a', 'b', 'c'], multiple: true };
    polls.push((await t.as(person).posts.create({ text: 'a or b?', poll, replyToId: quoteOfId, quoteOfId })).id);
  }
  await t.app.sql.run(fillVotes, [people]);
  await recountPosts(t.app);
  await recount.handle(t.app, {}, 'job');
  expect([...drift]).toEqual([]);
  const before = await t.app.sql.raw(readCounters);

  const planted = {
    'post.like_count': 9,
    'post.repost_count': 13,
    'post.quote_count': 12,
    'post.reply_count': 11,
    'profile.post_count': 10,
    'profile.follower_count': 9,
    'profile.following_count': 8,
    'profile.friend_count': 5,
    'poll.voter_count': 11,
    'poll.votes': 12,
  };
  for (const [counter, wrong] of Object.entries(planted)) {
    const [table = '', column = ''] = counter.split('.');
    const key = table === 'poll' ? 'post_id' : 'id';
    const some = `select ${key} from ${table} order by ${key} limit ${wrong}`;
    const set = column === 'votes' ? 'votes[2] = votes[2] + 3' : `${column} = ${column} + 5`;
    await t.app.sql.raw(`update ${table} set ${set} where ${key} in (${some})`);
  }
  await recountPosts(t.app);
  await recount.handle(t.app, {}, 'job');
  expect(Object.fromEntries(drift)).toEqual(planted);
  expect(Object.values(planted).reduce((sum, wrong) => sum + wrong)).toBe(100);
  expect(await t.app.sql.raw(readCounters)).toEqual(before);
  expect(await t.as(star).posts.get({ id: polls[0] ?? '' })).toMatchObject({ poll: { voterCount: 15 } });
});

test('a recount amid likes, answers and deletions breaks nothing', async () => {
  await using t = await createTestApp();
  const [star = '', ...fans] = Object.values(
    await invitePeople(t.app, ...Array.from({ length: 21 }, (_, n) => `fan_${n}`)),
  );
  const { id } = await t.as(star).posts.create({ text: 'like and answer' });
  await t.app.sql.raw(plantPost, [id, 500, 500]);
  await t.app.sql.raw(plantAuthor, [star, 500]);
  const act = async (fan: string, n: number) => {
    await t.as(fan).posts.like({ id });
    const answer = await t.as(fan).posts.create({ text: 'an answer', replyToId: id });
    await t.as(star).posts.create({ text: 'thanks' });
    if (n % 2 === 0) await t.as(fan).posts.delete({ id: answer.id });
  };
  await Promise.all([...fans.map(act), recountPosts(t.app), recountPosts(t.app), recountPosts(t.app)]);
  expect(await t.as(null).posts.get({ id })).toMatchObject({ likeCount: 20, replyCount: 10 });
  expect(await t.as(null).users.get({ id: star })).toMatchObject({ postCount: 21 });
});
