import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DomainError } from './errors.ts';
import { statement } from './sql.ts';
import { transact } from './transaction.ts';
import { toTrpcError } from './trpc-errors.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const hurry = statement('test.hurry', `select set_config('statement_timeout', '20', true)`);
const sleep = statement('test.sleep', 'select pg_sleep(20)');
const pid = statement<{ pid: number }>('test.pid', 'select pg_backend_pid() as pid');

test('a statement that the database gave up is trouble in passing, not a bug', async () => {
  const error: unknown = await transact({ app: t.app }, async (tx) => {
    await tx.sql.run(hurry, []);
    await tx.sql.run(sleep, []);
  }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: '57014' });
  expect(toTrpcError(error)).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    cause: { reason: 'unavailable', retryAfter: 1 },
  });
});

test('a refusal stays what it is, whatever it came of', () => {
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const refusal = toTrpcError(new Error('outer', { cause: new DomainError('not_found', { cause }) }));
  expect(refusal).toMatchObject({ code: 'NOT_FOUND', cause: { reason: 'not_found' } });
});

test('a connection that is cut between two statements fails its call alone, in passing', async () => {
  const cut = transact({ app: t.app }, async (tx) => {
    const own = await tx.sql.first(pid, []);
    await t.app.sql.raw('select pg_terminate_backend($1, 5000)', [own?.pid]);
    await tx.sql.first(pid, []);
  });
  const error: unknown = await cut.catch((reason: unknown) => reason);
  expect(toTrpcError(error)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await expect(transact({ app: t.app }, (tx) => tx.sql.first(pid, []))).resolves.toBeDefined();
});
