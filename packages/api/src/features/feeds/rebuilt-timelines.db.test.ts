import { createTestApp, invitePeople, type TestApp, testAppOptions } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { rebuildTimeline } from './index.ts';

const peopleCount = 30;
const steps = 900;

/** Numbers that look random and are the same for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface World {
  t: TestApp;
  people: string[];
  posts: { id: string; authorId: string }[];
  /** Who follows whom, and who reposted what, as far as it was not taken back. */
  follows: [who: string, userId: string][];
  reposts: [who: string, id: string][];
  random: (below: number) => number;
}

const visibilities = ['public', 'public', 'public', 'followers', 'friends'] as const;

const deeds: Record<string, [weight: number, (world: World, who: string) => Promise<unknown>]> = {
  follow: [
    7,
    async ({ t, people, follows, random }, who) => {
      const userId = people[random(people.length)] ?? '';
      await t.as(who).graph.follow({ userId });
      follows.push([who, userId]);
    },
  ],
  unfollow: [
    2,
    async ({ t, follows, random }) => {
      for (const [who, userId] of follows.splice(random(follows.length), 1)) await t.as(who).graph.unfollow({ userId });
    },
  ],
  block: [
    1,
    async ({ t, people, random }, who) => {
      const { block, unblock } = t.as(who).graph;
      await (random(2) === 0 ? block : unblock)({ userId: people[random(people.length)] ?? '' });
    },
  ],
  followTag: [1, ({ t, random }, who) => t.as(who).hashtags.follow({ tag: `tag${random(3)}` })],
  post: [
    6,
    async (world, who) => {
      const { t, posts, random } = world;
      const parent = random(3) === 0 ? recent(world) : undefined;
      const visibility = visibilities[random(visibilities.length)] ?? 'public';
      const tag = random(4) === 0 ? ` #tag${random(3)}` : '';
      const reply = parent ? { replyToId: parent.id } : {};
      const { id } = await t.as(who).posts.create({ text: `post ${posts.length}${tag}`, visibility, ...reply });
      posts.push({ id, authorId: who });
    },
  ],
  repost: [
    8,
    async (world, who) => {
      const id = recent(world)?.id ?? '';
      await world.t.as(who).posts.repost({ id });
      world.reposts.push([who, id]);
    },
  ],
  unrepost: [
    4,
    async ({ t, reposts, random }) => {
      for (const [who, id] of reposts.splice(random(reposts.length), 1)) await t.as(who).posts.unrepost({ id });
    },
  ],
  delete: [
    1,
    async ({ t, posts, random }) => {
      for (const { id, authorId } of posts.slice(random(posts.length)).slice(0, 1))
        await t.as(authorId).posts.delete({ id });
    },
  ],
};
const hat = Object.values(deeds).flatMap(([weight, deed]) => Array<typeof deed>(weight).fill(deed));

/** One of the last posts, so that many choose the same. */
function recent({ posts, random }: World): World['posts'][number] | undefined {
  return posts[posts.length - 1 - random(Math.min(posts.length, 12))];
}

/** One thing that somebody does; what is refused, since one is blocked or sees nothing, changes nothing. */
async function step(world: World): Promise<void> {
  const { people, random } = world;
  const who = people[random(people.length)] ?? '';
  await hat[random(hat.length)]?.(world, who).catch(() => undefined);
}

async function walk({ t }: World, userId: string): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await t.as(userId).feed.home({ limit: 7, ...(cursor ? { cursor } : {}) });
    seen.push(
      ...page.items.map(
        ({ post, reason }) => `${post.text} ${reason.kind === 'repost' ? reason.by.username : JSON.stringify(reason)}`,
      ),
    );
    cursor = page.nextCursor;
  }
  return seen;
}

test.each([
  ['pushed', 10_000, 1],
  ['pushed', 10_000, 2],
  ['in part merged at read', 5, 3],
])(
  'timelines that are %s show the same after they were dropped and made anew (threshold %i, seed %i)',
  async (_, pullFrom, seed) => {
    await using t = await createTestApp({ settings: { ...testAppOptions('').settings, feeds: { pullFrom } } });
    const people = Object.values(
      await invitePeople(t.app, ...Array.from({ length: peopleCount }, (_, n) => `person${n}`)),
    );
    const world: World = { t, people, posts: [], follows: [], reposts: [], random: randomOf(seed) };
    for (let n = 0; n < steps; n += 1) {
      // NOTE: a third of them comes by only when much has happened.
      if (n % 200 === 0) for (const id of people.slice(0, 20)) await t.as(id).feed.home({});
      await step(world);
    }
    await t.drain();
    let length = 0;
    for (const id of people) {
      const before = await walk(world, id);
      await t.app.sql.raw('delete from timeline_entry where user_id = $1', [id]);
      await rebuildTimeline(t.app.sql, id);
      expect(await walk(world, id)).toEqual(before);
      expect(new Set(before.map((item) => item.split(' ', 2).join(' '))).size).toBe(before.length);
      length += before.length;
    }
    expect(length).toBeGreaterThan(500);
  },
);
