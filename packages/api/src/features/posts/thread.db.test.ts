import type { PostThread, ThreadEntry } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { threadBounds } from './thread-places.ts';

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol');
  await t.app.sql.run(blockOfBob, [people.bob, people.carol]);
});
afterAll(() => t[Symbol.asyncDispose]());

const blockOfBob = statement(
  'test.block-of-bob',
  'insert into block (blocker_id, blocked_id, id) values ($1, $2, test_id())',
);
const insertTree = statement(
  'test.insert-tree',
  `insert into post (id, author_id, text, reply_to_id, root_id, deleted_at)
   select id, author_id, 'node', parent_id, root_id, case when gone then now() end
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bool[]) as n(id, author_id, parent_id, root_id, gone)`,
);

interface Node {
  id: string;
  parent: string | null;
  /** Bob's posts are hidden from Carol. */
  authorId: string;
  gone: boolean;
}

async function plant(nodes: readonly Node[]): Promise<void> {
  const root = nodes[0]?.id;
  await t.app.sql.run(insertTree, [
    nodes.map(({ id }) => id),
    nodes.map(({ authorId }) => authorId),
    nodes.map(({ parent }) => parent),
    nodes.map(({ parent }) => (parent ? root : null)),
    nodes.map(({ gone }) => gone),
  ]);
}

const chain = (length: number, authorId: string): Node[] => {
  const ids = Array.from({ length }, newId);
  return ids.map((id, n) => ({ id, parent: ids[n - 1] ?? null, authorId, gone: false }));
};
const answers = (parent: string, count: number, authorId: string): Node[] =>
  Array.from({ length: count }, () => ({ id: newId(), parent, authorId, gone: false }));

async function walk(
  viewer: string | null,
  { id, limit, between }: { id: string; limit: number; between?: () => Promise<unknown> },
): Promise<PostThread[]> {
  const pages: PostThread[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await t.as(viewer).posts.thread({ id, limit, ...(cursor ? { cursor } : {}) });
    pages.push(page);
    if (page.nextCursor === null) return pages;
    cursor = page.nextCursor;
    await between?.();
  }
}

/** Rules of a thread over nodes in memory, in the plainest way; for trees too small for the number of a level to matter. */
class Model {
  readonly #nodes: readonly Node[];
  readonly #visible: (node: Node) => boolean;

  constructor(nodes: readonly Node[], viewer: string) {
    this.#nodes = nodes;
    this.#visible = ({ gone, authorId }) => !gone && !(viewer === people.carol && authorId === people.bob);
  }

