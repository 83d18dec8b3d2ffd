import type { Scope } from '@rookery/contract';
import { createTestApp, type SignedUp, signUp, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { openApp } from '../../open-app.ts';
import { openAuthenticator } from '../../open-authenticator.ts';
import { announceAccountChange } from '../accounts/index.ts';
import type { Revocation } from '../auth/index.ts';
import { newPersonalToken } from './personal-token.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const minute = 60_000;
const rejected = (reason: string) => ({ kind: 'rejected', reason });
const suspend = statement('test.suspend-coder', 'update account set suspended_at = $2 where id = $1');

interface Owner extends SignedUp {
  tokenId: string;
  token: string;
}

async function somebody(more: { scopes?: Scope[]; expiresAt?: Date } = {}): Promise<Owner> {
  serial += 1;
  const owner = await signUp(t, `bearer_${serial}`);
  const { id, token } = await t.as(owner.id).tokens.create({ name: 'for a program', scopes: ['read'], ...more });
  return { ...owner, tokenId: id, token };
}

/** An authenticator of its own that counts what it asks of the database, and what it writes. */
function openCounting() {
  const counts = { queries: 0, writes: 0 };
  const writes: Promise<unknown>[] = [];
  const { sql } = t.app;
  const counting: App['sql'] = {
    ...sql,
    first: (...args) => {
      counts.queries += 1;
      return sql.first(...args);
    },
    run: (...args) => {
      counts.writes += 1;
      const written = sql.run(...args);
      writes.push(written);
      return written;
    },
  };
  const authenticator = openAuthenticator({ ...t.app, sql: counting });
  return {
    counts,
    authenticate: authenticator.authenticate,
    written: () => Promise.all(writes),
    [Symbol.dispose]: () => authenticator[Symbol.dispose](),
  };
}

async function setSuspended(id: string, suspended: boolean): Promise<void> {
  await transact({ app: t.app }, async (tx) => {
    await tx.sql.run(suspend, [id, suspended ? new Date() : null]);
    announceAccountChange(tx, { accountId: id, suspended });
  });
  await t.app.journal.settle();
}

const lastUse = async ({ id }: Owner) => (await t.as(id).tokens.list({})).items[0]?.lastUsedAt;

test('a token tells whose it is and what it may do', async () => {
  const scopes: Scope[] = ['read', 'write:chat'];
  const expiresAt = new Date(t.clock.now().getTime() + minute);
  const short = await somebody({ scopes, expiresAt });
  const viewer = { id: short.id, sessionId: null, tokenId: short.tokenId, role: 'user', scopes: new Set(scopes) };
  expect(await t.authenticator.authenticate(short.token)).toEqual({ kind: 'viewer', viewer: { ...viewer, expiresAt } });
  const lasting = await somebody();
  const identity = await t.authenticator.authenticate(lasting.token);
  expect(identity.kind === 'viewer' && identity.viewer.expiresAt.getUTCFullYear()).toBe(9999);
});

test('a known token costs no query', async () => {
  const { token } = await somebody();
  using counting = openCounting();
  await Promise.all(Array.from({ length: 20 }, () => counting.authenticate(token)));
  await counting.authenticate(token);
  expect(counting.counts).toEqual({ queries: 1, writes: 1 });
});

test('a token that nobody made here costs no query, and one that has ended no more than one a minute', async () => {
  const ended = await somebody();
  using counting = openCounting();
  const foreign = newPersonalToken({ instanceSecret: Buffer.alloc(32) });
  for (const token of ['rk_', 'rk_x', foreign, `${ended.token}x`, ended.token.toLowerCase(), 'rk_'.repeat(100_000)])
    expect(await counting.authenticate(token)).toEqual(rejected('token_invalid'));
  expect(counting.counts).toEqual({ queries: 0, writes: 0 });
  await t.as(ended.id).tokens.revoke({ id: ended.tokenId });
  await t.app.journal.settle();
  for (let n = 0; n < 20; n += 1) expect(await counting.authenticate(ended.token)).toEqual(rejected('token_invalid'));
  expect(counting.counts).toEqual({ queries: 1, writes: 0 });
});

test('its use is kept to within five minutes, with a write for all that lies between', async () => {
  const owner = await somebody();
  using counting = openCounting();
  const bearFor = async (minutes: number) => {
    for (let n = 0; n < minutes; n += 1) {
      await counting.authenticate(owner.token);
      await counting.written();
      t.clock.advance(minute);
    }
  };
  expect(await lastUse(owner)).toBeNull();
  await bearFor(5);
  expect(counting.counts.writes).toBe(1);
  const first = await lastUse(owner);
  await bearFor(2);
  expect(counting.counts.writes).toBe(2);
  const second = await lastUse(owner);
  expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(5 * minute);
});

test('a use that cannot be kept is no reason to refuse', async () => {
  const { token } = await somebody();
  const run = () => Promise.reject(new Error('away'));
  using authenticator = openAuthenticator({ ...t.app, sql: { ...t.app.sql, run } });
  expect(await authenticator.authenticate(token)).toMatchObject({ kind: 'viewer' });
});

test('a token expires when it was to, also one that is known', async () => {
  const { token } = await somebody({ expiresAt: new Date(t.clock.now().getTime() + 10_000) });
  expect(await t.authenticator.authenticate(token)).toMatchObject({ kind: 'viewer' });
  t.clock.advance(10_000);
  expect(await t.authenticator.authenticate(token)).toEqual(rejected('token_expired'));
});

test('revoking a token is known at once, and those who hold sockets are told which', async () => {
  const owner = await somebody();
  const told: Revocation[] = [];
  const stop = t.authenticator.onRevoked((revocation) => void told.push(revocation));
  expect(await t.authenticator.authenticate(owner.token)).toMatchObject({ kind: 'viewer' });
  await t.as(owner.id).tokens.revoke({ id: owner.tokenId });
  await t.as(owner.id).tokens.revoke({ id: owner.tokenId });
  await t.app.journal.settle();
  stop();
  expect(await t.authenticator.authenticate(owner.token)).toEqual(rejected('token_invalid'));
  expect(told).toEqual([{ accountId: owner.id, sessionIds: [], tokenIds: [owner.tokenId] }]);
});

test('a suspended account is refused with its tokens at once, and let in again when that ends', async () => {
  const owner = await somebody();
  const told: Revocation[] = [];
  const stop = t.authenticator.onRevoked((revocation) => void told.push(revocation));
  expect(await t.authenticator.authenticate(owner.token)).toMatchObject({ kind: 'viewer' });
  await setSuspended(owner.id, true);
  expect(await t.authenticator.authenticate(owner.token)).toEqual(rejected('account_suspended'));
  await setSuspended(owner.id, false);
  stop();
  expect(await t.authenticator.authenticate(owner.token)).toMatchObject({ kind: 'viewer' });
  expect(told).toEqual([{ accountId: owner.id, sessionIds: 'all', tokenIds: 'all' }]);
});

test('signing out everywhere and a new password leave tokens as they are', async () => {
  const owner = await somebody();
  const next = 'another password of mine';
  const mine = await t.bearing(owner.session.accessToken);
  await mine.auth.changePassword({ current: owner.password, next });
  await mine.auth.logoutAll();
  await t.app.journal.settle();
  expect(await t.authenticator.authenticate(owner.token)).toMatchObject({ viewer: { id: owner.id } });
});

test('who wants the account deleted ends its tokens for good', async () => {
  const owner = await somebody();
  expect(await t.authenticator.authenticate(owner.token)).toMatchObject({ kind: 'viewer' });
  await t.as(owner.id).me.delete({ password: owner.password });
  await t.app.journal.settle();
  expect(await t.authenticator.authenticate(owner.token)).toEqual(rejected('token_invalid'));
  await t.as(owner.id).me.cancelDelete();
  t.clock.advance(2 * minute);
  expect(await t.authenticator.authenticate(owner.token)).toEqual(rejected('token_invalid'));
  expect(await t.as(owner.id).tokens.list({})).toEqual({ items: [], nextCursor: null });
});

test('a token that is revoked while it is looked up is not let in', async () => {
  const owner = await somebody();
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
  const identity = authenticator.authenticate(owner.token);
  await read.promise;
  await t.as(owner.id).tokens.revoke({ id: owner.tokenId });
  await t.app.journal.settle();
  proceed.resolve();
  expect(await identity).toEqual(rejected('token_invalid'));
  expect(await authenticator.authenticate(owner.token)).toEqual(rejected('token_invalid'));
});

test('another process hears of it too', async () => {
  const owner = await somebody();
  await using elsewhere = await openApp({ ...testAppOptions(t.database.url), clock: t.clock });
  using authenticator = openAuthenticator(elsewhere);
  expect(await authenticator.authenticate(owner.token)).toMatchObject({ kind: 'viewer' });
  await t.as(owner.id).tokens.revoke({ id: owner.tokenId });
  await elsewhere.journal.settle();
  expect(await authenticator.authenticate(owner.token)).toEqual(rejected('token_invalid'));
});
