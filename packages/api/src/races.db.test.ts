import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recountRelations } from './features/graph/recount.handler.ts';
import { publishScheduled } from './features/posts/drafts/publish-scheduled.ts';
import { closePoll } from './features/posts/polls/close-poll.ts';
import { recountPosts } from './features/posts/recount.handler.ts';
import { domainErrorOf } from './kernel/trpc-errors.ts';

const rounds = 50;
const hour = 3_600_000;
let t: TestApp;
let serial = 0;
const drift: [string, number][] = [];
beforeAll(async () => {
  const drifted = (counter: string, wrong: number) => void drift.push([counter, wrong]);
  t = await createTestApp({ poolSize: 16, recounts: { drifted, finished: () => undefined } });
});
afterAll(() => t[Symbol.asyncDispose]());

/** Two who have never met, and a post of the first one. */
interface Scene {
  a: string;
  b: string;
  postId: string;
  /** A poll of the first one. */
  pollId: string;
}

async function newScene(): Promise<Scene> {
  serial += 1;
  const [a = '', b = ''] = Object.values(await invitePeople(t.app, `a_${serial}`, `b_${serial}`));
  const { id: postId } = await t.as(a).posts.create({ text: 'raced' });
  const { id: pollId } = await t.as(a).posts.create({ text: 'asked', poll: { options: ['yes', 'no'] } });
  return { a, b, postId, pollId };
}

interface Race<Prepared = unknown> {
  name: string;
  prepare?: (scene: Scene) => Promise<Prepared>;
  acts: (scene: Scene, prepared: Prepared) => Promise<unknown>[];
  /** What each may answer, by place; the last one stands for all that follow. */
  answers: string[][];
  /** Throws unless what is left is legal, given what each was answered. */
  legal: (scene: Scene, answers: string[], prepared: Prepared) => Promise<void>;
}

const race = <Prepared>(one: Race<Prepared>): Race<Prepared> => one;
const ok = ['ok'];
const orNothing = ['ok', 'not_found'];
const wins = (answers: string[]) => answers.filter((answer) => answer === 'ok').length;

async function answerOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: unknown) => domainErrorOf(error)?.reason ?? String(error),
  );
}

const post = ({ b, postId }: Scene) => t.as(b).posts.get({ id: postId });
const standing = async ({ a, b }: Scene) => (await t.as(a).users.get({ id: b })).viewer;
const follows = async ({ a, b }: Scene) => (await standing({ a, b, postId: '', pollId: '' }))?.followedBy;

async function isGone({ a, postId }: Scene): Promise<void> {
  expect(await answerOf(t.as(a).posts.get({ id: postId }))).toBe('not_found');
}

/** Neither is told of the other, in lists or counts. */
async function tellNothing({ a, b }: Scene): Promise<void> {
  for (const one of [a, b]) {
    const { items } = await t.as(one).notifications.list({});
    expect(items).toEqual([]);
    expect((await t.as(one).notifications.unreadCount()).count).toBe(0);
  }
}

const twice = (verb: 'like' | 'repost' | 'bookmark', count: 'likeCount' | 'repostCount' | null) =>
  race({
    name: `${verb} × ${verb}`,
    acts: ({ b, postId }) => [1, 2, 3, 4].map(() => t.as(b).posts[verb]({ id: postId })),
    answers: [ok],
    legal: async (scene) => {
      const view = await post(scene);
      if (count) expect(view[count]).toBe(1);
      const { items } = await t.as(scene.a).notifications.list({});
      expect(items.map(({ actorCount }) => actorCount)).toEqual(count ? [1] : []);
    },
  });

const againstDelete = (name: string, act: (scene: Scene) => Promise<unknown>) =>
  race({
    name: `delete × ${name}`,
    acts: (scene) => [t.as(scene.a).posts.delete({ id: scene.postId }), act(scene)],
    answers: [ok, orNothing],
    legal: isGone,
  });

const againstBlock = (name: string, act: (scene: Scene) => Promise<unknown>) =>
  race({
    name: `block × ${name}`,
    acts: (scene) => [t.as(scene.a).graph.block({ userId: scene.b }), act(scene)],
    answers: [ok, [...orNothing, 'validation_failed']],
    legal: async (scene) => {
      expect(await standing(scene)).toMatchObject({ blocking: true, followedBy: false, friend: false });
      await tellNothing(scene);
    },
  });

