import { createTestApp, findDrift, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseGroups, recountMembers } from './features/groups/index.ts';
import { recountPosts } from './features/posts/recount.handler.ts';
import { transact } from './kernel/transaction.ts';
import { domainErrorOf } from './kernel/trpc-errors.ts';

const rounds = 50;
let t: TestApp;
let serial = 0;
const drift: [string, number][] = [];
beforeAll(async () => {
  const drifted = (counter: string, wrong: number) => void drift.push([counter, wrong]);
  t = await createTestApp({ poolSize: 16, recounts: { drifted, finished: () => undefined } });
});
afterAll(() => t[Symbol.asyncDispose]());

/** A public group that is joined by request: its owner, a moderator, a member, and somebody who is not in it. */
interface Scene {
  id: string;
  owner: string;
  mod: string;
  member: string;
  other: string;
}

async function newScene(): Promise<Scene> {
  serial += 1;
  const names = ['owner', 'mod', 'member', 'other'].map((name) => `${name}_${serial}`);
  const [owner = '', mod = '', member = '', other = ''] = Object.values(await invitePeople(t.app, ...names));
  const { id } = await t.as(owner).groups.create({ name: 'raced' });
  for (const one of [mod, member]) await t.as(one).groups.join({ id });
  await t.as(owner).groups.setRole({ id, userId: mod, role: 'moderator' });
  await t.as(owner).groups.update({ id, joining: 'request' });
  return { id, owner, mod, member, other };
}

interface Race {
  name: string;
  prepare?: (scene: Scene) => Promise<unknown>;
  acts: (scene: Scene) => Promise<unknown>[];
  /** What each may answer, by place; the last one stands for all that follow. */
  answers: string[][];
  /** Throws unless what is left is legal, given what each was answered. */
  legal: (scene: Scene, answers: string[]) => Promise<void>;
}

async function answerOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: unknown) => domainErrorOf(error)?.reason ?? String(error),
  );
}

const ok = ['ok'];
const orNothing = ['ok', 'not_found'];
const wins = (answers: string[]) => answers.filter((answer) => answer === 'ok').length;
const roleOf = async (id: string, who: string) => (await t.as(who).groups.get({ id })).viewer?.role;
const ownersOf = async ({ id, owner }: Scene) =>
  (await t.as(owner).groups.members({ id, role: 'owner' })).items.map(({ profile }) => profile.id);
const open = ({ id, owner }: Scene) => t.as(owner).groups.update({ id, joining: 'open' });
const ask = ({ id, other }: Scene) => t.as(other).groups.join({ id });
const invite = ({ id, mod, other }: Scene) => t.as(mod).groups.invite({ id, userId: other });
const told = async (who: string) => (await t.as(who).notifications.list({})).items.map(({ type }) => type);

