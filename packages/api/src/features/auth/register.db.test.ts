import type { RegisterInput } from '@rookery/contract';
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

const countAccounts = statement<{ count: number }>(
  'test.count-accounts',
  'select count(*)::int as count from account where email = any($1)',
);

function newcomer(changes: Partial<RegisterInput> = {}): RegisterInput {
  serial += 1;
  return {
    email: `newcomer_${serial}@rookery.test`,
    username: `newcomer_${serial}`,
    password: 'a fine password',
    ...changes,
  };
}

const register = (input: RegisterInput, key: string | null = null) =>
  t.as(null, { idempotencyKey: key }).auth.register(input);

test('opens an account with its profile and signs it in', async () => {
  const input = newcomer({ displayName: 'New Comer' });
  const session = await register(input);
  expect(session.account).toMatchObject({ email: input.email, emailVerified: false, role: 'user' });
  expect(session.profile).toMatchObject({ id: session.account.id, username: input.username, displayName: 'New Comer' });
  expect(session.refreshToken).toMatch(/^[\w-]{43}$/);
  const me = await (await t.bearing(session.accessToken)).me.get();
  expect(me.account).toEqual(session.account);
  expect(await t.as(null).auth.login({ login: input.username, password: input.password })).toMatchObject({
    account: session.account,
  });
});

test('tells when the two tokens end', async () => {
  const session = await register(newcomer());
  const now = t.clock.now().getTime();
  expect(session.accessTokenExpiresAt.getTime() - now).toBeGreaterThan(14 * 60_000);
  expect(session.accessTokenExpiresAt.getTime() - now).toBeLessThanOrEqual(15 * 60_000);
  expect(Math.round((session.refreshTokenExpiresAt.getTime() - now) / 86_400_000)).toBe(90);
});

test('takes the names as everybody means them: in lower case, the display name from the username', async () => {
  const input = newcomer();
  const given = {
    ...input,
    email: input.email.toUpperCase(),
    username: input.username.toUpperCase(),
    displayName: '  ',
  };
  const { account, profile } = await register(given);
  expect([account.email, profile.username, profile.displayName]).toEqual([input.email, input.username, input.username]);
});

test('says which name is taken, also when it is written otherwise', async () => {
  const first = newcomer();
  await register(first);
  await expect(register(newcomer({ email: first.email.toUpperCase() }))).rejects.toEqual(refusal('email_taken'));
  await expect(register(newcomer({ username: first.username.toUpperCase() }))).rejects.toEqual(
    refusal('username_taken'),
  );
});

test('leaves nothing behind when a name is taken', async () => {
  const first = newcomer();
  await register(first);
  const second = newcomer({ username: first.username });
  await expect(register(second)).rejects.toEqual(refusal('username_taken'));
  expect(await t.app.sql.first(countAccounts, [[second.email]])).toEqual({ count: 0 });
  await t.drain();
  expect(t.mailer.sent.filter(({ to }) => to === second.email)).toEqual([]);
});

test.each([
  ['username', 'username_taken', (one: RegisterInput, n: number) => ({ ...one, email: `${n}.${one.email}` })],
  ['e-mail address', 'email_taken', (one: RegisterInput, n: number) => ({ ...one, username: `${one.username}_${n}` })],
])('of many at once with the same %s one wins', async (_, reason, vary) => {
  const one = newcomer();
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => register(vary(one, n))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused).toEqual(Array.from({ length: 7 }, () => refusal(reason)));
});

test('the same call with the same key gives the same session, once and in parallel', async () => {
  const input = newcomer();
  const key = newId();
  const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => register(input, key)));
  expect(others).toEqual([first, first, first]);
  expect(await register(input, key)).toEqual(first);
  expect(await t.app.sql.first(countAccounts, [[input.email]])).toEqual({ count: 1 });
  await t.drain();
  expect(t.mailer.sent.filter(({ to }) => to === input.email)).toHaveLength(1);
});

test('the same key with another body is refused', async () => {
  const key = newId();
  await register(newcomer(), key);
  await expect(register(newcomer(), key)).rejects.toEqual(refusal('idempotency_mismatch'));
});

test('refuses passwords that are guessed first', async () => {
  const input = newcomer();
  for (const password of ['password123', input.username.padEnd(10, 'x').slice(0, 30), '1234567890', input.email]) {
    const names = { ...input, username: input.username.padEnd(10, 'x').slice(0, 30) };
    await expect(register({ ...names, password })).rejects.toEqual(refusal('weak_password'));
  }
});

test.each<[string, Record<string, unknown>]>([
  ['no e-mail address', { email: 'nobody' }],
  ['a username with a space', { username: 'a b c' }],
  ['a username of two', { username: 'ab' }],
  ['a password of nine', { password: '9 letters' }],
  ['a password of 257', { password: `${'x1'.repeat(128)}y` }],
  ['half a character', { password: 'half an emoji \ud83d' }],
  ['a field that is not asked for', { role: 'admin' }],
  ['a display name of 51', { displayName: 'x'.repeat(51) }],
])('refuses %s', async (_, changes) => {
  await expect(register({ ...newcomer(), ...changes })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('keeps no password and no token in plain text', async () => {
  const { session, password } = await signUp(t, `canary_${newId().slice(-8)}`);
  const tables = ['account', 'auth_session', 'refresh_token', 'profile'];
  for (const table of tables) {
    const rows = await t.app.sql.rows(
      statement<{ text: string }>(`test.all-${table}`, `select to_jsonb(x)::text as text from ${table} x`),
      [],
    );
    const text = rows.map((row) => row.text).join();
    expect(text).not.toContain(password);
    expect(text).not.toContain(session.refreshToken);
    expect(text).not.toContain(Buffer.from(session.refreshToken).toString('hex'));
  }
});
