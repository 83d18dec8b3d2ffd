import { createTestApp, findDrift, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { domainErrorOf } from '../../kernel/trpc-errors.ts';

const rounds = 50;
let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp({ poolSize: 16 });
});
afterAll(() => t[Symbol.asyncDispose]());

/** A group of the first two; the others are in none. */
interface Scene {
  owner: string;
  member: string;
  third: string;
  stranger: string;
  conversationId: string;
}

async function newScene(): Promise<Scene> {
  serial += 1;
  const names = ['owner', 'member', 'third', 'stranger'].map((name) => `${name}_${serial}`);
  const [owner = '', member = '', third = '', stranger = ''] = Object.values(await invitePeople(t.app, ...names));
  const { id: conversationId } = await t.as(owner).chat.createGroup({ title: 'Raced', userIds: [member] });
  return { owner, member, third, stranger, conversationId };
}

interface Race {
  name: string;
  prepare?: (scene: Scene) => Promise<unknown>;
  acts: (scene: Scene) => Promise<unknown>[];
  /** What each may answer, by place; the last one stands for all that follow. */
  answers: string[][];
  legal: (scene: Scene, answers: string[]) => Promise<void>;
}

const ok = ['ok'];
const orNothing = ['ok', 'not_found'];

async function answerOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: unknown) => domainErrorOf(error)?.reason ?? String(error),
  );
}

const send = (by: string, conversationId: string) =>
  t.as(by).chat.send({ conversationId, text: 'raced', clientId: newId() });
const membersOf = async ({ conversationId }: Scene) => {
  const rows = await t.app.sql.raw(
    'select profile_id, role, folder from conversation_member where conversation_id = $1 order by id',
    [conversationId],
  );
  return rows as { profile_id: string; role: string; folder: string }[];
};
const notesOf = async ({ conversationId }: Scene) => {
  const rows = await t.app.sql.raw(
    `select coalesce(system ->> 'kind', 'said') as kind from message where conversation_id = $1 order by seq`,
    [conversationId],
  );
  return rows.map((row) => (row as { kind: string }).kind);
};
const direct = async ({ owner, stranger }: Scene) => {
  const { id } = await t.as(stranger).chat.open({ userId: owner });
  await send(stranger, id);
  return id;
};

