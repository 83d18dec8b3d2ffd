import { type Caller, createTestApp, findDrift, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const workers = 32;
const opsEach = 60;

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp({ poolSize: 16 });
});
afterAll(() => t[Symbol.asyncDispose]());

/** What a worker acts upon: a person, another one, and a post of anybody. */
interface Scene {
  as: Caller;
  other: string;
  post: string;
  /** One of his own. */
  own: string;
  remember: (post: { id: string }) => void;
}

type Deed = (scene: Scene) => Promise<unknown>;

/** NOTE: what is done often stands here more than once. */
const deeds: readonly Deed[] = [
  ({ as, post }) => as.posts.like({ id: post }),
  ({ as, post }) => as.posts.like({ id: post }),
  ({ as, post }) => as.posts.unlike({ id: post }),
  ({ as, post }) => as.posts.repost({ id: post }),
  ({ as, post }) => as.posts.repost({ id: post }),
  ({ as, post }) => as.posts.unrepost({ id: post }),
  ({ as, post }) => as.posts.bookmark({ id: post }),
  ({ as, post }) => as.posts.unbookmark({ id: post }),
  ({ as, own }) => as.posts.pin({ id: own }),
  ({ as, own }) => as.posts.unpin({ id: own }),
  ({ as, post }) => as.posts.vote({ postId: post, choices: [0] }),
  ({ as, own }) => as.posts.delete({ id: own }),
  ({ as, other }) => as.graph.follow({ userId: other }),
  ({ as, other }) => as.graph.follow({ userId: other }),
  ({ as, other }) => as.graph.unfollow({ userId: other }),
  ({ as, other }) => as.graph.removeFollower({ userId: other }),
  ({ as, other }) => as.graph.block({ userId: other }),
  ({ as, other }) => as.graph.unblock({ userId: other }),
  ({ as, other }) => as.graph.unblock({ userId: other }),
  ({ as, other }) => as.graph.mute({ userId: other }),
  ({ as, other }) => as.graph.unmute({ userId: other }),
  ({ as, other }) => as.friends.request({ userId: other }),
  ({ as, other }) => as.friends.request({ userId: other }),
  ({ as, other }) => as.friends.remove({ userId: other }),
  async ({ as }) => {
    const { items } = await as.friends.requests({ direction: 'incoming', status: 'pending' });
    if (items[0]) await as.friends.accept({ requestId: items[0].id });
  },
  async ({ as, remember }) =>
    remember(await as.posts.create({ text: 'a post #storm', poll: { options: ['yes', 'no'] } })),
  async ({ as, post, remember }) => remember(await as.posts.create({ text: 'an answer @person_1', replyToId: post })),
  async ({ as, post, remember }) => remember(await as.posts.create({ text: 'a quote', quoteOfId: post })),
  async ({ as, own }) => {
    const { version } = await as.posts.get({ id: own });
    await as.posts.update({ id: own, text: 'changed #weather @person_2', version });
  },
  ({ as }) => as.feed.home({}),
  ({ as }) => as.notifications.markAllRead({}),
];

/** What no caller may get, however many act at once. */
const isBug = (reason: string | undefined) =>
  reason === undefined || ['internal_error', 'unavailable'].includes(reason);

test('a storm of everything leaves no drift, no bug and no deadlock that a caller sees', async () => {
  const people = Object.values(await invitePeople(t.app, ...Array.from({ length: 12 }, (_, n) => `person_${n}`)));
  const posts: { id: string; by: string }[] = [];
  for (const id of people)
    posts.push({ ...(await t.as(id).posts.create({ text: 'the first', poll: { options: ['a', 'b'] } })), by: id });
  const anyOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
  const bugs: unknown[] = [];
  const done = new Set<Deed>();
  const act = async (): Promise<void> => {
    const me = anyOf(people);
    const other = anyOf(people.filter((id) => id !== me));
    const deed = anyOf(deeds);
    const scene = {
      as: t.as(me),
      other,
      post: anyOf(posts.slice(-20)).id,
      own: anyOf(posts.filter(({ by }) => by === me).slice(-5)).id,
      remember: ({ id }: { id: string }) => void posts.push({ id, by: me }),
    };
    await deed(scene).then(
      () => done.add(deed),
      (error: { cause?: { reason?: string } }) => {
        if (isBug(error.cause?.reason)) bugs.push(error);
      },
    );
  };
  const work = async (): Promise<void> => {
    for (let n = 0; n < opsEach; n += 1) await act();
  };
  await Promise.all(Array.from({ length: workers }, work));
  await t.drain();
  expect(bugs).toEqual([]);
  expect(done.size).toBe(deeds.length);
  expect(await findDrift(t.app.sql)).toEqual({});
}, 120_000);
