import { createTestApp, refusal, type SignedUp, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CookieJar } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let alice: SignedUp;
beforeAll(async () => {
  t = await createTestApp();
  alice = await signUp(t, 'alice');
});
afterAll(() => t[Symbol.asyncDispose]());

interface Browser extends CookieJar {
  refreshToken: string | null;
  expiresAt: Date | null;
}

/** A browser that keeps what it is told to. */
function openBrowser(trusted = true): Browser {
  const jar: Browser = {
    refreshToken: null,
    expiresAt: null,
    trusted,
    setRefresh: (token, expiresAt) => Object.assign(jar, { refreshToken: token, expiresAt }),
    clearRefresh: () => Object.assign(jar, { refreshToken: null, expiresAt: null }),
  };
  return jar;
}

async function logIn(cookies: CookieJar) {
  return t.as(null, { cookies }).auth.login({ login: 'alice', password: alice.password, cookie: true });
}

test('signing in puts the refresh token into the cookie alone', async () => {
  const cookies = openBrowser();
  const session = await logIn(cookies);
  expect(session.refreshToken).toBe('');
  expect(cookies).toMatchObject({
    refreshToken: expect.stringMatching(/^[\w-]{43}$/),
    expiresAt: session.refreshTokenExpiresAt,
  });
});

test('registering does so too, and again when the call is repeated with its key', async () => {
  const input = { email: 'bob@rookery.test', username: 'bob', password: 'a fine password', cookie: true };
  const idempotencyKey = newId();
  const first = openBrowser();
  const session = await t.as(null, { cookies: first, idempotencyKey }).auth.register(input);
  const second = openBrowser();
  expect(await t.as(null, { cookies: second, idempotencyKey }).auth.register(input)).toEqual(session);
  expect(session.refreshToken).toBe('');
  expect(second.refreshToken).toBe(first.refreshToken);
});

test('refreshing reads the cookie and renews it', async () => {
  const cookies = openBrowser();
  await logIn(cookies);
  const before = cookies.refreshToken;
  const session = await t.as(null, { cookies }).auth.refresh({});
  expect(session.refreshToken).toBe('');
  expect(cookies.refreshToken).not.toBe(before);
  await expect(t.bearing(session.accessToken).then((caller) => caller.me.get())).resolves.toMatchObject({
    account: { id: alice.id },
  });
});

test('one key in two browsers gives each its own session, and the same one again', async () => {
  const bella = await signUp(t, 'bella');
  const [hers, mine] = [openBrowser(), openBrowser()];
  hers.refreshToken = bella.session.refreshToken;
  await logIn(mine);
  const [before, idempotencyKey] = [mine.refreshToken, 'refresh'];
  const first = await t.as(null, { cookies: hers, idempotencyKey }).auth.refresh({});
  const second = await t.as(null, { cookies: mine, idempotencyKey }).auth.refresh({});
  expect([first.account.id, second.account.id]).toEqual([bella.id, alice.id]);
  const lost: Browser = { ...openBrowser(), refreshToken: before };
  t.clock.advance(60_000);
  expect((await t.as(null, { cookies: lost, idempotencyKey }).auth.refresh({})).accessToken).toBe(second.accessToken);
});

test('a token in the input goes before the cookie, and leaves it alone', async () => {
  const cookies = openBrowser();
  await logIn(cookies);
  const before = cookies.refreshToken;
  const { refreshToken } = await t.as(null).auth.login({ login: 'alice', password: alice.password });
  const session = await t.as(null, { cookies: { ...cookies, trusted: false } }).auth.refresh({ refreshToken });
  expect(session.refreshToken).toMatch(/^[\w-]{43}$/);
  expect(cookies.refreshToken).toBe(before);
});

test('signing out takes the cookie away and ends the session', async () => {
  const cookies = openBrowser();
  const { accessToken } = await logIn(cookies);
  const token = cookies.refreshToken ?? '';
  await (await t.bearing(accessToken, { cookies })).auth.logout();
  expect(cookies.refreshToken).toBeNull();
  await expect(t.as(null).auth.refresh({ refreshToken: token })).rejects.toEqual(refusal('session_revoked'));
});

test('a cookie that is worth nothing is taken away', async () => {
  const cookies = openBrowser();
  cookies.refreshToken = 'worth nothing';
  await expect(t.as(null, { cookies }).auth.refresh({})).rejects.toEqual(refusal('token_invalid'));
  expect(cookies.refreshToken).toBeNull();
});

test('a server that is away takes no cookie away', async () => {
  const cookies = openBrowser();
  await logIn(cookies);
  const before = cookies.refreshToken;
  const app = {
    ...t.app,
    database: {
      ...t.app.database,
      begin: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    },
  };
  await expect(t.as(null, { cookies, app }).auth.refresh({})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(cookies.refreshToken).toBe(before);
});

test('a page of another site can do none of it', async () => {
  const cookies = openBrowser();
  const { accessToken } = await logIn(cookies);
  const before = cookies.refreshToken;
  const foreign: CookieJar = { ...cookies, trusted: false };
  await expect(t.as(null, { cookies: foreign }).auth.refresh({})).rejects.toEqual(refusal('csrf'));
  await expect(logIn(foreign)).rejects.toEqual(refusal('csrf'));
  await expect((await t.bearing(accessToken, { cookies: foreign })).auth.logout()).rejects.toEqual(refusal('csrf'));
  const mallory = { email: 'mallory@rookery.test', username: 'mallory', password: 'a fine password', cookie: true };
  await expect(t.as(null, { cookies: foreign }).auth.register(mallory)).rejects.toEqual(refusal('csrf'));
  await expect(t.as(null).auth.login({ login: 'mallory', password: 'a fine password' })).rejects.toEqual(
    refusal('credentials_invalid'),
  );
  expect(cookies.refreshToken).toBe(before);
  await expect(t.as(null, { cookies }).auth.refresh({})).resolves.toBeDefined();
});

test('a transport without cookies cannot ask for them', async () => {
  await expect(t.as(null).auth.login({ login: 'alice', password: alice.password, cookie: true })).rejects.toEqual(
    refusal('csrf'),
  );
  await expect(t.as(null).auth.refresh({})).rejects.toEqual(refusal('token_missing'));
});
