import { type Caller, createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { domainErrorOf } from '../../kernel/trpc-errors.ts';
import { recountPosts } from './recount.handler.ts';

const workers = 32;
const deedsOfOne = 40;
const deeds = [
  'like',
  'unlike',
  'like',
  'repost',
  'unrepost',
  'repost',
  'bookmark',
  'unbookmark',
  'pin',
  'unpin',
  'quote',
  'answer',
  'delete',
] as const;

const leftovers = `select p.id from post p where p.deleted_at is not null and (
  p.like_count > 0 or p.repost_count > 0
  or exists (select from post_like l where l.post_id = p.id) or exists (select from repost r where r.post_id = p.id)
  or exists (select from bookmark b where b.post_id = p.id))`;
const overPinned = `select author_id from post where pinned group by author_id having count(*) > 3`;

/** Numbers below a bound, the same in every run. */
function sequence(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** The id of the post that the deed made, if it makes one. */
async function act(as: Caller, deed: (typeof deeds)[number], id: string): Promise<string | null> {
  if (deed === 'quote') return (await as.posts.create({ text: 'quoting', quoteOfId: id })).id;
  if (deed === 'answer') return (await as.posts.create({ text: 'answering', replyToId: id })).id;
  await as.posts[deed]({ id });
  return null;
}

test('a storm of deeds of all kinds leaves no drift and nothing of what was deleted, and nobody meets a bug', async () => {
  const drift: [string, number][] = [];
  await using t = await createTestApp({
    recounts: { drifted: (counter, wrong) => void drift.push([counter, wrong]), finished: () => undefined },
  });
  const people = Object.values(await invitePeople(t.app, ...Array.from({ length: 8 }, (_, n) => `stormer_${n}`)));
  const posts: string[] = [];
  for (const person of people)
    for (let n = 0; n < 2; n += 1) posts.push((await t.as(person).posts.create({ text: 'stormy' })).id);

  const refused: Record<string, number> = {};
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      const next = sequence(worker + 1);
      for (let n = 0; n < deedsOfOne; n += 1) {
        const deed = deeds[next(deeds.length)] ?? 'like';
        const id = posts[next(posts.length)] ?? '';
        const person = t.as(people[next(people.length)] ?? '');
        try {
          const made = await act(person, deed, id);
          if (made !== null) posts.push(made);
        } catch (error) {
          const reason = domainErrorOf(error)?.reason ?? `bug in ${deed}: ${String(error)}`;
          refused[reason] = (refused[reason] ?? 0) + 1;
        }
      }
    }),
  );
  expect(['not_found', 'not_owner', 'validation_failed']).toEqual(expect.arrayContaining(Object.keys(refused)));
  await t.drain();
  await recountPosts(t.app);
  expect(drift).toEqual([]);
  expect(await t.app.sql.raw(leftovers)).toEqual([]);
  expect(await t.app.sql.raw(overPinned)).toEqual([]);
});

test('whoever answers one post and quotes another while both are deleted waits for nobody in a circle', async () => {
  await using t = await createTestApp();
  const { ann, ben } = await invitePeople(t.app, 'ann', 'ben');
  let transactions = 0;
  const begin = () => {
    transactions += 1;
    return t.app.database.begin();
  };
  const app = { ...t.app, database: { ...t.app.database, begin } };
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    const first = await t.as(ann).posts.create({ text: 'first' });
    const second = await t.as(ann).posts.create({ text: 'second', replyToId: first.id });
    const third = await t.as(ann).posts.create({ text: 'third', replyToId: first.id, quoteOfId: second.id });
    const results = await Promise.allSettled([
      t.as(ben, { app }).posts.create({ text: 'x', replyToId: first.id, quoteOfId: third.id }),
      t.as(ben, { app }).posts.create({ text: 'x', replyToId: third.id, quoteOfId: first.id }),
      ...[third, second, first].map(({ id }) => t.as(ann, { app }).posts.delete({ id })),
    ]);
    for (const result of results)
      if (result.status === 'rejected') expect(domainErrorOf(result.reason)?.reason).toBe('not_found');
  }
  // NOTE: the loser of a deadlock begins anew.
  expect(transactions).toBe(rounds * 5);
});
