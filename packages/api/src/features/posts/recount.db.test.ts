import { createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { recountPosts } from './recount.handler.ts';

const plantPost = 'update post set like_count = $2, reply_count = $3 where id = $1';
const plantAuthor = 'update profile set post_count = $2 where id = $1';

test('every counter that drifted is reported, then repaired, and the others are left alone', async () => {
  const lines: object[] = [];
  const quiet = () => undefined;
  const warn = (fields: object) => void lines.push(fields);
  await using t = await createTestApp({ log: { debug: quiet, info: quiet, error: quiet, warn } });
  const { ann, ben } = await invitePeople(t.app, 'ann', 'ben');
  const ids: string[] = [];
  for (let n = 0; n < 520; n += 1) ids.push((await t.as(ann).posts.create({ text: `post ${n}` })).id);
  const [first = '', last = ''] = [ids[0], ids[519]];
  await t.as(ben).posts.like({ id: first });
  await t.as(ben).posts.create({ text: 'an answer', replyToId: last });
  const gone = await t.as(ben).posts.create({ text: 'a second thought', replyToId: last });
  await t.as(ben).posts.delete({ id: gone.id });
  await recountPosts(t.app);
  expect(lines).toEqual([]);

  await t.app.sql.raw(plantPost, [first, 7, 0]);
  await t.app.sql.raw(plantPost, [last, 0, 0]);
  await t.app.sql.raw(plantAuthor, [ben, 9]);
  await recountPosts(t.app);
  const columns = ['like_count', 'reply_count'];
  expect(lines).toEqual([
    { id: first, columns, stored: [7, 0], counted: [1, 0] },
    { id: last, columns, stored: [0, 0], counted: [0, 1] },
    { id: ben, columns: ['post_count'], stored: [9], counted: [1] },
  ]);
  expect(await t.as(null).posts.get({ id: first })).toMatchObject({ likeCount: 1, replyCount: 0 });
  expect(await t.as(null).posts.get({ id: last })).toMatchObject({ likeCount: 0, replyCount: 1 });
  expect(await t.as(null).users.get({ id: ben })).toMatchObject({ postCount: 1 });
  await recountPosts(t.app);
  expect(lines).toHaveLength(3);
});

test('a recount amid likes, answers and deletions breaks nothing', async () => {
  await using t = await createTestApp();
  const [star = '', ...fans] = Object.values(
    await invitePeople(t.app, ...Array.from({ length: 21 }, (_, n) => `fan_${n}`)),
  );
  const { id } = await t.as(star).posts.create({ text: 'like and answer' });
  await t.app.sql.raw(plantPost, [id, 500, 500]);
  await t.app.sql.raw(plantAuthor, [star, 500]);
  const act = async (fan: string, n: number) => {
    await t.as(fan).posts.like({ id });
    const answer = await t.as(fan).posts.create({ text: 'an answer', replyToId: id });
    await t.as(star).posts.create({ text: 'thanks' });
    if (n % 2 === 0) await t.as(fan).posts.delete({ id: answer.id });
  };
  await Promise.all([...fans.map(act), recountPosts(t.app), recountPosts(t.app), recountPosts(t.app)]);
  expect(await t.as(null).posts.get({ id })).toMatchObject({ likeCount: 20, replyCount: 10 });
  expect(await t.as(null).users.get({ id: star })).toMatchObject({ postCount: 21 });
});
