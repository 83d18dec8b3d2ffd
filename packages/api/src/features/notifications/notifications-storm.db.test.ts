import { createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

const workers = 32;
const rounds = 12;

const drift = statement<{ id: string }>(
  'test.drift',
  `select n.id from notification n where n.actor_count = 0
     or n.actor_count <> (select count(*) from notification_actor a where a.notification_id = n.id)`,
);
const strays = statement<{ id: string }>(
  'test.strays',
  `select n.id from notification n join notification_actor a on a.notification_id = n.id
   where n.type = 'like' and not exists (select from post_like l where l.post_id = n.post_id and l.profile_id = a.actor_id)`,
);
const missing = statement<{ profile_id: string }>(
  'test.missing',
  `select l.profile_id from post_like l join post p on p.id = l.post_id where l.profile_id <> p.author_id and (
     select count(*) from notification n join notification_actor a on a.notification_id = n.id
     where n.type = 'like' and n.post_id = l.post_id and a.actor_id = l.profile_id) <> 1`,
);

function pick<T>(list: readonly T[]): T {
  const one = list[Math.floor(Math.random() * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

test('32 like, unlike and follow while all is marked read: no error, every count is that of its rows, nobody is told of what is not', async () => {
  await using t = await createTestApp({ poolSize: 16 });
  const { author, ...others } = await invitePeople(
    t.app,
    'author',
    ...Array.from({ length: 8 }, (_, n) => `fan_${n}` as const),
  );
  const fans = Object.values(others);
  const posts = [
    (await t.as(author).posts.create({ text: 'One' })).id,
    (await t.as(author).posts.create({ text: 'Two' })).id,
  ];
  const { notifications } = t.as(author);
  const deeds: (() => Promise<unknown>)[] = [
    () => t.as(pick(fans)).posts.like({ id: pick(posts) }),
    () => t.as(pick(fans)).posts.like({ id: pick(posts) }),
    () => t.as(pick(fans)).posts.unlike({ id: pick(posts) }),
    () => t.as(pick(fans)).graph.follow({ userId: author }),
    () => t.as(pick(fans)).graph.unfollow({ userId: author }),
    () => notifications.markAllRead({}),
    async () => {
      const ids = (await notifications.list({ limit: 10 })).items.map(({ id }) => id);
      if (ids.length > 0) await notifications.markRead({ ids: ids.toReversed() }).catch(unlessGone);
    },
  ];
  const unlessGone = (error: unknown) => expect(error).toMatchObject({ cause: { reason: 'not_found' } });
  const work = async () => {
    for (let round = 0; round < rounds; round += 1) await pick(deeds)();
  };
  await Promise.all(Array.from({ length: workers }, work));
  expect(await t.app.sql.rows(drift, [])).toEqual([]);
  expect(await t.app.sql.rows(strays, [])).toEqual([]);
  expect(await t.app.sql.rows(missing, [])).toEqual([]);
});

test('deleting posts and notifications while they are liked leaves no count off and no deadlock', async () => {
  await using t = await createTestApp({ poolSize: 16 });
  const { author, bob, carol } = await invitePeople(t.app, 'author', 'bob', 'carol');
  const { notifications, posts } = t.as(author);
  const ids: string[] = [];
  for (let n = 0; n < 12; n += 1) ids.push((await posts.create({ text: `Number ${n}` })).id);
  const ignoreGone = async (call: Promise<unknown>) => {
    await call.catch((error: unknown) => expect(error).toMatchObject({ cause: { reason: 'not_found' } }));
  };
  await Promise.all([
    ...ids.flatMap((id) =>
      [bob, carol].flatMap((fan) => [
        ignoreGone(t.as(fan).posts.like({ id })),
        ignoreGone(t.as(fan).posts.unlike({ id })),
      ]),
    ),
    ...ids.slice(0, 6).map((id) => ignoreGone(posts.delete({ id }))),
    ...Array.from({ length: 6 }, () => notifications.deleteAll()),
    ...Array.from({ length: 6 }, () => notifications.markAllRead({})),
  ]);
  expect(await t.app.sql.rows(drift, [])).toEqual([]);
  expect(await t.app.sql.rows(strays, [])).toEqual([]);
  const left = (await notifications.list({ limit: 100 })).items;
  expect(left.every(({ post }) => post && ids.indexOf(post.id) >= 6)).toBe(true);
});
