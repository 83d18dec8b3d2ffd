import { createTestApp, refusal, type SignedUp, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const next = 'another fine password';

async function somebody(): Promise<SignedUp> {
  serial += 1;
  return signUp(t, `changer_${serial}`);
}

const logIn = ({ username }: SignedUp, password: string) => t.as(null).auth.login({ login: username, password });

test('the new password signs in, the old one no more', async () => {
  const one = await somebody();
  expect(await (await t.bearing(one.session.accessToken)).auth.changePassword({ current: one.password, next })).toEqual(
    { ok: true },
  );
  await expect(logIn(one, next)).resolves.toBeDefined();
  await expect(logIn(one, one.password)).rejects.toEqual(refusal('credentials_invalid'));
});

test('every other session ends, this one stays', async () => {
  const one = await somebody();
  const other = await logIn(one, one.password);
  await (await t.bearing(other.accessToken)).auth.changePassword({ current: one.password, next });
  await t.app.journal.settle();
  expect(await t.authenticator.authenticate(other.accessToken)).toMatchObject({ kind: 'viewer' });
  expect(await t.authenticator.authenticate(one.session.accessToken)).toEqual({
    kind: 'rejected',
    reason: 'session_revoked',
  });
});

test('its owner is told by mail, without the password', async () => {
  const one = await somebody();
  await t.drain();
  await t.as(one.id).auth.changePassword({ current: one.password, next });
  await t.drain();
  const mail = t.mailer.lastTo(one.email);
  expect(mail.subject).toBe('Your password was changed');
  expect(mail.text).not.toContain(next);
});

test('a link to reset it that was mailed before is worth nothing any more', async () => {
  const one = await somebody();
  await t.as(null).auth.requestPasswordReset({ email: one.email });
  await t.drain();
  const token = /token=([\w-]+)/.exec(t.mailer.lastTo(one.email).text)?.[1] ?? '';
  await t.as(one.id).auth.changePassword({ current: one.password, next });
  await expect(t.as(null).auth.resetPassword({ token, password: 'a third password' })).rejects.toEqual(
    refusal('token_invalid'),
  );
});

test('a wrong password changes nothing, and the guesses end', async () => {
  await using strict = await createTestApp({ settings: { ...t.app.settings, rateLimitFactor: 1 } });
  const one = await signUp(strict, 'guarded');
  for (let n = 0; n < 10; n += 1) {
    await expect(strict.as(one.id).auth.changePassword({ current: 'a guess', next })).rejects.toEqual(
      refusal('credentials_invalid'),
    );
  }
  await expect(strict.as(one.id).auth.changePassword({ current: one.password, next })).rejects.toEqual(
    refusal('rate_limited'),
  );
  await expect(strict.as(null).auth.login({ login: 'guarded', password: one.password })).resolves.toBeDefined();
});

test('a weak password is refused', async () => {
  const one = await somebody();
  for (const weak of ['password123', one.email, '9876543210']) {
    await expect(t.as(one.id).auth.changePassword({ current: one.password, next: weak })).rejects.toEqual(
      refusal('weak_password'),
    );
  }
  await expect(t.as(one.id).auth.changePassword({ current: one.password, next: 'short' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  await expect(t.as(null).auth.changePassword({ current: one.password, next })).rejects.toEqual(
    refusal('token_missing'),
  );
});

test('of two changes at once one wins', async () => {
  const one = await somebody();
  const passwords = ['the first new password', 'the second new password'];
  const outcomes = await Promise.allSettled(
    passwords.map((password) => t.as(one.id).auth.changePassword({ current: one.password, next: password })),
  );
  const won = passwords.filter((_, at) => outcomes[at]?.status === 'fulfilled');
  expect(won).toHaveLength(1);
  expect(outcomes).toContainEqual({ status: 'rejected', reason: refusal('credentials_invalid') });
  await expect(logIn(one, won[0] ?? '')).resolves.toBeDefined();
});

test('a repeated call with its key gets its first answer, though the password is another now', async () => {
  const one = await somebody();
  const caller = t.as(one.id, { idempotencyKey: newId() });
  expect(await caller.auth.changePassword({ current: one.password, next })).toEqual({ ok: true });
  expect(await caller.auth.changePassword({ current: one.password, next })).toEqual({ ok: true });
  await expect(t.as(one.id).auth.changePassword({ current: one.password, next })).rejects.toEqual(
    refusal('credentials_invalid'),
  );
});
