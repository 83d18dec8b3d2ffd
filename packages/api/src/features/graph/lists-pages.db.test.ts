import { newId } from '@rookery/api';
import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const addFollow = statement('test.add-follow', 'insert into follow (follower_id, followee_id, id) values ($1, $2, $3)');
const dropFollow = statement('test.drop-follow', 'delete from follow where follower_id = $1 and followee_id = $2');
const addRequest = statement(
  'test.add-request',
  'insert into follow_request (follower_id, followee_id, id) values ($1, $2, $3)',
);
const dropRequest = statement(
  'test.drop-request',
  'delete from follow_request where follower_id = $1 and followee_id = $2',
);
const addBlock = statement('test.add-block', 'insert into block (blocker_id, blocked_id, id) values ($1, $2, $3)');
const dropBlock = statement('test.drop-block', 'delete from block where blocker_id = $1 and blocked_id = $2');
const addMute = statement('test.add-mute', 'insert into mute (muter_id, muted_id, id) values ($1, $2, $3)');
const dropMute = statement('test.drop-mute', 'delete from mute where muter_id = $1 and muted_id = $2');
const addFriend = statement(
  'test.add-friend',
  'insert into friendship (profile_id, friend_id, id) values ($1, $2, $3)',
);
const dropFriend = statement('test.drop-friend', 'delete from friendship where profile_id = $1 and friend_id = $2');
const addFriendRequest = statement(
  'test.add-friend-request',
  'insert into friend_request (sender_id, receiver_id, id) values ($1, $2, $3)',
);
const dropFriendRequest = statement(
  'test.drop-friend-request',
  'delete from friend_request where sender_id = $1 and receiver_id = $2',
);
const dropPerson = statement('test.drop-person', 'delete from account where id = $1');

interface Page {
  items: string[];
  nextCursor: string | null;
}

/** A list of people of one owner, and how somebody comes to stand in it or leaves it. */
interface List {
  add(owner: string, person: string): Promise<unknown>;
  remove(owner: string, person: string): Promise<unknown>;
  page(owner: string, input: { limit: number; cursor?: string }): Promise<Page>;
}

const idsOf = ({ items, nextCursor }: { items: { id: string }[]; nextCursor: string | null }): Page => ({
  items: items.map(({ id }) => id),
  nextCursor,
});
const run = (...args: Parameters<TestApp['app']['sql']['run']>) => t.app.sql.run(...args);

const lists: Record<string, List> = {
  followers: {
    add: (owner, person) => run(addFollow, [person, owner, newId()]),
    remove: (owner, person) => run(dropFollow, [person, owner]),
    page: async (owner, input) => idsOf(await t.as(null).users.followers({ id: owner, ...input })),
  },
  following: {
    add: (owner, person) => run(addFollow, [owner, person, newId()]),
    remove: (owner, person) => run(dropFollow, [owner, person]),
    page: async (owner, input) => idsOf(await t.as(null).users.following({ id: owner, ...input })),
  },
  followRequests: {
    add: (owner, person) => run(addRequest, [person, owner, newId()]),
    remove: (owner, person) => run(dropRequest, [person, owner]),
    page: async (owner, input) => {
      const { items, nextCursor } = await t.as(owner).graph.followRequests(input);
      return { items: items.map(({ follower }) => follower.id), nextCursor };
    },
  },
  friends: {
    add: (owner, person) => run(addFriend, [owner, person, newId()]),
    remove: (owner, person) => run(dropFriend, [owner, person]),
    page: async (owner, input) => idsOf(await t.as(null).users.friends({ id: owner, ...input })),
  },
  'friends of the caller': {
    add: (owner, person) => run(addFriend, [owner, person, newId()]),
    remove: (owner, person) => run(dropFriend, [owner, person]),
    page: async (owner, input) => idsOf(await t.as(owner).friends.list(input)),
  },
  mutuals: {
    add: async (owner, person) => {
      await run(addFollow, [person, owner, newId()]);
      await run(addFollow, [owner, person, newId()]);
    },
    remove: (owner, person) => run(dropFollow, [person, owner]),
    page: async (owner, input) => idsOf(await t.as(owner).users.mutuals({ id: owner, ...input })),
  },
  'friend requests received': {
    add: (owner, person) => run(addFriendRequest, [person, owner, newId()]),
    remove: (owner, person) => run(dropFriendRequest, [person, owner]),
    page: async (owner, input) => {
      const { items, nextCursor } = await t.as(owner).friends.requests(input);
      return { items: items.map(({ profile }) => profile.id), nextCursor };
    },
  },
  'friend requests sent': {
    add: (owner, person) => run(addFriendRequest, [owner, person, newId()]),
    remove: (owner, person) => run(dropFriendRequest, [owner, person]),
    page: async (owner, input) => {
      const { items, nextCursor } = await t
        .as(owner)
        .friends.requests({ direction: 'outgoing', status: 'pending', ...input });
      return { items: items.map(({ profile }) => profile.id), nextCursor };
    },
  },
  blocks: {
    add: (owner, person) => run(addBlock, [owner, person, newId()]),
    remove: (owner, person) => run(dropBlock, [owner, person]),
    page: async (owner, input) => idsOf(await t.as(owner).graph.blocks(input)),
  },
  mutes: {
    add: (owner, person) => run(addMute, [owner, person, newId()]),
    remove: (owner, person) => run(dropMute, [owner, person]),
    page: async (owner, input) => {
      const { items, nextCursor } = await t.as(owner).graph.mutes(input);
      return { items: items.map(({ profile }) => profile.id), nextCursor };
    },
  },
};

