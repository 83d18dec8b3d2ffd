import { CreatePostInput, Username } from '@rookery/contract';
import { expect, test } from 'vitest';
import { makers } from './people/makers.ts';
import { neighbours } from './people/neighbours.ts';
import { tinkerers } from './people/tinkerers.ts';
import { watchers } from './people/watchers.ts';
import { planDemo } from './plan.ts';

const persons = [...makers, ...watchers, ...neighbours, ...tinkerers];
const now = new Date('2026-11-21T12:00:00Z');
const plan = planDemo(persons, now);

test('the demo is the same at every run', () => {
  expect(planDemo(persons, now)).toEqual(plan);
});

test('forty people, four hundred posts and replies, all different ids', () => {
  expect(plan.people).toHaveLength(40);
  expect(plan.posts).toHaveLength(400);
  const ids = [...plan.people, ...plan.posts, ...plan.likes, ...plan.follows].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('everything keeps the rules of the contract', () => {
  for (const { person } of plan.people) expect(Username.parse(person.username)).toBe(person.username);
  for (const { text } of plan.posts) expect(CreatePostInput.parse({ text }).text).toBe(text.normalize('NFC'));
});

test('replies follow what they answer, likes what they like, and nothing is of the future', () => {
  const made = new Map(plan.posts.map((post) => [post.id, post.createdAt]));
  for (const { replyToId, createdAt } of plan.posts) {
    if (replyToId) expect(made.get(replyToId)?.getTime()).toBeLessThan(createdAt.getTime());
    expect(createdAt.getTime()).toBeLessThan(now.getTime());
  }
  for (const { to, createdAt } of plan.likes) expect(made.get(to)?.getTime()).toBeLessThanOrEqual(createdAt.getTime());
});

test('nobody says the same to the same person twice', () => {
  const said = plan.posts.map(({ authorId, replyToId, text }) => [authorId, replyToId, text].join());
  expect(new Set(said).size).toBe(said.length);
});