const races: Race[] = [
  {
    name: 'join × join',
    prepare: open,
    acts: ({ id, other }) => [1, 2, 3, 4].map(() => t.as(other).groups.join({ id })),
    answers: [ok],
    legal: async ({ id, other }) =>
      expect(await t.as(other).groups.get({ id })).toMatchObject({ memberCount: 4, viewer: { role: 'member' } }),
  },
  {
    name: 'ask × ask',
    acts: ({ id, other }) => [1, 2, 3].map(() => t.as(other).groups.join({ id })),
    answers: [ok],
    legal: async ({ owner }) => expect(await told(owner)).toEqual(['group_join_request']),
  },
  {
    name: 'approve × withdraw',
    prepare: ask,
    acts: ({ id, mod, other }) => [
      t.as(mod).groups.approveRequest({ id, userId: other }),
      t.as(other).groups.leave({ id }),
    ],
    answers: [orNothing, ok],
    legal: async ({ id, owner, other }) => {
      const { viewer } = await t.as(other).groups.get({ id });
      expect(viewer).toEqual({ role: null, requested: false, invited: false });
      expect(await told(owner)).toEqual([]);
    },
  },
  {
    name: 'approve × reject',
    prepare: ask,
    acts: ({ id, mod, owner, other }) => [
      t.as(mod).groups.approveRequest({ id, userId: other }),
      t.as(owner).groups.rejectRequest({ id, userId: other }),
    ],
    answers: [orNothing],
    legal: async ({ id, other }, answers) => {
      expect(wins(answers)).toBe(1);
      expect(await roleOf(id, other)).toBe(answers[0] === 'ok' ? 'member' : null);
    },
  },
  {
    name: 'last owners leave × leave',
    prepare: ({ id, owner, mod }) => t.as(owner).groups.setRole({ id, userId: mod, role: 'owner' }),
    acts: ({ id, owner, mod }) => [owner, mod].map((one) => t.as(one).groups.leave({ id })),
    answers: [['ok', 'last_owner']],
    legal: async (scene, answers) => {
      expect(wins(answers)).toBe(1);
      expect(await ownersOf(scene)).toEqual([answers[0] === 'ok' ? scene.mod : scene.owner]);
    },
  },
  {
    name: 'owner leaves × the other is demoted',
    prepare: ({ id, owner, mod }) => t.as(owner).groups.setRole({ id, userId: mod, role: 'owner' }),
    acts: ({ id, owner, mod }) => [
      t.as(mod).groups.leave({ id }),
      t.as(mod).groups.setRole({ id, userId: owner, role: 'member' }),
    ],
    answers: [
      ['ok', 'last_owner'],
      ['ok', 'last_owner', 'role_required'],
    ],
    legal: async (scene, answers) => {
      expect(wins(answers)).toBe(1);
      expect(await ownersOf(scene)).toHaveLength(1);
    },
  },
  {
    name: 'two owners demote each other',
    prepare: ({ id, owner, mod }) => t.as(owner).groups.setRole({ id, userId: mod, role: 'owner' }),
    acts: ({ id, owner, mod }) => [
      t.as(mod).groups.setRole({ id, userId: owner, role: 'member' }),
      t.as(owner).groups.setRole({ id, userId: mod, role: 'member' }),
    ],
    answers: [['ok', 'role_required']],
    legal: async (scene, answers) => {
      expect(wins(answers)).toBe(1);
      expect(await ownersOf(scene)).toHaveLength(1);
    },
  },
  {
    name: 'invite × ban',
    acts: (scene) => [
      invite(scene),
      t.as(scene.owner).groups.removeMember({ id: scene.id, userId: scene.other, ban: true }),
    ],
    answers: [['ok', 'banned'], ok],
    legal: async ({ id, other }) => {
      expect((await t.as(other).groups.get({ id })).viewer?.invited).toBe(false);
      expect([await answerOf(t.as(other).groups.join({ id })), await told(other)]).toEqual(['banned', []]);
    },
  },
  {
    name: 'accept × revoke',
    prepare: invite,
    acts: ({ id, owner, other }) => [
      t.as(other).groups.acceptInvite({ id }),
      t.as(owner).groups.revokeInvite({ id, userId: other }),
    ],
    answers: [orNothing, ok],
    legal: async ({ id, other }, [accepted]) => {
      expect(await roleOf(id, other)).toBe(accepted === 'ok' ? 'member' : null);
      expect(await told(other)).toEqual([]);
    },
  },
  {
    name: 'accept × ban',
    prepare: invite,
    acts: ({ id, owner, other }) => [
      t.as(other).groups.acceptInvite({ id }),
      t.as(owner).groups.removeMember({ id, userId: other, ban: true }),
    ],
    answers: [orNothing, ok],
    legal: async ({ id, other }) => expect(await roleOf(id, other)).toBeNull(),
  },
  {
    name: 'write × removal',
    acts: ({ id, mod, member }) => [
      t.as(member).posts.create({ text: 'so', groupId: id }),
      t.as(mod).groups.removeMember({ id, userId: member }),
    ],
    answers: [['ok', 'role_required'], ok],
    legal: async ({ id, member }, [written]) => {
      expect(await t.as(member).groups.get({ id })).toMatchObject({ postCount: written === 'ok' ? 1 : 0 });
    },
  },
  {
    name: 'write × write × delete of the group',
    acts: ({ id, owner, member }) => [
      t.as(member).posts.create({ text: 'so', groupId: id }),
      t.as(owner).posts.create({ text: 'so', groupId: id }),
      t.as(owner).groups.delete({ id }),
    ],
    answers: [orNothing, orNothing, ok],
    legal: async ({ id, owner, member }) => {
      expect(await answerOf(t.as(owner).groups.get({ id }))).toBe('not_found');
      await t.drain();
      expect(await t.app.sql.raw('select from community where id = $1', [id])).toEqual([]);
      expect((await t.as(member).users.posts({ id: member })).items).toEqual([]);
    },
  },
  {
    name: 'join × delete',
    prepare: open,
    acts: ({ id, owner, other }) => [t.as(other).groups.join({ id }), t.as(owner).groups.delete({ id })],
    answers: [orNothing, ok],
    legal: async ({ id, other }) => {
      expect(await answerOf(t.as(other).groups.get({ id }))).toBe('not_found');
      expect((await t.as(other).groups.list({ mine: true })).items).toEqual([]);
    },
  },
  {
    name: 'delete of a post by its author × by staff',
    prepare: async ({ id, member }) => t.as(member).posts.create({ text: 'so', groupId: id }),
    acts: ({ id, member, mod, owner }) => {
      const postId = async () => (await t.as(member).feed.group({ groupId: id })).items[0]?.id ?? '';
      const found = postId();
      return [
        found.then((one) => t.as(member).posts.delete({ id: one })),
        found.then((one) => t.as(mod).posts.delete({ id: one })),
        found.then((one) => t.as(owner).groups.removePost({ id, postId: one })),
      ];
    },
    answers: [orNothing],
    legal: async ({ id, owner }, answers) => {
      expect(wins(answers)).toBe(1);
      expect((await t.as(owner).groups.get({ id })).postCount).toBe(0);
    },
  },
];

