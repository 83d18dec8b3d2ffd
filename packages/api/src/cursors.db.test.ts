import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf, type List, ListMaker, type Lists, type Page } from './fixtures/list.ts';
import { listsOfConversations } from './fixtures/lists-of-conversations.ts';
import { listsOfGroups } from './fixtures/lists-of-groups.ts';
import { listsOfMessages } from './fixtures/lists-of-messages.ts';
import { listsOfPeople } from './fixtures/lists-of-people.ts';
import { listsOfPosts } from './fixtures/lists-of-posts.ts';
import { found } from './kernel/errors.ts';
import { listProcedures } from './kernel/procedures.ts';
import { appRouter } from './router.ts';

const limit = 3;
const rowsAtFirst = 14;

/** NOTE: the tables of lists tell their names before there is an app. */
const listsOf = (make: ListMaker): Lists => ({
  ...listsOfPeople(make),
  ...listsOfPosts(make),
  ...listsOfConversations(make),
  ...listsOfMessages(make),
  ...listsOfGroups(make),
});
const names = Object.keys(listsOf(new ListMaker({} as TestApp)));

let t: TestApp;
let lists: Lists;
beforeAll(async () => {
  t = await createTestApp();
  lists = listsOf(new ListMaker(t));
});
afterAll(() => t[Symbol.asyncDispose]());

/** Lists whose order or content is computed now and then; their own tests walk them. */
const walkedElsewhere = ['users.suggestions', 'hashtags.trending', 'search.users', 'search.hashtags'];

/** Numbers from 0 to 1 that are the same for a seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function all({ page, key = idOf }: List): Promise<string[]> {
  return (await page({ limit: 100 })).items.map(key);
}

describe.each([1, 2, 3])('seed %i', (seed) => {
  test.each(names)('%s: nothing comes twice, nothing that stays is left out', async (name) => {
    const list = await found(lists[name])();
    const random = randomOf(seed);
    let made = 0;
    for (; made < rowsAtFirst; made += 1) await list.add(made);
    const before = await all(list);
    const walked: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Page = await list.page({ limit, ...(cursor ? { cursor } : {}) });
      walked.push(...page.items.map(list.key ?? idOf));
      cursor = page.nextCursor;
      if (random() < 0.7 && made < 50) await list.add(made++);
      if (random() < 0.5) await list.remove(random());
    }
    const after = new Set(await all(list));
    expect(before.length).toBeGreaterThanOrEqual(rowsAtFirst);
    expect(walked).toEqual([...new Set(walked)]);
    expect(before.filter((key) => after.has(key) && !walked.includes(key))).toEqual([]);
  });
});

test('every list is walked here or by tests of its own', () => {
  const known = new Set([...names.map((name) => name.split(' ')[0]), ...walkedElsewhere]);
  const paged = listProcedures(appRouter).filter(
    ({ inputs: [input] }) => input && 'shape' in input && 'cursor' in (input.shape as object),
  );
  expect(paged.map(({ path }) => path).filter((path) => !known.has(path))).toEqual([]);
});
