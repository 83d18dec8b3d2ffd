import { type Caller, createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
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
  ({ as, post }) => as.posts.pin({ id: post }),
  ({ as, post }) => as.posts.unpin({ id: post }),
  ({ as, post }) => as.posts.vote({ postId: post, choices: [0] }),
  ({ as, post }) => as.posts.delete({ id: post }),
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
  async ({ as, post }) => {
    const { version } = await as.posts.get({ id: post });
    await as.posts.update({ id: post, text: 'changed #weather @person_2', version });
  },
  ({ as }) => as.feed.home({}),
  ({ as }) => as.notifications.markAllRead({}),
];

const drifts: Record<string, string> = {
  'post.like_count':
    'select id from post o where deleted_at is null and like_count <> (select count(*) from post_like l where l.post_id = o.id)',
  'post.repost_count':
    'select id from post o where deleted_at is null and repost_count <> (select count(*) from repost l where l.post_id = o.id)',
  'post.reply_count':
    'select id from post o where reply_count <> (select count(*) from post r where r.reply_to_id = o.id and r.deleted_at is null)',
  'post.quote_count':
    'select id from post o where quote_count <> (select count(*) from post r where r.quote_of_id = o.id and r.deleted_at is null)',
  'profile.post_count':
    'select id from profile o where post_count <> (select count(*) from post p where p.author_id = o.id and p.deleted_at is null)',
  'profile.follower_count':
    'select id from profile o where follower_count <> (select count(*) from follow f where f.followee_id = o.id)',
  'profile.following_count':
    'select id from profile o where following_count <> (select count(*) from follow f where f.follower_id = o.id)',
  'profile.friend_count':
    'select id from profile o where friend_count <> (select count(*) from friendship f where f.profile_id = o.id)',
  'poll.voter_count':
    'select post_id from poll o where voter_count <> (select count(*) from poll_vote v where v.post_id = o.post_id)',
  'notification.actor_count':
    'select id from notification n where actor_count <> (select count(*) from notification_actor a where a.notification_id = n.id)',
  'pinned posts beyond three':
    'select author_id from post where pinned and deleted_at is null group by author_id having count(*) > 3',
  'a follow across a block': `select b.id from block b join follow f on (f.follower_id, f.followee_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a friendship across a block': `select b.id from block b join friendship f on (f.profile_id, f.friend_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a pending request across a block': `select b.id from block b join friend_request f on f.status = 'pending' and (f.sender_id, f.receiver_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a friendship of one side': `select id from friendship f where not exists (select from friendship g where g.profile_id = f.friend_id and g.friend_id = f.profile_id)`,
  'a pending request of friends': `select r.id from friend_request r join friendship f on f.profile_id = r.sender_id and f.friend_id = r.receiver_id where r.status = 'pending'`,
  'two entries of a post in a timeline':
    'select user_id from timeline_entry group by user_id, post_id having count(*) > 1',
};

/** What no caller may get, however many act at once. */
const isBug = (reason: string | undefined) =>
  reason === undefined || ['internal_error', 'unavailable'].includes(reason);

test('a storm of everything leaves no drift, no bug and no deadlock that a caller sees', async () => {
  const people = Object.values(await invitePeople(t.app, ...Array.from({ length: 12 }, (_, n) => `person_${n}`)));
  const posts: string[] = [];
  for (const id of people)
    posts.push((await t.as(id).posts.create({ text: 'the first', poll: { options: ['a', 'b'] } })).id);
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
      post: anyOf(posts.slice(-20)),
      remember: ({ id }: { id: string }) => void posts.push(id),
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
  const found: Record<string, unknown[]> = {};
  for (const [name, text] of Object.entries(drifts)) {
    const rows = await t.app.sql.raw(text);
    if (rows.length > 0) found[name] = rows.slice(0, 3);
  }
  expect(found).toEqual({});
}, 120_000);
