import type { DemoPerson } from './person.ts';
import { planPosts } from './plan-posts.ts';
import type { DemoPlan, PlannedPerson, PlannedPost, PlannedTie, Setting } from './planned.ts';
import { createRandom, idOf, type Random } from './random.ts';

const seed = 20_261_121;
const minute = 60_000;
const day = 24 * 60 * minute;

/** Plans two weeks of a small town's talk that end just before `now`. */
export function planDemo(persons: readonly DemoPerson[], now: Date): DemoPlan {
  const random = createRandom(seed);
  const people = persons.map((person) => planPerson(person, now, random));
  const follows = people.flatMap((follower) => planFollows(follower, people, { now, random }));
  const posts = planPosts(people, { now, random });
  const likes = posts.flatMap((post) => planLikes(post, people, { now, random }));
  return { people, posts, likes, follows };
}

function planPerson(person: DemoPerson, now: Date, random: Random): PlannedPerson {
  const createdAt = new Date(now.getTime() - (15 + random.below(300)) * day - random.below(day));
  return { id: idOf(createdAt, random), person, createdAt };
}

function planFollows(follower: PlannedPerson, people: PlannedPerson[], { now, random }: Setting): PlannedTie[] {
  const others = people.filter((other) => other !== follower);
  return random.some(others, 8 + random.below(10)).map((followee) => {
    const createdAt = new Date(now.getTime() - random.below(14 * day) - minute);
    return { id: idOf(createdAt, random), from: follower.id, to: followee.id, createdAt };
  });
}

function planLikes(post: PlannedPost, people: PlannedPerson[], { now, random }: Setting): PlannedTie[] {
  const others = people.filter(({ id }) => id !== post.authorId);
  const most = post.replyToId === null ? 16 : 5;
  return random.some(others, Math.floor(random.next() ** 2 * most)).map(({ id }) => {
    const left = now.getTime() - post.createdAt.getTime();
    const createdAt = new Date(post.createdAt.getTime() + Math.floor(random.next() ** 2 * Math.min(left, 2 * day)));
    return { id: idOf(createdAt, random), from: id, to: post.id, createdAt };
  });
}