test.each(races)(`$name, ${rounds} times: one legal end, and a clean answer for each`, async (one) => {
  for (let round = 0; round < rounds; round += 1) {
    const scene = await newScene();
    await one.prepare?.(scene);
    const answers = await Promise.all(one.acts(scene).map(answerOf));
    for (const [place, answer] of answers.entries()) expect(one.answers[place] ?? one.answers.at(-1)).toContain(answer);
    await one.legal(scene, answers);
  }
});

test('a group whose only owner goes passes to its oldest moderator, else to its oldest member, else it ends', async () => {
  const { id, owner, mod, member, other } = await newScene();
  await t.as(other).groups.join({ id });
  const go = async (who: string) => {
    while (await transact({ app: t.app }, (tx) => eraseGroups(tx, who)));
  };
  await go(owner);
  expect([await roleOf(id, owner), await roleOf(id, mod)]).toEqual([null, 'owner']);
  await t.as(mod).groups.approveRequest({ id, userId: other });
  await go(mod);
  expect([await roleOf(id, member), await roleOf(id, other)]).toEqual(['owner', 'member']);
  await t.as(member).groups.setRole({ id, userId: other, role: 'owner' });
  await go(member);
  expect(await roleOf(id, other)).toBe('owner');
  await go(other);
  expect(await answerOf(t.as(other).groups.get({ id }))).toBe('not_found');
  await t.drain();
  expect(await t.app.sql.raw('select from community where id = $1', [id])).toEqual([]);
});

test('no counter has drifted after all of it, and one that has is repaired and told of', async () => {
  await t.drain();
  expect(await findDrift(t.app.sql)).toEqual({});
  await recountPosts(t.app);
  await recountMembers.handle(t.app, {}, '');
  expect(drift).toEqual([]);
  const { id, owner } = await newScene();
  await t.app.sql.raw('update community set member_count = 9, post_count = 7 where id = $1', [id]);
  await recountPosts(t.app);
  await recountMembers.handle(t.app, {}, '');
  expect(drift).toEqual([
    ['community.post_count', 1],
    ['community.member_count', 1],
  ]);
  expect(await t.as(owner).groups.get({ id })).toMatchObject({ memberCount: 3, postCount: 0 });
});
