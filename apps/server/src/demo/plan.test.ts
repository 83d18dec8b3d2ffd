import { CreatePostInput, NewPoll, Username } from '@rookery/contract';
import { expect, test } from 'vitest';
import { persons } from './people/everybody.ts';
import { planDemo } from './plan.ts';

const now = new Date('2026-11-21T12:00:00Z');
const plan = planDemo(persons, now);
const made = new Map(plan.posts.map((post) => [post.id, post.createdAt]));
const deeds = [...plan.likes, ...plan.reposts, ...plan.bookmarks, ...plan.votes];

test('the demo is the same at every run', () => {
  expect(planDemo(persons, now)).toEqual(plan);
});

test('forty people and one more, posts and replies in hundreds, all of different ids', () => {
  expect(plan.people).toHaveLength(41);
  expect(plan.posts).toHaveLength(460);
  const ties = [...plan.follows, ...plan.followRequests, ...plan.friendRequests, ...plan.mutes, ...plan.blocks];
  const told = plan.notifications.flatMap(({ id, actors }) => [id, ...actors.map((actor) => actor.id)]);
  const ids = [...[...plan.people, ...plan.posts, ...deeds, ...ties].map(({ id }) => id), ...told];
  expect(new Set(ids).size).toBe(ids.length);
});

test('everything keeps the rules of the contract', () => {
  for (const { person } of plan.people) expect(Username.parse(person.username)).toBe(person.username);
  for (const { text, poll, warning, deletedAt } of plan.posts) {
    if (deletedAt) continue;
    const rest = { ...(warning === null ? {} : { contentWarning: warning }) };
    expect(CreatePostInput.parse({ text, ...rest })).toMatchObject({ text: text.normalize('NFC'), ...rest });
    if (poll) expect(NewPoll.parse({ options: poll.options }).options).toEqual(poll.options);
  }
});

test('what answers, quotes or does something with a post comes after it, and nothing is of the future', () => {
  for (const { replyToId, quoteOfId, createdAt, editedAt } of plan.posts) {
    for (const of of [replyToId, quoteOfId]) if (of) expect(made.get(of)?.getTime()).toBeLessThan(createdAt.getTime());
    expect(Math.max(createdAt.getTime(), editedAt?.getTime() ?? 0)).toBeLessThan(now.getTime());
  }
  for (const { to, createdAt } of deeds) expect(made.get(to)?.getTime()).toBeLessThanOrEqual(createdAt.getTime());
  const times = [...deeds, ...plan.follows, ...plan.mutes, ...plan.blocks, ...plan.notifications].map(
    ({ createdAt }) => createdAt,
  );
  expect(times.every((at) => at < now)).toBe(true);
  for (const { acceptedAt } of plan.friendRequests)
    if (acceptedAt) expect(acceptedAt.getTime()).toBeLessThan(now.getTime());
});

test('nobody says the same to the same person twice', () => {
  const said = plan.posts
    .filter((post) => !post.deletedAt)
    .map(({ authorId, replyToId, text }) => [authorId, replyToId, text].join());
  expect(new Set(said).size).toBe(said.length);
});
