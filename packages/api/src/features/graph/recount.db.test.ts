import { createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';
import { recountRelations } from './recount.handler.ts';

const plant = statement('test.plant', 'update profile set follower_count = $2, following_count = $3 where id = $1');

test('every counter that drifted is reported, then repaired, and the others are left alone', async () => {
  const lines: [object, string][] = [];
  const quiet = () => undefined;
  const log = {
    debug: quiet,
    info: quiet,
    error: quiet,
    warn: (fields: object, message: string) => void lines.push([fields, message]),
  };
  await using t = await createTestApp({ log });
  const crowd = Object.values(await invitePeople(t.app, ...Array.from({ length: 1100 }, (_, n) => `crowd_${n}`)));
  const [a = '', b = '', c = ''] = [crowd[0], crowd[600], crowd[1099]];
  await t.as(a).graph.follow({ userId: b });
  await t.as(b).graph.follow({ userId: c });
  await recountRelations(t.app);
  expect(lines).toEqual([]);

  await t.app.sql.run(plant, [a, 7, 1]);
  await t.app.sql.run(plant, [c, 0, 3]);
  await recountRelations(t.app);
  const message = 'relation counters drifted';
  expect(lines).toEqual([
    [
      {
        profileId: a,
        stored: { followers: 7, following: 1, friends: 0 },
        counted: { followers: 0, following: 1, friends: 0 },
      },
      message,
    ],
    [
      {
        profileId: c,
        stored: { followers: 0, following: 3, friends: 0 },
        counted: { followers: 1, following: 0, friends: 0 },
      },
      message,
    ],
  ]);
  const counts = await Promise.all([a, b, c].map((id) => t.as(null).users.get({ id })));
  expect(counts.map(({ followerCount, followingCount }) => [followerCount, followingCount])).toEqual([
    [0, 1],
    [1, 1],
    [1, 0],
  ]);
  await recountRelations(t.app);
  expect(lines).toHaveLength(2);
});

test('a recount amid follows breaks nothing', async () => {
  await using t = await createTestApp();
  const [star = '', ...fans] = Object.values(
    await invitePeople(t.app, ...Array.from({ length: 31 }, (_, n) => `fan_${n}`)),
  );
  await t.app.sql.run(plant, [star, 500, 0]);
  await Promise.all([
    ...fans.map((fan) => t.as(fan).graph.follow({ userId: star })),
    recountRelations(t.app),
    recountRelations(t.app),
  ]);
  expect(await t.as(null).users.get({ id: star })).toMatchObject({ followerCount: 30 });
});
