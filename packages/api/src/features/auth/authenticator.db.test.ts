import { createTestApp, type SignedUp, signUp, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { openApp } from '../../open-app.ts';
import { openAuthenticator } from '../../open-authenticator.ts';
import { announceAccountChange, setRole } from '../accounts/index.ts';
import { signAccessToken } from './access-token.ts';
import type { Authenticator } from './authenticator.ts';
import type { Revocation } from './revocation.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const minute = 60_000;
const suspend = statement('test.suspend', 'update account set suspended_at = now() where id = $1');
const unsuspend = statement('test.unsuspend', 'update account set suspended_at = null where id = $1');
const revokeSilently = statement(
  'test.revoke-silently',
  'update auth_session set revoked_at = now() where account_id = $1',
);
const rejected = (reason: string) => ({ kind: 'rejected', reason });

async function somebody(): Promise<SignedUp> {
  serial += 1;
  return signUp(t, `bearer_${serial}`);
}

/** An authenticator of its own that counts its queries. */
function openCounting(): { authenticator: Authenticator; queries: () => number } {
  let queries = 0;
  const count = <T>(answer: T): T => {
    queries += 1;
    return answer;
  };
  const sql = { ...t.app.sql, first: ((...args) => count(t.app.sql.first(...args))) as App['sql']['first'] };
  return { authenticator: openAuthenticator({ ...t.app, sql }), queries: () => queries };
}

async function setSuspended(id: string, suspended: boolean): Promise<void> {
  await transact({ app: t.app }, async (tx) => {
    await tx.sql.run(suspended ? suspend : unsuspend, [id]);
    announceAccountChange(tx, { accountId: id, suspended });
  });
  await t.app.journal.settle();
}

test('tells who calls', async () => {
  const one = await somebody();
  expect(await t.authenticator.authenticate(null)).toEqual({ kind: 'anonymous' });
  expect(await t.authenticator.authenticate(one.session.accessToken)).toEqual({
    kind: 'viewer',
    viewer: {
      id: one.id,
      sessionId: expect.any(String),
      tokenId: null,
      role: 'user',
      scopes: null,
      expiresAt: one.session.accessTokenExpiresAt,
    },
  });
});

test('a known token costs no query', async () => {
  const { session } = await somebody();
  const { authenticator, queries } = openCounting();
  using _ = authenticator;
  await Promise.all(Array.from({ length: 20 }, () => authenticator.authenticate(session.accessToken)));
  expect(queries()).toBe(1);
  await authenticator.authenticate(session.accessToken);
  expect(queries()).toBe(1);
});

test('who was told that his session has ended finds it ended, without a wait for the journal', async () => {
  for (let round = 0; round < 20; round += 1) {
    const { session } = await somebody();
    await (await t.bearing(session.accessToken)).auth.logout();
    expect(await t.authenticator.authenticate(session.accessToken)).toEqual(rejected('session_revoked'));
  }
});

test('looks again after a minute', async () => {
  const { id, session } = await somebody();
  const { authenticator, queries } = openCounting();
  using _ = authenticator;
  await authenticator.authenticate(session.accessToken);
  await t.app.sql.run(revokeSilently, [id]);
  t.clock.advance(0.9 * minute);
  expect(await authenticator.authenticate(session.accessToken)).toMatchObject({ kind: 'viewer' });
  t.clock.advance(0.2 * minute);
  expect(await authenticator.authenticate(session.accessToken)).toEqual(rejected('session_revoked'));
  expect(queries()).toBe(2);
});

test('a token ends after 15 minutes, also one that is known', async () => {
  const { session } = await somebody();
  expect(await t.authenticator.authenticate(session.accessToken)).toMatchObject({ kind: 'viewer' });
  t.clock.advance(15 * minute);
  expect(await t.authenticator.authenticate(session.accessToken)).toEqual(rejected('token_expired'));
});

test.each(['', 'token', 'rk_0123456789abcdef', 'a'.repeat(100_000)])('refuses %.20s', async (token) => {
  expect(await t.authenticator.authenticate(token)).toEqual(rejected('token_invalid'));
});

test('a session that does not exist, or is of another account, is no session', async () => {
  const one = await somebody();
  const other = await somebody();
  const identity = await t.authenticator.authenticate(other.session.accessToken);
  const sessionId = identity.kind === 'viewer' ? (identity.viewer.sessionId ?? '') : '';
  const mixed = signAccessToken(t.app, { accountId: one.id, sessionId });
  expect(await t.authenticator.authenticate(mixed.token)).toEqual(rejected('session_revoked'));
  expect(await t.authenticator.authenticate(other.session.accessToken)).toMatchObject({ kind: 'viewer' });
  const unknown = signAccessToken(t.app, { accountId: one.id, sessionId: one.id });
  expect(await t.authenticator.authenticate(unknown.token)).toEqual(rejected('session_revoked'));
});

test('signing out is known at once, and those who hold sockets are told which', async () => {
  const one = await somebody();
  const told: Revocation[] = [];
  const stop = t.authenticator.onRevoked((revocation) => void told.push(revocation));
  const identity = await t.authenticator.authenticate(one.session.accessToken);
  await (await t.bearing(one.session.accessToken)).auth.logout();
  await t.app.journal.settle();
  expect(await t.authenticator.authenticate(one.session.accessToken)).toEqual(rejected('session_revoked'));
  const sessionId = identity.kind === 'viewer' && identity.viewer.sessionId;
  expect(told).toEqual([{ accountId: one.id, sessionIds: [sessionId], tokenIds: [] }]);
  stop();
  await t.as(one.id).auth.logoutAll();
  await t.app.journal.settle();
  expect(told).toHaveLength(1);
});

test('signing out everywhere tells of all', async () => {
  const one = await somebody();
  const told: Revocation[] = [];
  const stop = t.authenticator.onRevoked((revocation) => void told.push(revocation));
  await t.as(one.id).auth.logoutAll();
  await t.app.journal.settle();
  stop();
  expect(told).toEqual([{ accountId: one.id, sessionIds: 'all', tokenIds: [] }]);
});

test('a suspended account is refused on every session at once, and let in again when that ends', async () => {
  const one = await somebody();
  const other = await t.as(null).auth.login({ login: one.username, password: one.password });
  const tokens = [one.session.accessToken, other.accessToken];
  const told: Revocation[] = [];
  const stop = t.authenticator.onRevoked((revocation) => void told.push(revocation));
  for (const token of tokens) expect(await t.authenticator.authenticate(token)).toMatchObject({ kind: 'viewer' });
  await setSuspended(one.id, true);
  for (const token of tokens) expect(await t.authenticator.authenticate(token)).toEqual(rejected('account_suspended'));
  await setSuspended(one.id, false);
  stop();
  for (const token of tokens) expect(await t.authenticator.authenticate(token)).toMatchObject({ kind: 'viewer' });
  expect(told).toEqual([{ accountId: one.id, sessionIds: 'all', tokenIds: 'all' }]);
});

test('a new role holds for the next call and closes no socket', async () => {
  const one = await somebody();
  const told: Revocation[] = [];
  const stop = t.authenticator.onRevoked((revocation) => void told.push(revocation));
  expect(await t.authenticator.authenticate(one.session.accessToken)).toMatchObject({ viewer: { role: 'user' } });
  await transact({ app: t.app }, (tx) => setRole(tx, one.id, 'moderator'));
  await t.app.journal.settle();
  stop();
  expect(await t.authenticator.authenticate(one.session.accessToken)).toMatchObject({ viewer: { role: 'moderator' } });
  expect(told).toEqual([]);
});

test('what changes while it is looked up is not kept', async () => {
  const one = await somebody();
  const read = Promise.withResolvers<void>();
  const proceed = Promise.withResolvers<void>();
  let first = true;
  const slow = async (...args: Parameters<App['sql']['first']>) => {
    const row = await t.app.sql.first(...args);
    if (first) {
      first = false;
      read.resolve();
      await proceed.promise;
    }
    return row;
  };
  using authenticator = openAuthenticator({ ...t.app, sql: { ...t.app.sql, first: slow as App['sql']['first'] } });
  const identity = authenticator.authenticate(one.session.accessToken);
  await read.promise;
  await t.as(one.id).auth.logoutAll();
  await t.app.journal.settle();
  proceed.resolve();
  expect(await identity).toEqual(rejected('session_revoked'));
  expect(await authenticator.authenticate(one.session.accessToken)).toEqual(rejected('session_revoked'));
});

test('a database that is away fails the call, and is asked again by the next', async () => {
  const one = await somebody();
  let away = true;
  const first = (...args: Parameters<App['sql']['first']>) =>
    away ? Promise.reject(new Error('away')) : t.app.sql.first(...args);
  using authenticator = openAuthenticator({ ...t.app, sql: { ...t.app.sql, first: first as App['sql']['first'] } });
  await expect(authenticator.authenticate(one.session.accessToken)).rejects.toThrow('away');
  away = false;
  expect(await authenticator.authenticate(one.session.accessToken)).toMatchObject({ kind: 'viewer' });
});

test('another process hears of it too', async () => {
  const one = await somebody();
  await using elsewhere = await openApp({ ...testAppOptions(t.database.url), clock: t.clock });
  using authenticator = openAuthenticator(elsewhere);
  expect(await authenticator.authenticate(one.session.accessToken)).toMatchObject({ kind: 'viewer' });
  await (await t.bearing(one.session.accessToken)).auth.logout();
  await elsewhere.journal.settle();
  expect(await authenticator.authenticate(one.session.accessToken)).toEqual(rejected('session_revoked'));
});
