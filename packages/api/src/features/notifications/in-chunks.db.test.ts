import { createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';

test('all of very many notifications are read, and deleted, in commits of few', async () => {
  await using t = await createTestApp();
  const { ann, ben } = await invitePeople(t.app, 'ann', 'ben');
  await t.app.sql.raw(
    `insert into notification (id, recipient_id, type, subject_id, actor_count, created_at)
     select uuidv7(), $1, 'poll_ended', uuidv7(), 0, now() from generate_series(1, 4500)`,
    [ann],
  );
  await t.as(ben).graph.follow({ userId: ann });
  await t.as(ann).graph.follow({ userId: ben });
  const { notifications } = t.as(ann);
  const commits = async (type: string) =>
    (
      await t.app.sql.raw(
        'select sum(jsonb_array_length(ref->$2)) as n from journal where type = $1 group by xid order by xid',
        [type, 'ids'],
      )
    ).length;
  const [newest] = (await notifications.list({})).items;
  expect((await notifications.unreadCount()).count).toBe(1000);
  expect(await notifications.markAllRead({ upTo: newest?.id })).toEqual({ count: 0 });
  expect(await commits('notification.read')).toBe(3);
  expect(await notifications.deleteAll()).toEqual({ count: 0 });
  expect(await commits('notification.deleted')).toBe(3);
  expect((await notifications.list({})).items).toEqual([]);
  expect((await t.as(ben).notifications.unreadCount()).count).toBe(1);
});
