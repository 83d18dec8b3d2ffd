import { createTestApp, refusal, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const tokenOf = (text: string) => /token=([\w-]+)/.exec(text)?.[1] ?? '';

async function somebody() {
  serial += 1;
  return { ...(await signUp(t, `mailed_${serial}`)), next: `next_${serial}@rookery.test` };
}

test('the address changes, is unverified until proved, and the session stays', async () => {
  const one = await somebody();
  await t.drain();
  await t.as(null).auth.verifyEmail({ token: tokenOf(t.mailer.lastTo(one.email).text) });
  const signedIn = await t.bearing(one.session.accessToken);
  const account = await signedIn.me.changeEmail({ email: one.next.toUpperCase(), password: one.password });
  expect(account).toMatchObject({ id: one.id, email: one.next, emailVerified: false });
  await t.drain();
  expect(t.mailer.lastTo(one.email)).toMatchObject({ subject: 'Your e-mail address was changed' });
  expect(t.mailer.lastTo(one.email).text).not.toContain(one.next);
  await t.as(null).auth.verifyEmail({ token: tokenOf(t.mailer.lastTo(one.next).text) });
  expect((await (await t.bearing(one.session.accessToken)).me.get()).account).toMatchObject({ emailVerified: true });
  await expect(t.as(null).auth.login({ login: one.next, password: one.password })).resolves.toBeDefined();
  await expect(t.as(null).auth.login({ login: one.email, password: one.password })).rejects.toEqual(
    refusal('credentials_invalid'),
  );
});

test('links that were mailed to the old address are worth nothing any more', async () => {
  const one = await somebody();
  await t.drain();
  const verification = tokenOf(t.mailer.lastTo(one.email).text);
  await t.as(null).auth.requestPasswordReset({ email: one.email });
  await t.drain();
  const reset = tokenOf(t.mailer.lastTo(one.email).text);
  await t.as(one.id).me.changeEmail({ email: one.next, password: one.password });
  await expect(t.as(null).auth.verifyEmail({ token: verification })).rejects.toEqual(refusal('token_invalid'));
  await expect(t.as(null).auth.resetPassword({ token: reset, password: 'a third password' })).rejects.toEqual(
    refusal('token_invalid'),
  );
});

test('the same address again changes nothing', async () => {
  const one = await somebody();
  await t.drain();
  await t.as(null).auth.verifyEmail({ token: tokenOf(t.mailer.lastTo(one.email).text) });
  const account = await t.as(one.id).me.changeEmail({ email: one.email, password: one.password });
  expect(account).toMatchObject({ email: one.email, emailVerified: true });
});

test('a wrong password changes nothing, and the guesses end', async () => {
  await using strict = await createTestApp({ settings: { ...t.app.settings, rateLimitFactor: 1 } });
  const one = await signUp(strict, 'guarded');
  for (let n = 0; n < 10; n += 1) {
    await expect(strict.as(one.id).me.changeEmail({ email: 'x@rookery.test', password: 'a guess' })).rejects.toEqual(
      refusal('credentials_invalid'),
    );
  }
  await expect(strict.as(one.id).me.changeEmail({ email: 'x@rookery.test', password: one.password })).rejects.toEqual(
    refusal('rate_limited'),
  );
  expect((await strict.as(one.id).me.get()).account.email).toBe(one.email);
});

test('an address that is taken or malformed is refused, and so is nobody', async () => {
  const [one, other] = [await somebody(), await somebody()];
  const { password } = one;
  await expect(t.as(one.id).me.changeEmail({ email: other.email, password })).rejects.toEqual(refusal('email_taken'));
  for (const email of ['', 'nobody', 'a@b', `${'a'.repeat(250)}@rookery.test`]) {
    await expect(t.as(one.id).me.changeEmail({ email, password })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
  await expect(t.as(null).me.changeEmail({ email: one.next, password })).rejects.toEqual(refusal('token_missing'));
  expect((await t.as(one.id).me.get()).account.email).toBe(one.email);
});

test('of two who want one address at once, one gets it', async () => {
  const people = [await somebody(), await somebody(), await somebody()];
  const outcomes = await Promise.allSettled(
    people.map(({ id, password }) => t.as(id).me.changeEmail({ email: `wanted_${serial}@rookery.test`, password })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusal('email_taken'));
});

test('a repeated call with its key gets its first answer', async () => {
  const one = await somebody();
  const caller = t.as(one.id, { idempotencyKey: newId() });
  const first = await caller.me.changeEmail({ email: one.next, password: one.password });
  await t.as(one.id).me.changeEmail({ email: one.email, password: one.password });
  expect(await caller.me.changeEmail({ email: one.next, password: one.password })).toEqual(first);
});