  #childrenOf(id: string): Node[] {
    return this.#nodes.filter(({ parent }) => parent === id).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #candidates(id: string): Node[] {
    return this.#childrenOf(id).filter((node) => this.#visible(node) || this.#childrenOf(node.id).length > 0);
  }

  ancestors(id: string): { id: string; shown: boolean }[] {
    const node = this.#nodes.find((one) => one.id === id);
    const parent = this.#nodes.find((one) => one.id === node?.parent);
    return parent ? [...this.ancestors(parent.id), { id: parent.id, shown: this.#visible(parent) }] : [];
  }

  replies(id: string): Shown[] {
    return this.#candidates(id).flatMap((node) => this.#branch(node, 1).entries);
  }

  #branch(node: Node, depth: number): { entries: Shown[]; more: boolean } {
    const { depth: deepest } = threadBounds;
    const all = this.#candidates(node.id);
    const room = depth < deepest ? roomBelow(depth) : 0;
    const below = all.slice(0, room).map((child) => this.#branch(child, depth + 1));
    const entries = below.flatMap((branch) => branch.entries);
    const more = all.length > room || below.some((branch) => branch.more);
    const shown = this.#visible(node);
    if (!shown && entries.length === 0) return { entries, more };
    return { entries: [{ id: node.id, parentId: node.parent, depth, shown, more }, ...entries], more: false };
  }
}

function roomBelow(depth: number): number {
  return depth === 1 ? threadBounds.firstChildren : threadBounds.children;
}

interface Shown {
  id: string;
  parentId: string | null;
  depth: number;
  shown: boolean;
  more: boolean;
}

const shownOf = ({ post, ...entry }: ThreadEntry): Shown => ({ ...entry, shown: post !== null });

const treeOf = fc.array(
  fc.record({ under: fc.double({ min: 0, max: 0.999, noNaN: true }), gone: fc.boolean(), byBob: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

type Shape = typeof treeOf extends fc.Arbitrary<infer One> ? One : never;

function grow(shape: Shape): Node[] {
  const nodes: Node[] = [{ id: newId(), parent: null, authorId: people.alice, gone: false }];
  for (const { under, gone, byBob } of shape) {
    const parent = nodes[Math.floor(under * under * nodes.length)]?.id ?? null;
    nodes.push({ id: newId(), parent, authorId: byBob ? people.bob : people.alice, gone: gone && under > 0.3 });
  }
  return nodes;
}

async function compare(
  viewer: string,
  { id, limit, model }: { id: string; limit: number; model: Model },
): Promise<void> {
  const pages = await walk(viewer, { id, limit });
  expect(pages.flatMap(({ replies }) => replies.map(shownOf))).toEqual(model.replies(id));
  const path = pages[0]?.ancestors.map(({ id: up, post }) => ({ id: up, shown: post !== null }));
  expect(path).toEqual(model.ancestors(id));
}

describe('a thread', () => {
  test('of any shape, with any of its posts gone or hidden, shows what it should', async () => {
    await fc.assert(
      fc.asyncProperty(treeOf, fc.integer({ min: 1, max: 7 }), fc.nat(59), async (shape, limit, at) => {
        const nodes = grow(shape);
        await plant(nodes);
        for (const viewer of [people.alice, people.carol]) {
          const model = new Model(nodes, viewer);
          const targets = nodes.filter((node, n) => (n === 0 || n === at % nodes.length) && isShown(node, viewer));
          for (const { id } of targets) await compare(viewer, { id, limit, model });
        }
      }),
      { numRuns: 25 },
    );
  });

  test('walks its answers without repeat or skip while others arrive', async () => {
    const { id } = await t.as(people.alice).posts.create({ text: 'root' });
    await plantUnder(answers(id, 25, people.bob), id);
    let late = 0;
    const arrive = async () => {
      if (late === 9) return;
      late += 1;
      await t.as(people.bob).posts.create({ text: `late ${late}`, replyToId: id });
    };
    const pages = await walk(people.alice, { id, limit: 4, between: arrive });
    const seen = pages.flatMap(({ replies }) => replies.map((entry) => entry.id));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(25 + late);
    expect(seen).toEqual(seen.toSorted());
  });

  test('of 1,000 levels shows the nearest ancestors and the first post, and says where it left some out', async () => {
    const nodes = chain(1000, people.alice);
    await plant(nodes);
    const ids = nodes.map(({ id }) => id);
    const last = await t.as(null).posts.thread({ id: ids[999] ?? '' });
    expect(last.ancestors.map(({ id }) => id)).toEqual([ids[0], ...ids.slice(899, 999)]);
    expect(last.ancestors.map(({ more }) => more)).toEqual([true, ...Array.from({ length: 100 }, () => false)]);
    expect(last.ancestors[0]).toMatchObject({ depth: 0, parentId: null, post: { id: ids[0] } });
    const whole = await t.as(null).posts.thread({ id: ids[101] ?? '' });
    expect(whole.ancestors.map(({ id }) => id)).toEqual(ids.slice(0, 101));
    expect(whole.ancestors.some(({ more }) => more)).toBe(false);
    const top = await t.as(null).posts.thread({ id: ids[0] ?? '' });
    expect(top.replies.map(({ id, depth, more }) => [id, depth, more])).toEqual(
      [1, 2, 3, 4, 5].map((depth) => [ids[depth], depth, depth === 5]),
    );
  });

  test('that branches without end shows no more than a level holds, first answers first', async () => {
    const root: Node = { id: newId(), parent: null, authorId: people.alice, gone: false };
    const direct = answers(root.id, 40, people.alice);
    const nested = direct.flatMap(({ id }) => answers(id, 5, people.alice));
    await plant([root, ...direct, ...nested]);
    const { replies } = await t.as(null).posts.thread({ id: root.id, limit: 40 });
    const byParent = Map.groupBy(replies, ({ parentId }) => parentId);
    expect(replies).toHaveLength(40 + threadBounds.nested);
    for (const { id, more } of replies.filter(({ depth }) => depth === 1)) {
      expect(byParent.get(id)?.length).toBeGreaterThanOrEqual(2);
      expect(more).toBe(true);
    }
  });

  test('shows the answers of those who are muted', async () => {
    const { id } = await t.as(people.alice).posts.create({ text: 'root' });
    await t.as(people.bob).posts.create({ text: 'noise', replyToId: id });
    await t.app.sql.run(muteOfBob, [people.alice, people.bob]);
    expect((await t.as(people.alice).posts.thread({ id })).replies).toMatchObject([{ post: { text: 'noise' } }]);
  });

  test('refuses a cursor of another list', async () => {
    const { id } = await t.as(people.alice).posts.create({ text: 'root' });
    const refusal = expect.objectContaining({ cause: expect.objectContaining({ reason: 'bad_cursor' }) });
    await expect(t.as(null).posts.thread({ id, cursor: 'x' })).rejects.toEqual(refusal);
  });
});

const muteOfBob = statement('test.mute-of-bob', 'insert into mute (muter_id, muted_id, id) values ($1, $2, test_id())');

function isShown({ gone, authorId }: Node, viewer: string): boolean {
  return !gone && !(viewer === people.carol && authorId === people.bob);
}

/** Plants answers under a post that is there. */
async function plantUnder(nodes: readonly Node[], root: string): Promise<void> {
  await t.app.sql.run(insertTree, [
    nodes.map(({ id }) => id),
    nodes.map(({ authorId }) => authorId),
    nodes.map(({ parent }) => parent),
    nodes.map(() => root),
    nodes.map(() => false),
  ]);
}
