import { createTestApp, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAdmin, promoteToAdmin } from './create-admin.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const root = { email: 'root@rookery.test', username: 'root', password: 'a fine password' };

test('an admin can sign in and needs no mail', async () => {
  const id = await createAdmin(t.app, root);
  const session = await t.as(null).auth.login({ login: 'root', password: root.password });
  expect(session.account).toMatchObject({ id, role: 'admin', emailVerified: true });
  await t.drain();
  expect(t.mailer.sent).toEqual([]);
});

test('an admin has to be somebody new, with a good password', async () => {
  await expect(createAdmin(t.app, { ...root, email: 'other@rookery.test' })).rejects.toMatchObject({
    reason: 'username_taken',
  });
  await expect(createAdmin(t.app, { ...root, username: 'other' })).rejects.toMatchObject({ reason: 'email_taken' });
  await expect(
    createAdmin(t.app, { email: 'o@rookery.test', username: 'other', password: 'password123' }),
  ).rejects.toMatchObject({ reason: 'weak_password' });
  await expect(createAdmin(t.app, { ...root, email: 'nobody' })).rejects.toMatchObject({
    issues: [{ path: ['email'] }],
  });
});

test.each(['carol', 'DAVE@rookery.test'])('an account is promoted by %s', async (login) => {
  const { id, session } = await signUp(t, login.split('@')[0]?.toLowerCase() ?? '');
  expect(await t.authenticator.authenticate(session.accessToken)).toMatchObject({ viewer: { role: 'user' } });
  expect(await promoteToAdmin(t.app, login)).toBe(id);
  expect(await promoteToAdmin(t.app, login)).toBe(id);
  await t.app.journal.settle();
  expect(await t.authenticator.authenticate(session.accessToken)).toMatchObject({ viewer: { role: 'admin' } });
});

test('nobody is promoted by a name that nobody has', async () => {
  await expect(promoteToAdmin(t.app, 'nobody')).rejects.toMatchObject({ reason: 'not_found' });
});
