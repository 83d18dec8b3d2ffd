import { createTestApp, invitePeople, type TestApp, testAppOptions } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { rebuildTimeline } from './index.ts';

const peopleCount = 30;
const steps = 700;

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
  random: (below: number) => number;
}

const visibilities = ['public', 'public', 'public', 'followers', 'friends'] as const;

/** One thing that somebody does; what is refused, for one is blocked or sees nothing, changes nothing. */
async function step({ t, people, posts, random }: World): Promise<void> {
  const who = people[random(people.length)] ?? '';
  const other = people[random(people.length)] ?? '';
  const post = posts[Math.max(0, posts.length - 1 - random(40))];
  const me = t.as(who);
  const deeds: (() => Promise<unknown>)[] = [
    ...Array(4).fill(() => me.graph.follow({ userId: other })),
    () => me.graph.unfollow({ userId: other }),
    () => (random(4) === 0 ? me.graph.block({ userId: other }) : me.graph.unblock({ userId: other })),
    () => me.hashtags.follow({ tag: `tag${random(3)}` }),
    ...Array(4).fill(async () => {
      const reply = post && random(3) === 0 ? { replyToId: post.id } : {};
      const visibility = visibilities[random(visibilities.length)] ?? 'public';
      const tag = random(4) === 0 ? ` #tag${random(3)}` : '';
      const { id } = await me.posts.create({ text: `post ${posts.length}${tag}`, visibility, ...reply });
      posts.push({ id, authorId: who });
    }),
    ...(post
      ? [...Array(4).fill(() => me.posts.repost({ id: post.id })), () => me.posts.unrepost({ id: post.id })]
      : []),
    ...(post && random(3) === 0 ? [() => t.as(post.authorId).posts.delete({ id: post.id })] : []),
  ];
  await deeds[random(deeds.length)]?.().catch(() => undefined);
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
    const world: World = { t, people, posts: [], random: randomOf(seed) };
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
