import { type Caller, createTestApp, signUp } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { newId } from './kernel/id.ts';

test('no transaction waits for a second connection, so that a pool that is used up never stands still', async () => {
  await using t = await createTestApp({ poolSize: 1 });
  const ann = await signUp(t, 'ann', { idempotencyKey: newId() });
  const ben = await signUp(t, 'ben');
  const as = (id: string | null): Caller => t.as(id, { idempotencyKey: newId() });
  await as(null).auth.login({ login: 'ann', password: ann.password });
  const { accessToken } = await as(null).auth.refresh({ refreshToken: ann.session.refreshToken });
  const post = await as(ann.id).posts.create({ text: 'Hello @ben, #hello https://rookery.test' });
  const reply = await as(ben.id).posts.create({ text: 'Hello', replyToId: post.id });
  await Promise.all([as(ben.id).posts.like({ id: post.id }), as(ben.id).graph.follow({ userId: ann.id })]);
  await as(ben.id).posts.unlike({ id: post.id });
  await as(ben.id).posts.delete({ id: reply.id });
  await as(ben.id).graph.unfollow({ userId: ann.id });
  await as(ann.id).me.update({ isPrivate: true });
  await as(ben.id).graph.follow({ userId: ann.id });
  const [request] = (await as(ann.id).graph.followRequests({})).items;
  await as(ann.id).graph.approveFollow({ id: request?.id ?? '' });
  await as(ann.id).notifications.markAllRead({});
  await as(ann.id).notifications.deleteAll();
  await as(ann.id).graph.removeFollower({ userId: ben.id });
  await as(null).auth.requestPasswordReset({ email: ann.email });
  const session = await t.bearing(accessToken);
  await session.auth.changePassword({ current: ann.password, next: 'another long password' });
  await t.drain();
  await session.auth.logoutAll();
  const storm = Array.from({ length: 40 }, (_, n) =>
    t.as(ann.id, { idempotencyKey: `key ${n % 5}` }).posts.create({ text: `post ${n % 5}` }),
  );
  expect(new Set((await Promise.all(storm)).map(({ id }) => id)).size).toBe(5);
});
