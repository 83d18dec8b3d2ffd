import { createTestApp, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { cleanUpAuth } from './auth.jobs.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const day = 24 * 3600 * 1000;
const count = statement<{ sessions: number; tokens: number; mails: number }>(
  'test.count-auth',
  `select (select count(*)::int from auth_session) as sessions, (select count(*)::int from refresh_token) as tokens,
     (select count(*)::int from mail_token) as mails`,
);

async function cleanUp() {
  await cleanUpAuth.handle(t.app, {}, newId());
  return t.app.sql.first(count, []);
}

test('forgets sessions and tokens when nothing can be made of them any more', async () => {
  const { username, password, session } = await signUp(t, 'alice');
  await t.drain();
  const second = await t.as(null).auth.login({ login: username, password });
  await (await t.bearing(second.accessToken)).auth.logout();
  const { refreshToken } = await t.as(null).auth.refresh({ refreshToken: session.refreshToken });
  expect(await cleanUp()).toEqual({ sessions: 2, tokens: 3, mails: 1 });

  t.clock.advance(2 * day);
  expect(await cleanUp()).toEqual({ sessions: 2, tokens: 3, mails: 0 });

  t.clock.advance(29 * day);
  expect(await cleanUp()).toEqual({ sessions: 1, tokens: 1, mails: 0 });
  await expect(t.as(null).auth.refresh({ refreshToken })).resolves.toBeDefined();

  t.clock.advance(91 * day);
  expect(await cleanUp()).toEqual({ sessions: 0, tokens: 0, mails: 0 });
});
