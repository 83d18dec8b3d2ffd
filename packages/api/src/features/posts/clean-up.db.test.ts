import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { cleanUpPost } from './clean-up.handler.ts';
import { recountPosts } from './recount.handler.ts';

let t: TestApp;
let author: string;
let crowd: string[];
const drift: string[] = [];
beforeAll(async () => {
  t = await createTestApp({
    recounts: { drifted: (counter) => void drift.push(counter), finished: () => undefined },
  });
  [author = '', ...crowd] = Object.values(
    await invitePeople(t.app, ...Array.from({ length: 26 }, (_, n) => `crowd_${n}`)),
  );
});
afterAll(() => t[Symbol.asyncDispose]());

const vote = statement(
  'test.vote',
  `with votes as (
     insert into poll_vote (post_id, profile_id, choices) select $1::uuid, id, '{0}' from unnest($2::uuid[]) as p(id)
   ) update poll set voter_count = cardinality($2::uuid[]), votes[1] = cardinality($2::uuid[]) where post_id = $1`,
);
const insertMedia = statement(
  'test.media',
  `insert into media (id, owner_id, kind, mime, bytes, status) values ($1, $2, 'image', 'image/webp', 1, 'ready')`,
);
const countLeft = statement<{ left: number }>(
  'test.left',
  `select ((select count(*) from post_like where post_id = $1) + (select count(*) from repost where post_id = $1)
     + (select count(*) from bookmark where post_id = $1) + (select count(*) from poll_vote where post_id = $1)
     + (select count(*) from poll where post_id = $1) + (select count(*) from media_use where holder_id = $1))::int as left`,
);
const counters = statement(
  'test.counters',
  'select like_count, repost_count, quote_count, reply_count from post where id = $1',
);

async function popular(): Promise<string> {
  const mediaId = newId();
  await t.app.sql.run(insertMedia, [mediaId, author]);
  const { id } = await t.as(author).posts.create({
    text: 'popular',
    mediaIds: [mediaId],
    poll: { options: ['yes', 'no'] },
  });
  for (const person of crowd) {
    for (const verb of ['like', 'repost', 'bookmark'] as const) await t.as(person).posts[verb]({ id });
  }
  await t.app.sql.run(vote, [id, crowd]);
  return id;
}

const left = async (id: string) => (await t.app.sql.first(countLeft, [id]))?.left;

test('what is left of a deleted post is seen nowhere at once, and is gone when the jobs are done', async () => {
  const id = await popular();
  const answer = await t.as(author).posts.create({ text: 'an answer', replyToId: id });
  const fan = crowd[0] ?? '';
  await t.as(author).posts.delete({ id });
  expect(await left(id)).toBeGreaterThan(75);
  const ids = async (list: Promise<{ items: { id: string }[] }>) => (await list).items.map((post) => post.id);
  expect(await ids(t.as(fan).posts.bookmarks({}))).not.toContain(id);
  expect(await ids(t.as(fan).users.posts({ id: fan, with: 'likes' }))).not.toContain(id);
  for (const list of ['posts', 'media'] as const)
    expect(await ids(t.as(fan).users.posts({ id: author, with: list }))).not.toContain(id);
  await recountPosts(t.app);
  expect(drift).toEqual([]);

  await t.drain();
  expect(await left(id)).toBe(0);
  expect(await t.app.sql.first(counters, [id])).toEqual({
    like_count: 0,
    repost_count: 0,
    quote_count: 0,
    reply_count: 1,
  });
  await recountPosts(t.app);
  expect(drift).toEqual([]);
  await t.as(author).posts.delete({ id: answer.id });
});

test('a clean-up goes in chunks, keeps the counters right amid them, and may be repeated', async () => {
  const id = await popular();
  await t.app.sql.raw('update post set deleted_at = now() where id = $1', [id]);
  await t.app.sql.raw('update profile set post_count = post_count - 1 where id = $1', [author]);
  await Promise.all([
    cleanUpPost(t.app, { postId: id }, 5),
    cleanUpPost(t.app, { postId: id }, 7),
    recountPosts(t.app),
  ]);
  await cleanUpPost(t.app, { postId: id });
  expect(await left(id)).toBe(0);
  await recountPosts(t.app);
  expect(drift).toEqual([]);
});

test('other posts keep what people did with them', async () => {
  const [kept, gone] = [await popular(), await popular()];
  await t.as(author).posts.delete({ id: gone });
  await t.drain();
  expect([await left(kept), await left(gone)]).toEqual([25 * 4 + 2, 0]);
});