async function invite(count: number): Promise<string[]> {
  serial += 1;
  return Object.values(await invitePeople(t.app, ...Array.from({ length: count }, (_, n) => `walker_${serial}_${n}`)));
}

type Change = { kind: 'add' } | { kind: 'remove'; at: number };
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>({ kind: 'add' }),
  fc.nat({ max: 99 }).map((at): Change => ({ kind: 'remove', at })),
);
interface Walk {
  size: number;
  limit: number;
  between: Change[][];
}

const walk: fc.Arbitrary<Walk> = fc.record({
  size: fc.nat({ max: 12 }),
  limit: fc.integer({ min: 1, max: 5 }),
  between: fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 8 }),
});

/** A list of one owner: who stands in it now, and who may still come. */
interface Crowd {
  list: List;
  owner: string;
  standing: string[];
  waiting: string[];
}

async function alter({ list, owner, standing, waiting }: Crowd, step: Change): Promise<void> {
  const person = step.kind === 'add' ? waiting.shift() : standing.splice(step.at % Math.max(1, standing.length), 1)[0];
  if (person === undefined) return;
  if (step.kind === 'add') standing.push(person);
  await list[step.kind](owner, person);
}

/** Walks a list to its end while it changes; what was given, what stood in it all the time, and how it began. */
async function walked(list: List, { size, limit, between }: Walk) {
  const [owner = '', ...waiting] = await invite(1 + size + 24);
  const start = waiting.splice(0, size);
  const crowd = { list, owner, standing: [...start], waiting };
  for (const person of start) await list.add(owner, person);
  const given: string[] = [];
  let page: Page = { items: [], nextCursor: null };
  for (const steps of [...between, ...Array.from({ length: 50 }, () => [])]) {
    page = await list.page(owner, { limit, ...(page.nextCursor === null ? {} : { cursor: page.nextCursor }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    given.push(...page.items);
    for (const step of steps) await alter(crowd, step);
    if (page.nextCursor === null) break;
  }
  expect(page.nextCursor).toBeNull();
  return { given, stayed: start.filter((person) => crowd.standing.includes(person)), start };
}

describe.each(Object.keys(lists))('%s', (name) => {
  test('a walk gives nothing twice and skips nothing that stayed, while rows come and go', async () => {
    const list = lists[name] as List;
    await fc.assert(
      fc.asyncProperty(walk, async (plan) => {
        const { given, stayed, start } = await walked(list, plan);
        expect(new Set(given).size).toBe(given.length);
        expect(given).toEqual(expect.arrayContaining(stayed));
        const order = given.map((person) => start.indexOf(person));
        expect(order).toEqual(order.toSorted((a, b) => b - a));
      }),
      { numRuns: 25 },
    );
  });
});

test('a walk over all profiles gives nothing twice and skips nothing that stayed', async () => {
  const start = await invite(30);
  const given: string[] = [];
  const gone = [start[2], start[17]];
  for (let cursor: string | undefined; ; ) {
    const page = await t.as(null).users.list({ limit: 7, ...(cursor === undefined ? {} : { cursor }) });
    given.push(...page.items.map(({ id }) => id));
    await invite(2);
    await run(dropPerson, [gone.shift() ?? newId()]);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(new Set(given).size).toBe(given.length);
  expect(given).toEqual(expect.arrayContaining(start.filter((_, at) => at !== 2 && at !== 17)));
});

describe('a cursor that no list made', () => {
  const encode = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const broken: [string, string][] = [
    ['empty', ''],
    ['garbage', 'garbage!'],
    ['symbols', '%%%💥'],
    ['a null character', '\u0000'],
    ['a bare id', newId()],
    ['no JSON', encode('{')],
    ['JSON of another shape', encode({ id: newId() })],
    ['a null key', encode(['LIST', null])],
    ['SQL', encode(['LIST', "' or true --"])],
    ['a null character in the key', encode(['LIST', '\u0000'])],
    ['a number', encode(['LIST', 1e308])],
    ['a nested key', encode(['LIST', [[newId()]]])],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0x00]).toString('base64url')],
    ['one of another list', encode(['posts.list', newId()])],
  ];
  const calls: [string, (cursor: string) => Promise<unknown>][] = [
    ['users.list', (cursor) => t.as(null).users.list({ cursor })],
    ['users.list', (cursor) => t.as(null).users.list({ cursor, query: 'walker' })],
    ['users.followers', (cursor) => t.as(null).users.followers({ id: newId(), cursor })],
    ['users.following', (cursor) => t.as(null).users.following({ id: newId(), cursor })],
    ['graph.followRequests', (cursor) => t.as(newId()).graph.followRequests({ cursor })],
    ['graph.blocks', (cursor) => t.as(newId()).graph.blocks({ cursor })],
    ['graph.mutes', (cursor) => t.as(newId()).graph.mutes({ cursor })],
    ['users.friends', (cursor) => t.as(null).users.friends({ id: newId(), cursor })],
    ['users.friends', (cursor) => t.as(newId()).friends.list({ cursor })],
    ['users.mutuals', (cursor) => t.as(newId()).users.mutuals({ id: newId(), cursor })],
    ['users.suggestions', (cursor) => t.as(newId()).users.suggestions({ cursor })],
    ['friends.requests', (cursor) => t.as(newId()).friends.requests({ cursor })],
  ];
  const named = (cursor: string, list: string) => {
    const text = Buffer.from(cursor, 'base64url').toString();
    return text.includes('LIST') ? encode(text.replace('LIST', list)) : cursor;
  };

  test.each(broken)('%s is a bad cursor', async (_, cursor) => {
    for (const [list, call] of calls) {
      await expect(call(named(cursor, list))).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        cause: { reason: 'bad_cursor' },
      });
    }
  });

  test('one of another list, or one that was cut short, is a bad cursor', async () => {
    const [owner = '', ...crowd] = await invite(3);
    for (const person of crowd) await t.as(person).graph.follow({ userId: owner });
    const { nextCursor } = await t.as(null).users.followers({ id: owner, limit: 1 });
    const cursor = nextCursor ?? '';
    expect(cursor).not.toBe('');
    await expect(t.as(null).users.following({ id: owner, cursor })).rejects.toMatchObject({
      cause: { reason: 'bad_cursor' },
    });
    for (let length = 0; length < cursor.length; length += 1) {
      const call = t.as(null).users.followers({ id: owner, cursor: cursor.slice(0, length) });
      await expect(call).rejects.toMatchObject({ code: 'BAD_REQUEST', cause: { reason: 'bad_cursor' } });
    }
  });

  test('a huge one is refused', async () => {
    for (const [, call] of calls)
      await expect(call('A'.repeat(1_000_000))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test.each([0, -1, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('and so is a limit of %s', async (limit) => {
    await expect(t.as(null).users.list({ limit })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(t.as(null).users.followers({ id: newId(), limit })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('whatever it is, it never makes a 500', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 600 }),
        fc.constantFrom(...calls),
        async (cursor, [, call]) => {
          await expect(call(cursor)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
        },
      ),
      { numRuns: 200 },
    );
  });
});
