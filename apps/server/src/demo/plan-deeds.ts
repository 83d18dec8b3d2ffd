import type { Audience } from './audience.ts';
import { namesOf } from './plan-ties.ts';
import type { PlannedDeeds, PlannedPerson, PlannedPost, PlannedTie, Setting } from './planned.ts';
import { idOf } from './random.ts';
import { ofDemo, reposts } from './story.ts';

const day = 24 * 3_600_000;

interface Stage {
  people: PlannedPerson[];
  posts: PlannedPost[];
  audience: Audience;
}

/** Likes, reposts and votes by chance and by the story, and what the demo account bookmarked. */
export function planDeeds(stage: Stage, setting: Setting): PlannedDeeds {
  const { posts, people } = stage;
  const idOfName = namesOf(people);
  const postCalled = keysOf(posts);
  return {
    likes: posts.flatMap((post) => planLikes(post, stage, setting)),
    reposts: posts.flatMap((post) => planReposts(post, stage, setting)),
    bookmarks: ofDemo.bookmarks.map((key) => deedTo(postCalled(key), idOfName('demo'), setting)),
    votes: posts.flatMap((post) => planVotes(post, stage, setting)),
  };
}

/** Posts by the names that the story has for them; throws for one that is not there. */
function keysOf(posts: readonly PlannedPost[]): (key: string) => PlannedPost {
  const keyed = new Map(posts.map((post) => [post.key, post]));
  return (key) => {
    const post = keyed.get(key);
    if (!post) throw new Error(`no post is called ${key}`);
    return post;
  };
}

/** Somebody does something with a post, rather soon than late, before the end of its time. */
function deedTo(post: PlannedPost, from: string, { now, random }: Setting): PlannedTie {
  const left = Math.min(2 * day, now.getTime() - post.createdAt.getTime());
  const createdAt = new Date(post.createdAt.getTime() + Math.floor((0.02 + 0.96 * random.next() ** 2) * left));
  return { id: idOf(createdAt, random), from, to: post.id, createdAt };
}

function readersOf(post: PlannedPost, { people, audience }: Stage): PlannedPerson[] {
  return people.filter(({ id, person }) => id !== post.authorId && !person.isBot && audience.mayRead(post, id));
}

function planLikes(post: PlannedPost, stage: Stage, setting: Setting): PlannedTie[] {
  const most = post.replyToId === null ? 16 : 5;
  const least = post.pictures.length > 0 ? 4 : 0;
  const count = Math.max(least, Math.floor(setting.random.next() ** 2 * most));
  const likers = setting.random.some(readersOf(post, stage), count);
  return likers.map(({ id }) => deedTo(post, id, setting));
}

function planReposts(post: PlannedPost, stage: Stage, setting: Setting): PlannedTie[] {
  if (!stage.audience.isOpen(post) || post.replyToId !== null) return [];
  const idOfName = namesOf(stage.people);
  const told = reposts.filter(([, key]) => key === post.key).map(([username]) => idOfName(username));
  const others = readersOf(post, stage).filter(
    ({ id, person }) => !told.includes(id) && id !== idOfName('demo') && !person.isPrivate,
  );
  const chosen = setting.random.some(others, Math.floor(setting.random.next() ** 5 * 5)).map(({ id }) => id);
  return [...told, ...chosen].map((id) => deedTo(post, id, setting));
}

function planVotes(post: PlannedPost, stage: Stage, setting: Setting): PlannedDeeds['votes'] {
  const { poll } = post;
  if (!poll) return [];
  const { random, now } = setting;
  const demoId = namesOf(stage.people)('demo');
  const untilEnd = { random, now: new Date(Math.min(poll.closesAt.getTime(), now.getTime())) };
  const voters = readersOf(post, stage).filter(({ id, person }) => id !== demoId && person.username !== 'bargain_bob');
  const ballots = poll.weights.flatMap((count, option) => Array.from({ length: count }, () => option));
  const chosen = random.some(voters, ballots.length).map(({ id }, index) => ({ id, choice: ballots[index] ?? 0 }));
  const author = stage.people.find(({ id }) => id === post.authorId)?.person.username;
  const own = ofDemo.votes.flatMap(([username, choice]) => (username === author ? [{ id: demoId, choice }] : []));
  return [...chosen, ...own].map(({ id, choice }) => {
    const second = poll.multiple && random.next() < 0.5 ? [(choice + 1) % poll.options.length] : [];
    return { ...deedTo(post, id, untilEnd), choices: [choice, ...second].sort((a, b) => a - b) };
  });
}