const races: Race[] = [
  {
    name: 'open × open',
    acts: ({ owner, stranger }) => [
      t.as(owner).chat.open({ userId: stranger }),
      t.as(stranger).chat.open({ userId: owner }),
      t.as(owner).chat.open({ userId: stranger }),
    ],
    answers: [ok],
    legal: async ({ owner, stranger }) => {
      const [one, two] = [
        await t.as(owner).chat.open({ userId: stranger }),
        await t.as(stranger).chat.open({ userId: owner }),
      ];
      expect(one.id).toBe(two.id);
    },
  },
  {
    name: 'add × remove',
    prepare: ({ owner, third, conversationId }) => t.as(owner).chat.addMembers({ conversationId, userIds: [third] }),
    acts: ({ owner, third, conversationId }) => [
      t.as(owner).chat.addMembers({ conversationId, userIds: [third] }),
      t.as(owner).chat.removeMember({ conversationId, userId: third }),
    ],
    answers: [ok],
    legal: async (scene) => {
      const isIn = (await membersOf(scene)).some(({ profile_id }) => profile_id === scene.third);
      const changes = (await notesOf(scene)).filter((kind) => kind === 'added' || kind === 'removed');
      expect(changes).toEqual(isIn ? ['added', 'removed', 'added'] : ['added', 'removed']);
    },
  },
  {
    name: 'leave × leave of the last two',
    acts: ({ owner, member, conversationId }) => [owner, member].map((one) => t.as(one).chat.leave({ conversationId })),
    answers: [ok],
    legal: async (scene) => {
      await t.drain();
      expect([await membersOf(scene), await notesOf(scene)]).toEqual([[], []]);
    },
  },
  {
    name: 'the last owner leaves × setRole',
    prepare: ({ owner, third, conversationId }) => t.as(owner).chat.addMembers({ conversationId, userIds: [third] }),
    acts: ({ owner, third, conversationId }) => [
      t.as(owner).chat.leave({ conversationId }),
      t.as(owner).chat.setRole({ conversationId, userId: third, role: 'owner' }),
    ],
    answers: [ok, orNothing],
    legal: async (scene, [, set]) => {
      const owners = (await membersOf(scene)).flatMap(({ profile_id, role }) => (role === 'owner' ? profile_id : []));
      expect(owners).toEqual([set === 'ok' ? scene.third : scene.member]);
    },
  },
  {
    name: 'remove × send',
    acts: ({ owner, member, conversationId }) => [
      t.as(owner).chat.removeMember({ conversationId, userId: member }),
      send(member, conversationId),
      send(owner, conversationId),
    ],
    answers: [ok, orNothing, ok],
    legal: async (scene, [, sent]) => {
      const notes = await notesOf(scene);
      expect(notes.filter((kind) => kind === 'said')).toHaveLength(sent === 'ok' ? 2 : 1);
      const rows = await t.app.sql.raw(
        `select seq from message where conversation_id = $1 and sender_id = $2 and seq > (
           select seq from message where conversation_id = $1 and system ->> 'kind' = 'removed')`,
        [scene.conversationId, scene.member],
      );
      expect(rows).toEqual([]);
    },
  },
  {
    name: 'block × send',
    prepare: direct,
    acts: ({ owner, stranger }) => [
      t.as(owner).graph.block({ userId: stranger }),
      t
        .as(stranger)
        .chat.open({ userId: owner })
        .then(({ id }) => send(stranger, id)),
    ],
    answers: [ok, orNothing],
    legal: async ({ owner, stranger }) => {
      for (const one of [owner, stranger]) {
        const { items } = await t.as(one).chat.conversations({ folder: one === owner ? 'requests' : 'inbox' });
        expect(items.filter(({ kind }) => kind === 'direct')).toEqual([]);
        expect((await t.as(one).notifications.list({})).items).toEqual([]);
      }
      expect(await answerOf(t.as(stranger).chat.open({ userId: owner }))).toBe('not_found');
    },
  },
  {
    name: 'accept × decline',
    acts: ({ member, conversationId }) => [
      t.as(member).chat.acceptRequest({ conversationId }),
      t.as(member).chat.declineRequest({ conversationId }),
    ],
    answers: [orNothing],
    legal: async (scene, [accepted, declined]) => {
      const mine = (await membersOf(scene)).filter(({ profile_id }) => profile_id === scene.member);
      expect(mine.map(({ folder }) => folder)).toEqual(declined === 'ok' ? [] : ['inbox']);
      expect([accepted, declined]).toContain('ok');
    },
  },
  {
    name: 'accept × decline of two',
    prepare: direct,
    acts: ({ owner, stranger }) => {
      const answer = async (verb: 'acceptRequest' | 'declineRequest') => {
        const rows = await t.app.sql.raw(
          `select id from conversation where kind = 'direct' and $1::uuid in (one_id, other_id)`,
          [stranger],
        );
        return t.as(owner).chat[verb]({ conversationId: (rows[0] as { id: string }).id });
      };
      return [answer('acceptRequest'), answer('declineRequest')];
    },
    answers: [orNothing],
    legal: async ({ owner }, answers) => {
      expect(answers.toSorted()).toEqual(['not_found', 'ok']);
      const { items } = await t.as(owner).chat.conversations({});
      expect(items.filter(({ kind }) => kind === 'direct')).toHaveLength(answers[0] === 'ok' ? 1 : 0);
    },
  },
  {
    name: 'two adds of the same person',
    prepare: ({ owner, member, conversationId }) =>
      t.as(owner).chat.setRole({ conversationId, userId: member, role: 'admin' }),
    acts: ({ owner, member, third, stranger, conversationId }) => [
      t.as(owner).chat.addMembers({ conversationId, userIds: [third] }),
      t.as(member).chat.addMembers({ conversationId, userIds: [stranger, third] }),
      t.as(owner).chat.addMembers({ conversationId, userIds: [third, stranger] }),
    ],
    answers: [ok],
    legal: async (scene) => {
      expect(await membersOf(scene)).toHaveLength(4);
      expect((await t.as(scene.owner).chat.get({ id: scene.conversationId })).memberCount).toBe(4);
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

test('nothing has drifted after all of it', async () => {
  await t.drain();
  expect(await findDrift(t.app.sql)).toEqual({});
});
