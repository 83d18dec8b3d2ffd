import type { Session } from '@rookery/contract';
import { createTestApp, refusal, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const seconds = 1000;
const day = 24 * 3600 * seconds;
const suspend = statement('test.suspend', 'update account set suspended_at = now() where id = $1');

const refresh = (refreshToken: string) => t.as(null).auth.refresh({ refreshToken });

async function newSession(): Promise<Session> {
  serial += 1;
  return (await signUp(t, `refresher_${serial}`)).session;
}

async function outcomeOf(refreshToken: string): Promise<string> {
  return refresh(refreshToken).then(
    (session) => session.refreshToken,
    (error: { cause: { reason: string } }) => error.cause.reason,
  );
}

test('gives the next token and an access token that works', async () => {
  const first = await newSession();
  const second = await refresh(first.refreshToken);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(second).toMatchObject({ account: first.account, profile: first.profile });
  expect(await (await t.bearing(second.accessToken)).me.get()).toMatchObject({ account: first.account });
  await expect(refresh(second.refreshToken)).resolves.toBeDefined();
});

test('calls at once with one token get the same next one', async () => {
  const { refreshToken } = await newSession();
  const sessions = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
  expect(new Set(sessions.map((session) => session.refreshToken)).size).toBe(1);
  await expect(refresh(sessions[0]?.refreshToken ?? '')).resolves.toBeDefined();
});

test('a token that was just used gives the newest one, so that a lost reply signs nobody out', async () => {
  const { refreshToken } = await newSession();
  const second = await refresh(refreshToken);
  t.clock.advance(15 * seconds);
  expect(await outcomeOf(refreshToken)).toBe(second.refreshToken);
  const third = await refresh(second.refreshToken);
  t.clock.advance(3 * seconds);
  expect(await outcomeOf(refreshToken)).toBe(third.refreshToken);
  expect(await outcomeOf(second.refreshToken)).toBe(third.refreshToken);
});

test('a token that was used 20 seconds ago ends its session, and that one alone', async () => {
  const thief = await newSession();
  const other = await t
    .as(null)
    .auth.login({ login: thief.profile.username, password: `the password of ${thief.profile.username}` });
  const second = await refresh(thief.refreshToken);
  t.clock.advance(21 * seconds);
  expect(await outcomeOf(thief.refreshToken)).toBe('refresh_reused');
  expect(await outcomeOf(second.refreshToken)).toBe('session_revoked');
  expect(await outcomeOf(thief.refreshToken)).toBe('session_revoked');
  await t.app.journal.settle();
  expect(await t.authenticator.authenticate(second.accessToken)).toEqual({
    kind: 'rejected',
    reason: 'session_revoked',
  });
  expect(await t.authenticator.authenticate(other.accessToken)).toMatchObject({ kind: 'viewer' });
});

test('a session lives for 90 days after its last use', async () => {
  const first = await newSession();
  t.clock.advance(89 * day);
  const second = await refresh(first.refreshToken);
  expect(second.refreshTokenExpiresAt.getTime() - first.refreshTokenExpiresAt.getTime()).toBeGreaterThan(88 * day);
  t.clock.advance(89 * day);
  const third = await refresh(second.refreshToken);
  t.clock.advance(90 * day + seconds);
  expect(await outcomeOf(third.refreshToken)).toBe('token_expired');
});

test('remembers where a session was used last', async () => {
  const { refreshToken } = await newSession();
  const { accessToken } = await t
    .as(null, { ip: '10.9.8.7', userAgent: 'x'.repeat(600) })
    .auth.refresh({ refreshToken });
  const { items } = await (await t.bearing(accessToken)).auth.sessions({});
  expect(items).toMatchObject([{ ip: '10.9.8.7', userAgent: 'x'.repeat(512) }]);
});

test.each(['no such token', 'A'.repeat(43), '0', "' or 1=1", '\u0000'])(
  'a token that nobody got is refused: %j',
  async (token) => {
    expect(await outcomeOf(token)).toBe('token_invalid');
  },
);

test('no token at all is missed', async () => {
  await expect(t.as(null).auth.refresh({})).rejects.toEqual(refusal('token_missing'));
  await expect(t.as(null).auth.refresh({ refreshToken: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('a suspended account gets no tokens', async () => {
  const { refreshToken, account } = await newSession();
  await t.app.sql.run(suspend, [account.id]);
  expect(await outcomeOf(refreshToken)).toBe('account_suspended');
});

test('signing out while refreshing leaves no way back in', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { refreshToken, accessToken } = await newSession();
    const caller = await t.bearing(accessToken);
    const [next] = await Promise.all([outcomeOf(refreshToken), caller.auth.logout()]);
    expect(['session_revoked', await outcomeOf(next)]).toContain('session_revoked');
    expect(await outcomeOf(refreshToken)).toBe('session_revoked');
  }
});

test('a repeated call with its key gets its first answer', async () => {
  const { refreshToken } = await newSession();
  const caller = t.as(null, { idempotencyKey: newId() });
  const first = await caller.auth.refresh({ refreshToken });
  t.clock.advance(60 * seconds);
  expect(await caller.auth.refresh({ refreshToken })).toEqual(first);
});

test('a secret that was changed meanwhile refuses instead of searching for ever', async () => {
  const { refreshToken } = await newSession();
  await refresh(refreshToken);
  const app = { ...t.app, instanceSecret: Buffer.from('another secret') };
  await expect(t.as(null, { app }).auth.refresh({ refreshToken })).rejects.toEqual(refusal('token_invalid'));
});
