import { createTestApp, refusal, type SignedUp, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { mailToken } from './auth.jobs.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const hour = 3600 * 1000;
const next = 'another fine password';
const moveTo = statement('test.move-to', 'update account set email = $2 where id = $1');
const readTokens = statement<{ text: string }>(
  'test.mail-tokens',
  'select to_jsonb(m)::text as text from mail_token m',
);
const readJobs = statement<{ text: string }>('test.jobs', 'select data::text as text from pgboss.job');

async function somebody(): Promise<SignedUp> {
  serial += 1;
  const one = await signUp(t, `reader_${serial}`);
  await t.drain();
  return one;
}

const mailsTo = (email: string) => t.mailer.sent.filter(({ to }) => to === email);
const tokenIn = (text: string) => /\?token=([\w-]{43})\b/.exec(text)?.[1] ?? 'no token';

async function resetTokenFor(email: string): Promise<string> {
  await t.as(null).auth.requestPasswordReset({ email });
  await t.drain();
  return tokenIn(t.mailer.lastTo(email).text);
}

const isVerified = async (id: string) => (await t.as(id).me.get()).account.emailVerified;
const reset = (token: string, password = next) => t.as(null).auth.resetPassword({ token, password });
const verify = (token: string) => t.as(null).auth.verifyEmail({ token });

describe('resetting a password', () => {
  test('by the mailed link, which leads to our page', async () => {
    const one = await somebody();
    const token = await resetTokenFor(one.email);
    expect(t.mailer.lastTo(one.email).text).toContain(`http://rookery.test/reset-password?token=${token}\n`);
    expect(await reset(token)).toEqual({ ok: true });
    await expect(t.as(null).auth.login({ login: one.username, password: next })).resolves.toBeDefined();
    await expect(t.as(null).auth.login({ login: one.username, password: one.password })).rejects.toEqual(
      refusal('credentials_invalid'),
    );
  });

  test('ends every session, proves the address and tells its owner', async () => {
    const one = await somebody();
    await reset(await resetTokenFor(one.email));
    await t.drain();
    expect(await t.authenticator.authenticate(one.session.accessToken)).toEqual({
      kind: 'rejected',
      reason: 'session_revoked',
    });
    await expect(t.as(null).auth.refresh({ refreshToken: one.session.refreshToken })).rejects.toEqual(
      refusal('session_revoked'),
    );
    expect(await isVerified(one.id)).toBe(true);
    expect(t.mailer.lastTo(one.email).subject).toBe('Your password was changed');
  });

  test('works once, and of many at once one wins', async () => {
    const one = await somebody();
    const token = await resetTokenFor(one.email);
    const passwords = Array.from({ length: 5 }, (_, n) => `new password ${n}`);
    const outcomes = await Promise.allSettled(passwords.map((password) => reset(token, password)));
    const won = passwords.filter((_, at) => outcomes[at]?.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await expect(reset(token)).rejects.toEqual(refusal('token_invalid'));
    await expect(t.as(null).auth.login({ login: one.username, password: won[0] ?? '' })).resolves.toBeDefined();
  });

  test('uses up every link that was mailed', async () => {
    const one = await somebody();
    const first = await resetTokenFor(one.email);
    const second = await resetTokenFor(one.email);
    await reset(first);
    await expect(reset(second)).rejects.toEqual(refusal('token_invalid'));
  });

  test('ends after an hour', async () => {
    const one = await somebody();
    const token = await resetTokenFor(one.email);
    t.clock.advance(hour + 1000);
    await expect(reset(token)).rejects.toEqual(refusal('token_expired'));
    const later = await resetTokenFor(one.email);
    t.clock.advance(hour - 5000);
    expect(await reset(later)).toEqual({ ok: true });
  });

  test('a weak password leaves the link as it is', async () => {
    const one = await somebody();
    const token = await resetTokenFor(one.email);
    for (const weak of ['password123', one.email])
      await expect(reset(token, weak)).rejects.toEqual(refusal('weak_password'));
    expect(await reset(token)).toEqual({ ok: true });
  });

  test('a link for an address that the account has left is worth nothing', async () => {
    const one = await somebody();
    const token = await resetTokenFor(one.email);
    await t.app.sql.run(moveTo, [one.id, `moved.${one.email}`]);
    await expect(reset(token)).rejects.toEqual(refusal('token_invalid'));
  });

  test('a repeated call with its key gets its first answer', async () => {
    const one = await somebody();
    const caller = t.as(null, { idempotencyKey: newId() });
    const input = { token: await resetTokenFor(one.email), password: next };
    expect(await caller.auth.resetPassword(input)).toEqual({ ok: true });
    expect(await caller.auth.resetPassword(input)).toEqual({ ok: true });
  });

  test.each(['no such token', 'A'.repeat(43), "' or 1=1"])('refuses %j', async (token) => {
    await expect(reset(token)).rejects.toEqual(refusal('token_invalid'));
  });
});

describe('asking for a reset', () => {
  test('is answered alike for an address that nobody has, and mails nothing', async () => {
    const one = await somebody();
    const present = await t.as(null).auth.requestPasswordReset({ email: one.email });
    const absent = await t.as(null).auth.requestPasswordReset({ email: 'nobody@rookery.test' });
    expect(absent).toEqual(present);
    await t.drain();
    expect(mailsTo('nobody@rookery.test')).toEqual([]);
    expect(mailsTo(one.email)).toHaveLength(2);
  });

  test.each(['present', 'absent'])('mails a %s recipient at most five times an hour, whoever asks', async (which) => {
    await using strict = await createTestApp({ settings: { ...t.app.settings, rateLimitFactor: 1 } });
    await signUp(strict, 'present');
    const ask = (n: number) =>
      strict
        .as(null, { ip: `10.0.0.${n}` })
        .auth.requestPasswordReset({ email: `${which.toUpperCase()}@rookery.test` });
    for (let n = 0; n < 5; n += 1) expect(await ask(n)).toEqual({ ok: true });
    await expect(ask(6)).rejects.toEqual(refusal('rate_limited'));
  });

  test('refuses what is no address', async () => {
    await expect(t.as(null).auth.requestPasswordReset({ email: 'nobody' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

describe('verifying an address', () => {
  test('by the link of the first mail', async () => {
    const one = await somebody();
    const [mail] = mailsTo(one.email);
    const token = tokenIn(mail?.text ?? '');
    expect(mail?.text).toContain(`http://rookery.test/verify-email?token=${token}\n`);
    expect(await isVerified(one.id)).toBe(false);
    expect(await verify(token)).toEqual({ ok: true });
    expect(await isVerified(one.id)).toBe(true);
    await expect(verify(token)).rejects.toEqual(refusal('token_invalid'));
  });

  test('by a link that was asked for again; the others are used up with it', async () => {
    const one = await somebody();
    expect(await t.as(one.id).auth.requestEmailVerification()).toEqual({ ok: true });
    await t.drain();
    const [first, second] = mailsTo(one.email).map(({ text }) => tokenIn(text));
    expect(await verify(second ?? '')).toEqual({ ok: true });
    await expect(verify(first ?? '')).rejects.toEqual(refusal('token_invalid'));
  });

  test('of many calls at once one wins', async () => {
    const one = await somebody();
    const token = tokenIn(t.mailer.lastTo(one.email).text);
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => verify(token)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('ends after a day', async () => {
    const one = await somebody();
    const token = tokenIn(t.mailer.lastTo(one.email).text);
    t.clock.advance(24 * hour + 1000);
    await expect(verify(token)).rejects.toEqual(refusal('token_expired'));
  });

  test('asked for when it is done mails nothing', async () => {
    const one = await somebody();
    await verify(tokenIn(t.mailer.lastTo(one.email).text));
    expect(await t.as(one.id).auth.requestEmailVerification()).toEqual({ ok: true });
    await t.drain();
    expect(mailsTo(one.email)).toHaveLength(1);
    await expect(t.as(null).auth.requestEmailVerification()).rejects.toEqual(refusal('token_missing'));
  });

  test('one kind of token does not do for the other', async () => {
    const one = await somebody();
    const verification = tokenIn(t.mailer.lastTo(one.email).text);
    const resetting = await resetTokenFor(one.email);
    await expect(reset(verification)).rejects.toEqual(refusal('token_invalid'));
    await expect(verify(resetting)).rejects.toEqual(refusal('token_invalid'));
  });
});

test('tokens are nowhere but in the mail', async () => {
  const one = await somebody();
  const token = await resetTokenFor(one.email);
  const rows = [...(await t.app.sql.rows(readTokens, [])), ...(await t.app.sql.rows(readJobs, []))];
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.filter(({ text }) => text.includes(token))).toEqual([]);
});

test('a letter that could not be sent is sent later, with a token that works', async () => {
  const one = await somebody();
  const data = { purpose: 'password_reset', email: one.email } as const;
  const away = { send: () => Promise.reject(new Error('away')) };
  await expect(mailToken.handle({ ...t.app, mailer: away }, data, newId())).rejects.toThrow('away');
  await mailToken.handle(t.app, data, newId());
  expect(await reset(tokenIn(t.mailer.lastTo(one.email).text))).toEqual({ ok: true });
});
