import { type Caller, createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';

const insertMedia = statement(
  'test.media',
  `insert into media (id, owner_id, kind, mime, bytes, status) values ($1, $2, 'image', 'image/webp', 1, 'ready')`,
);
const insertFriends = statement(
  'test.friends',
  'insert into friendship (profile_id, friend_id, id) values ($1, $2, $3), ($2, $1, $3)',
);
const insertBlock = statement('test.block', 'insert into block (blocker_id, blocked_id, id) values ($1, $2, $3)');

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

async function picture(ownerId: string): Promise<string> {
  const id = newId();
  await t.app.sql.run(insertMedia, [id, ownerId]);
  return id;
}

describe('viewers', () => {
  const names = ['ann', 'quinn', 'rita', 'stranger', 'follower', 'friend', 'blocked', 'blocker'] as const;
  let people: Record<(typeof names)[number], string>;
  let said: string;
  const ids = { public: '', followers: '', friends: '' };
  beforeAll(async () => {
    people = await invitePeople(t.app, ...names);
    said = (await t.as(people.ann).posts.create({ text: 'said' })).id;
    for (const visibility of ['public', 'followers', 'friends'] as const) {
      const mediaIds = [await picture(people.quinn)];
      const quote = await t.as(people.quinn).posts.create({ text: visibility, visibility, quoteOfId: said, mediaIds });
      await t.as(people.quinn).posts.pin({ id: quote.id });
      ids[visibility] = quote.id;
    }
    for (const name of ['quinn', 'rita'] as const) {
      await t.as(people[name]).posts.repost({ id: said });
      await t.as(people[name]).posts.like({ id: said });
    }
    await t.as(people.follower).graph.follow({ userId: people.quinn });
    await t.app.sql.run(insertFriends, [people.friend, people.quinn, newId()]);
    for (const name of names)
      for (const id of Object.values(ids))
        await t
          .as(people[name])
          .posts.bookmark({ id })
          .catch(() => null);
    await t.app.sql.run(insertBlock, [people.quinn, people.blocked, newId()]);
    await t.app.sql.run(insertBlock, [people.blocker, people.quinn, newId()]);
  });

  const notFound = expect.objectContaining({ cause: expect.objectContaining({ reason: 'not_found' }) });
  const seen: [viewer: (typeof names)[number] | null, visibilities: (keyof typeof ids)[]][] = [
    [null, ['public']],
    ['stranger', ['public']],
    ['follower', ['followers', 'public']],
    ['friend', ['friends', 'public']],
    ['blocked', []],
    ['blocker', []],
    ['quinn', ['friends', 'followers', 'public']],
  ];
  const lists: [string, (as: Caller) => Promise<{ items: { id: string }[] }>][] = [
    ['posts.quotes', (as) => as.posts.quotes({ id: said })],
    ['users.posts', (as) => as.users.posts({ id: people.quinn })],
    ['users.posts with media', (as) => as.users.posts({ id: people.quinn, with: 'media' })],
    ['users.posts that are pinned', (as) => as.users.posts({ id: people.quinn, with: 'pinned' })],
  ];

  test.each(seen)('%s see what is for them by each list', async (viewer, visibilities) => {
    for (const [name, list] of lists) {
      const page = list(t.as(viewer && people[viewer]));
      if (viewer === 'blocked' && name !== 'posts.quotes') await expect(page, name).rejects.toEqual(notFound);
      else
        expect([name, (await page).items.map(({ id }) => id)]).toEqual([
          name,
          visibilities.map((visibility) => ids[visibility]),
        ]);
    }
  });

  test.each(seen.filter(([viewer]) => viewer !== null))('%s keep bookmarks of those', async (viewer, visibilities) => {
    const page = await t.as(viewer && people[viewer]).posts.bookmarks({});
    expect(page.items.map(({ id }) => id)).toEqual(visibilities.map((visibility) => ids[visibility]));
  });

  test.each(seen)('%s meet reposters and likers whom they may', async (viewer, visibilities) => {
    const as = t.as(viewer && people[viewer]);
    const usernames = visibilities.length > 0 ? ['rita', 'quinn'] : ['rita'];
    for (const list of [as.posts.reposters, as.posts.likers]) {
      const first = await list({ id: said, limit: 1 });
      const second = await list({ id: said, limit: 1, cursor: first.nextCursor ?? '' });
      expect([...first.items, ...second.items].map(({ username }) => username)).toEqual(usernames);
      expect(second.nextCursor).toBeNull();
    }
  });

  test.each(['reposters', 'quotes', 'likers'] as const)('posts.%s of a hidden post is not found', async (list) => {
    for (const viewer of [null, people.stranger, people.follower])
      await expect(t.as(viewer).posts[list]({ id: ids.friends })).rejects.toEqual(
        expect.objectContaining({ cause: expect.objectContaining({ reason: 'not_found' }) }),
      );
  });
});

interface Walk {
  /** Adds an item at the head of the list, and gives its id. */
  add(): Promise<string>;
  remove(id: string): Promise<unknown>;
  page(input: { limit: number; cursor?: string }): Promise<{ items: { id: string }[]; nextCursor: string | null }>;
}

describe('pages', () => {
  let author: string;
  let post: string;
  let people = 0;
  const newcomer = async () => {
    people += 1;
    return Object.values(await invitePeople(t.app, `walker_${people}`))[0] ?? '';
  };
  beforeAll(async () => {
    author = await newcomer();
    post = (await t.as(author).posts.create({ text: 'walked' })).id;
  });

  const remove = (id: string) => t.as(author).posts.delete({ id });
  const walks: [string, () => Walk][] = [
    [
      'posts.reposters',
      () => ({
        add: async () => {
          const id = await newcomer();
          await t.as(id).posts.repost({ id: post });
          return id;
        },
        remove: (id) => t.as(id).posts.unrepost({ id: post }),
        page: (input) => t.as(null).posts.reposters({ id: post, ...input }),
      }),
    ],
    [
      'posts.quotes',
      () => ({
        add: async () => (await t.as(author).posts.create({ quoteOfId: post })).id,
        remove,
        page: (input) => t.as(null).posts.quotes({ id: post, ...input }),
      }),
    ],
    [
      'posts.bookmarks',
      () => ({
        add: async () => {
          const { id } = await t.as(author).posts.create({ text: 'kept' });
          return (await t.as(author).posts.bookmark({ id })).id;
        },
        remove: (id) => t.as(author).posts.unbookmark({ id }),
        page: (input) => t.as(author).posts.bookmarks(input),
      }),
    ],
    [
      'users.posts with media',
      () => ({
        add: async () => (await t.as(author).posts.create({ mediaIds: [await picture(author)] })).id,
        remove,
        page: (input) => t.as(null).users.posts({ id: author, with: 'media', ...input }),
      }),
    ],
  ];

  test.each(walks)('of %s show each row once while others come and go', async (_, make) => {
    const walk = make();
    const ids: string[] = [];
    for (let n = 0; n < 23; n += 1) ids.unshift(await walk.add());
    const seen: string[] = [];
    const removed = new Set<string>();
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await walk.page({ limit: 4, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      const last = ids.indexOf(seen.at(-1) ?? '');
      const gone = [ids[last], ids[last + 2]].filter((id) => id !== undefined);
      await Promise.all(gone.map(walk.remove));
      for (const id of gone.filter((one) => !seen.includes(one))) removed.add(id);
      await walk.add();
    }
    expect(removed.size).toBeGreaterThan(2);
    expect(seen).toEqual(ids.filter((id) => !removed.has(id)));
  });

  test.each(['reposters', 'quotes'] as const)('of posts.%s refuse a broken or foreign cursor', async (list) => {
    for (const cursor of ['', 'x', Buffer.from(`["posts.replies","${post}"]`).toString('base64url')])
      await expect(t.as(null).posts[list]({ id: post, cursor })).rejects.toEqual(
        expect.objectContaining({ cause: expect.objectContaining({ reason: 'bad_cursor' }) }),
      );
  });
});
