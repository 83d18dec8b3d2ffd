import { createTestApp, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Limiter, Rate } from '../kernel/ports.ts';
import { rates } from '../kernel/rates.ts';
import { type Sql, statement } from '../kernel/sql.ts';
import { domainErrorOf } from '../kernel/trpc-errors.ts';
import { openApp } from '../open-app.ts';
import { createLimiter } from './limiter.ts';
import { rateStore } from './rate-store.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const logger = () => ({ debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() });
const secret = Buffer.from('a secret for tests');

/** A limiter as a process has it. */
function open({ isAlone = false, sql = t.app.sql, log = logger() } = {}): Limiter {
  return createLimiter({ factor: 1, store: rateStore({ sql, secret, isAlone: () => isAlone, log }) });
}

async function allowed(limiters: readonly Limiter[], rate: Rate, tries: number): Promise<number> {
  const key = `somebody ${tries}`;
  const states = await Promise.all(
    Array.from({ length: tries }, (_, n) => limiters[n % limiters.length]?.charge(rate, key, 1)),
  );
  return states.filter((state) => state?.allowed).length;
}

describe('three processes on one database', () => {
  test.each(Object.values(rates).map((rate) => [rate.name, rate] as const))(
    'let through together what the rate %s allows',
    async (_name, rate) => {
      const limiters = [open(), open(), open()];
      const count = await allowed(limiters, rate, rate.points + 20);
      expect(count).toBeLessThanOrEqual(rate.points);
      expect(count).toBeGreaterThanOrEqual(rate.strict ? rate.points : rate.points - 32);
    },
  );
});

test('as long as plenty is left, others are asked once for several calls, and the limit is kept all the same', async () => {
  let asked = 0;
  const first: Sql['first'] = (text, values) => {
    asked += 1;
    return t.app.sql.first(text, values);
  };
  const limiters = [open({ sql: { ...t.app.sql, first } }), open({ sql: { ...t.app.sql, first } })];
  let remaining: number = rates.signedIn.points;
  for (let n = 0; n < rates.signedIn.points; n += 1) {
    const state = await limiters[n % 2]?.charge(rates.signedIn, 'a walker', 1);
    expect(state?.allowed).toBe(true);
    remaining = Math.min(remaining, state?.remaining ?? 0);
  }
  expect(remaining).toBe(0);
  expect(asked).toBeLessThan(400);
  for (const limiter of limiters) expect((await limiter.charge(rates.signedIn, 'a walker', 1)).allowed).toBe(false);
});

test('one process alone counts strict rates in the database, where they outlive it, and the others in memory', async () => {
  const points = statement<{ count: number }>('test.counted', 'select count(*)::int as count from rate_limit');
  const before = (await t.app.sql.first(points, []))?.count ?? 0;
  expect(await allowed([open({ isAlone: true })], rates.anonymous, 301)).toBe(300);
  expect((await t.app.sql.first(points, []))?.count).toBe(before);
  expect(await allowed([open({ isAlone: true })], rates.loginPerAccount, 11)).toBe(10);
  expect(await allowed([open({ isAlone: true })], rates.loginPerAccount, 11)).toBe(0);
});

test('a window ends for all, and tells until when it lasts', async () => {
  const rate: Rate = { name: 'brief', points: 2, seconds: 60, strict: true };
  const end = statement('test.end-windows', "update rate_limit set expires_at = now() - interval '1 second'");
  const limiter = open();
  const charge = () => limiter.charge(rate, 'ann', 1);
  const first = await charge();
  expect(first).toMatchObject({ allowed: true, remaining: 1 });
  expect(first.resetMs).toBeGreaterThan(50_000);
  expect(first.resetMs).toBeLessThanOrEqual(60_000);
  expect((await charge()).remaining).toBe(0);
  expect(await charge()).toMatchObject({ allowed: false, remaining: 0 });
  await t.app.sql.run(end, []);
  expect(await charge()).toMatchObject({ allowed: true, remaining: 1 });
});

test('nobody is refused because the database is away; each process counts for itself, and says so once', async () => {
  const log = logger();
  const sql: Sql = { ...t.app.sql, first: () => Promise.reject(new Error('away')) };
  const away = [open({ sql, log }), open({ sql })];
  expect(await allowed(away, rates.loginPerAccount, 40)).toBe(2 * rates.loginPerAccount.points);
  expect(log.warn).toHaveBeenCalledTimes(1);
});

test('thirty people who guess one password on three servers get ten answers', async () => {
  const options = testAppOptions('');
  const settings = { ...options.settings, rateLimitFactor: 1 };
  await using shared = await createTestApp({ settings });
  const more = { ...options, settings, databaseUrl: shared.database.url };
  await using second = await openApp(more);
  await using third = await openApp(more);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) => {
      const app = [shared.app, second, third][n % 3] ?? shared.app;
      const caller = shared.as(null, { app, ip: `203.0.113.${n}` });
      return caller.auth.login({ login: 'nobody', password: 'a long guess' }).then(
        () => 'let in',
        (error: unknown) => domainErrorOf(error)?.reason,
      );
    }),
  );
  const countOf = (reason: string) => answers.filter((answer) => answer === reason).length;
  expect([countOf('credentials_invalid'), countOf('rate_limited')]).toEqual([10, 20]);
});