const races = [
  race({
    name: 'request × request',
    acts: ({ a, b }) => [t.as(a).friends.request({ userId: b }), t.as(b).friends.request({ userId: a })],
    answers: [ok],
    legal: async (scene) => expect(await standing(scene)).toMatchObject({ friend: true, friendRequest: null }),
  }),
  race({
    name: 'accept × block',
    prepare: ({ a, b }) => t.as(a).friends.request({ userId: b }),
    acts: ({ a, b }, { id }) => [t.as(b).friends.accept({ requestId: id }), t.as(a).graph.block({ userId: b })],
    answers: [orNothing, ok],
    legal: async (scene) => {
      expect(await standing(scene)).toMatchObject({ blocking: true, friend: false, friendRequest: null });
      await tellNothing(scene);
    },
  }),
  race({
    name: 'follow × private',
    acts: ({ a, b }) => [t.as(b).graph.follow({ userId: a }), t.as(a).me.update({ isPrivate: true })],
    answers: [ok],
    legal: async ({ a, b }) => {
      const { viewer } = await t.as(b).users.get({ id: a });
      expect([viewer?.following, viewer?.followRequested].toSorted()).toEqual([false, true]);
    },
  }),
  race({
    name: 'unblock × follow',
    prepare: ({ a, b }) => t.as(a).graph.block({ userId: b }),
    acts: ({ a, b }) => [t.as(a).graph.unblock({ userId: b }), t.as(b).graph.follow({ userId: a })],
    answers: [ok, orNothing],
    legal: async (scene, [, followed]) => expect(await follows(scene)).toBe(followed === 'ok'),
  }),
  againstBlock('like', ({ b, postId }) => t.as(b).posts.like({ id: postId })),
  againstBlock('repost', ({ b, postId }) => t.as(b).posts.repost({ id: postId })),
  againstBlock('answer', ({ b, postId }) => t.as(b).posts.create({ text: 'so', replyToId: postId })),
  againstBlock('quote', ({ b, postId }) => t.as(b).posts.create({ text: 'so', quoteOfId: postId })),
  againstBlock('follow', ({ a, b }) => t.as(b).graph.follow({ userId: a })),
  againstBlock('request', ({ a, b }) => t.as(b).friends.request({ userId: a })),
  twice('like', 'likeCount'),
  twice('repost', 'repostCount'),
  twice('bookmark', null),
  race({
    name: 'vote × vote',
    acts: ({ b, pollId }) => [0, 1, 0].map((choice) => t.as(b).posts.vote({ postId: pollId, choices: [choice] })),
    answers: [['ok', 'already_voted']],
    legal: async ({ a, pollId }) => {
      const { poll } = await t.as(a).posts.get({ id: pollId });
      expect(poll?.voterCount).toBe(1);
      expect(poll?.options.reduce((sum, { voteCount }) => sum + (voteCount ?? 0), 0)).toBe(1);
    },
  }),
  race({
    name: 'vote × end',
    acts: ({ b, pollId }) => {
      const clock = { now: () => new Date(Date.now() + 400 * 24 * hour) };
      return [t.as(b).posts.vote({ postId: pollId, choices: [0] }), closePoll({ ...t.app, clock }, pollId)];
    },
    answers: [['ok', 'poll_closed'], ok],
    legal: async ({ a, pollId }, [voted]) => {
      const { poll } = await t.as(a).posts.get({ id: pollId });
      expect(poll).toMatchObject({ closed: true, voterCount: voted === 'ok' ? 1 : 0 });
    },
  }),
  race({
    name: 'pin × pin',
    prepare: ({ a }) => Promise.all([1, 2, 3, 4].map((n) => t.as(a).posts.create({ text: `pin ${n}` }))),
    acts: ({ a }, posts) => posts.map(({ id }) => t.as(a).posts.pin({ id })),
    answers: [['ok', 'validation_failed']],
    legal: async ({ a }, answers) => {
      expect((await t.as(null).users.posts({ id: a, with: 'pinned' })).items).toHaveLength(3);
      expect(wins(answers)).toBe(3);
    },
  }),
  race({
    name: 'edit × edit',
    acts: ({ a, postId }) => ['x', 'y'].map((text) => t.as(a).posts.update({ id: postId, text, version: 1 })),
    answers: [['ok', 'edit_conflict']],
    legal: async (scene, answers) => {
      expect(wins(answers)).toBe(1);
      expect(await post(scene)).toMatchObject({ version: 2, text: answers[0] === 'ok' ? 'x' : 'y' });
    },
  }),
  againstDelete('edit', ({ a, postId }) => t.as(a).posts.update({ id: postId, text: 'new', version: 1 })),
  race({
    name: 'delete × delete',
    acts: ({ a, postId }) => [1, 2].map(() => t.as(a).posts.delete({ id: postId })),
    answers: [orNothing],
    legal: async (scene, answers) => {
      expect(wins(answers)).toBe(1);
      await isGone(scene);
    },
  }),
  againstDelete('answer', ({ b, postId }) => t.as(b).posts.create({ text: 'so', replyToId: postId })),
  againstDelete('quote', ({ b, postId }) => t.as(b).posts.create({ text: 'so', quoteOfId: postId })),
  againstDelete('repost', ({ b, postId }) => t.as(b).posts.repost({ id: postId })),
  againstDelete('like', ({ b, postId }) => t.as(b).posts.like({ id: postId })),
  againstDelete('bookmark', ({ b, postId }) => t.as(b).posts.bookmark({ id: postId })),
  againstDelete('pin', ({ a, postId }) => t.as(a).posts.pin({ id: postId })),
  race({
    name: 'rename × rename',
    acts: ({ a, b }) => [a, b].map((one) => t.as(one).me.changeUsername({ username: `wanted_${serial}` })),
    answers: [['ok', 'username_taken']],
    legal: async ({ a, b }, answers) => {
      expect(wins(answers)).toBe(1);
      const owner = answers[0] === 'ok' ? a : b;
      expect((await t.as(null).users.get({ username: `wanted_${serial}` })).id).toBe(owner);
    },
  }),
  race({
    name: 'publish × update',
    prepare: ({ a }) => t.as(a).posts.create({ text: 'old', scheduledAt: new Date(t.clock.now().getTime() + hour) }),
    acts: ({ a }, { id }) => {
      const app = { ...t.app, clock: { now: () => new Date(t.clock.now().getTime() + 2 * hour) } };
      const update = t.as(a).posts.scheduled.update({ id, content: { text: 'new' } });
      return [update, publishScheduled(app, id), publishScheduled(app, id)];
    },
    answers: [orNothing, ok],
    legal: async ({ a }, [updated]) => {
      const published = (await t.as(a).users.posts({ id: a, with: 'posts' })).items.filter(
        ({ text }) => text === 'old' || text === 'new',
      );
      const waiting = (await t.as(a).posts.scheduled.list({})).items.map(({ content }) => content.text);
      const all = [...published.map(({ text }) => text), ...waiting];
      expect(all).toEqual([updated === 'ok' ? 'new' : 'old']);
    },
  }),
];

// NOTE: each race is of scenes that it prepares for itself, whatever their type.
test.each(races as Race[])(`$name, ${rounds} times: one legal end, and a clean answer for each`, async (one) => {
  for (let round = 0; round < rounds; round += 1) {
    const scene = await newScene();
    const prepared = await one.prepare?.(scene);
    const answers = await Promise.all(one.acts(scene, prepared).map(answerOf));
    for (const [place, answer] of answers.entries()) expect(one.answers[place] ?? one.answers.at(-1)).toContain(answer);
    await one.legal(scene, answers, prepared);
  }
});

const tables = ['post_like', 'repost', 'bookmark', 'post_revision', 'notification', 'post_search'];

test('no counter has drifted after all of it, and of deleted posts nothing is left', async () => {
  await t.drain();
  for (const table of tables) {
    const rows = await t.app.sql.raw(
      `select x.* from ${table} x join post p on p.id = x.post_id where p.deleted_at is not null`,
    );
    expect([table, rows]).toEqual([table, []]);
  }
  await recountPosts(t.app);
  await recountRelations(t.app);
  expect(drift).toEqual([]);
});
