import { createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';

test('a post of which many were told is deleted at once, and what they were told of it goes by job', async () => {
  await using t = await createTestApp();
  const { ann, ben } = await invitePeople(t.app, 'ann', 'ben');
  const as = t.as(ann);
  const { id } = await as.posts.create({ text: 'hot' });
  const other = await as.posts.create({ text: 'cold' });
  await t.as(ben).posts.like({ id: other.id });
  const names = Array.from({ length: 6000 }, (_, n) => `reader_${n}`);
  const readers = Object.values(await invitePeople(t.app, ...names));
  await t.app.sql.raw(
    `with told as (
       insert into notification (id, recipient_id, type, subject_id, post_id, actor_count, created_at)
       select uuidv7(), reader, 'poll_ended', $1, $1, 0, now() from unnest($2::uuid[]) reader
     ), liked as (
       insert into notification (id, recipient_id, type, subject_id, post_id, actor_count, created_at)
       values (uuidv7(), $3, 'like', $1, $1, cardinality($2::uuid[]), now()) returning id
     ) insert into notification_actor (notification_id, actor_id, id) select liked.id, reader, uuidv7() from liked, unnest($2::uuid[]) reader`,
    [id, readers, ann],
  );
  const left = async () => (await t.app.sql.raw('select from notification where post_id = $1', [id])).length;
  const reader = t.as(readers[5999] ?? '');
  expect((await reader.notifications.unreadCount()).count).toBe(1);
  await as.posts.delete({ id });
  expect(await left()).toBeGreaterThan(5000);
  expect((await reader.notifications.unreadCount()).count).toBe(0);
  expect((await reader.notifications.list({})).items).toEqual([]);
  await t.drain();
  expect(await left()).toBe(0);
  expect(
    await t.app.sql.raw('select from notification_actor where notification_id not in (select id from notification)'),
  ).toEqual([]);
  const heard = "select distinct topic from journal where type = 'notification.deleted'";
  expect(await t.app.sql.raw(heard)).toHaveLength(6001);
  expect((await as.notifications.list({})).items.map(({ post }) => post?.id)).toEqual([other.id]);
});
