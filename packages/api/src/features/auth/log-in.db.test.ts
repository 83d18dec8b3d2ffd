import { createTestApp, invitePeople, refusal, type SignedUp, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PasswordHasher } from '../../kernel/ports.ts';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let alice: SignedUp;
beforeAll(async () => {
  t = await createTestApp();
  alice = await signUp(t, 'alice');
});
afterAll(() => t[Symbol.asyncDispose]());

const suspend = statement('test.suspend', 'update account set suspended_at = now() where id = $1');
const setHash = statement('test.set-hash', 'update account set password_hash = $2 where id = $1');
const countSessions = statement<{ count: number }>(
  'test.count-sessions',
  'select count(*)::int as count from auth_session where account_id = $1',
);

const logIn = (login: string, password: string) => t.as(null).auth.login({ login, password });

async function answerOf(attempt: Promise<unknown>): Promise<unknown> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  return JSON.parse(
    JSON.stringify(error instanceof Error ? { ...error, message: error.message, stack: null, cause: null } : error),
  );
}

test.each(['alice', 'ALICE', ' alice ', 'alice@rookery.test', 'Alice@Rookery.Test'])(
  'signs in as %s',
  async (login) => {
    const session = await logIn(login, alice.password);
    expect(session.account.id).toBe(alice.id);
    expect(await (await t.bearing(session.accessToken)).me.get()).toMatchObject({ account: { email: alice.email } });
  },
);

test('each sign-in is a session of its own', async () => {
  const one = await logIn('alice', alice.password);
  const other = await logIn('alice', alice.password);
  expect(one.refreshToken).not.toBe(other.refreshToken);
  const { items } = await (await t.bearing(one.accessToken)).auth.sessions({});
  expect(items.filter(({ current }) => current)).toHaveLength(1);
});

test('another password is refused, be it right as far as bcrypt reads', async () => {
  const password = `${'a long password, '.repeat(15)}!`;
  const { username } = await t
    .as(null)
    .auth.register({ email: 'long@rookery.test', username: 'long', password })
    .then((s) => s.profile);
  await expect(logIn(username, password)).resolves.toMatchObject({ profile: { username } });
  for (const at of [72, 73, 128, 255]) {
    await expect(logIn(username, `${password.slice(0, at)}?${password.slice(at + 1)}`)).rejects.toEqual(
      refusal('credentials_invalid'),
    );
  }
});

test('an absent account and a wrong password answer alike, over every way in', async () => {
  const wrong = await answerOf(logIn('alice', 'not her password'));
  expect(wrong).toMatchObject({ code: 'UNAUTHORIZED' });
  for (const login of [
    'nobody',
    'nobody@rookery.test',
    alice.email,
    'x',
    '@',
    "alice' or '1'='1",
    'alice\u00a0',
    '%',
  ]) {
    expect(await answerOf(logIn(login, 'not her password'))).toEqual(wrong);
  }
});

test('an absent account costs as many comparisons as one that is there', async () => {
  const hashes: (string | null)[] = [];
  const passwords: PasswordHasher = {
    hash: (password) => t.app.passwords.hash(password),
    verify: (password, hash) => {
      hashes.push(hash);
      return t.app.passwords.verify(password, hash);
    },
  };
  const caller = t.as(null, { app: { ...t.app, passwords } });
  for (const login of ['alice', 'nobody', 'nobody@rookery.test']) {
    await expect(caller.auth.login({ login, password: 'not her password' })).rejects.toEqual(
      refusal('credentials_invalid'),
    );
  }
  expect(hashes).toEqual([expect.stringMatching(/^\$2b\$/), null, null]);
});

test('an account that has no password lets nobody in', async () => {
  await invitePeople(t.app, 'bot');
  await expect(logIn('bot', '!')).rejects.toEqual(refusal('credentials_invalid'));
});

test('a suspended account is told so, if the password is right', async () => {
  const { id, password } = await signUp(t, 'suspended');
  await t.app.sql.run(suspend, [id]);
  await expect(logIn('suspended', password)).rejects.toEqual(refusal('account_suspended'));
  await expect(logIn('suspended', 'not the password')).rejects.toEqual(refusal('credentials_invalid'));
});

test('a password that is changed while it is compared starts no session', async () => {
  const { id, username, password } = await signUp(t, 'racer');
  const other = await t.app.passwords.hash('another password');
  const passwords: PasswordHasher = {
    hash: (text) => t.app.passwords.hash(text),
    verify: async (text, hash) => {
      const proved = await t.app.passwords.verify(text, hash);
      await t.app.sql.run(setHash, [id, other]);
      return proved;
    },
  };
  const attempt = t.as(null, { app: { ...t.app, passwords } }).auth.login({ login: username, password });
  await expect(attempt).rejects.toEqual(refusal('credentials_invalid'));
  expect(await t.app.sql.first(countSessions, [id])).toEqual({ count: 1 });
});

test.each<[string, Record<string, unknown>]>([
  ['no password', { password: '' }],
  ['a password of 257', { password: 'x'.repeat(257) }],
  ['a login of 255', { login: 'x'.repeat(255) }],
  ['a field that is not asked for', { role: 'admin' }],
  ['a login that is an object', { login: { $ne: null } }],
])('refuses %s', async (_, changes) => {
  const input = { login: 'alice', password: 'not her password', ...changes };
  await expect(t.as(null).auth.login(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

describe('guesses', () => {
  test.each([
    ['an account', 'guarded'],
    ['an absent account', 'unguarded'],
  ])('for %s end after ten in five minutes, whatever the spelling and the address', async (_, login) => {
    await using strict = await createTestApp({ settings: { ...t.app.settings, rateLimitFactor: 1 } });
    const { password } = await signUp(strict, 'guarded');
    const outcomes: unknown[] = [];
    for (let n = 0; n < 11; n += 1) {
      const caller = strict.as(null, { ip: `10.0.0.${n}` });
      const spelled = n % 2 === 0 ? login : ` ${login.toUpperCase()}`;
      outcomes.push(
        await caller.auth
          .login({ login: spelled, password: 'a guess' })
          .catch((error: { cause: { reason: string } }) => error.cause.reason),
      );
    }
    expect(outcomes).toEqual([...Array<string>(10).fill('credentials_invalid'), 'rate_limited']);
    await expect(strict.as(null, { ip: '10.0.1.1' }).auth.login({ login, password })).rejects.toEqual(
      refusal('rate_limited'),
    );
  });

  test('from one address end after 25 in five minutes', async () => {
    await using strict = await createTestApp({ settings: { ...t.app.settings, rateLimitFactor: 1 } });
    const attempts = Array.from({ length: 26 }, (_, n) =>
      strict.as(null, { ip: '10.1.1.1' }).auth.login({ login: `guess_${n}`, password: 'a guess' }),
    );
    const outcomes = (await Promise.allSettled(attempts)).flatMap((one) =>
      one.status === 'rejected' ? [one.reason] : [],
    );
    expect(outcomes.filter((error) => error.cause.reason === 'rate_limited')).toHaveLength(1);
  });
});
