import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallInfo } from './context.ts';
import { statement } from './sql.ts';
import { transact } from './transaction.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
  await t.app.sql.raw('create table effect (name text primary key)');
});
afterAll(() => t[Symbol.asyncDispose]());

const insert = statement('test.effect', 'insert into effect (name) values ($1)');
const effects = async (name: string) => (await t.app.sql.raw('select 1 from effect where name = $1', [name])).length;
const keyed = (key: string, bodyHash = 'body', path = 'tests.call'): CallInfo => ({
  path,
  idempotency: { key, bodyHash },
});
const viewer = { id: '0199e5b1-0000-7000-8000-000000000001' };

test('what fails leaves nothing behind: no row, no journal, no job', async () => {
  const journal = async () => (await t.app.sql.raw('select 1 from journal')).length;
  const before = await journal();
  const change = transact({ app: t.app }, async (tx) => {
    await tx.sql.run(insert, ['doomed']);
    tx.record('user:x', 'test', {});
    throw new Error('on purpose');
  });
  await expect(change).rejects.toThrow('on purpose');
  expect(await effects('doomed')).toBe(0);
  expect(await journal()).toBe(before);
});

test('a deferred statement that fails undoes the whole change and is told', async () => {
  const change = transact({ app: t.app }, async (tx) => {
    await tx.sql.run(insert, ['twice']);
    tx.defer(insert, ['twice']);
    return 'done';
  });
  await expect(change).rejects.toMatchObject({ code: '23505' });
  expect(await effects('twice')).toBe(0);
});

test('50 keys, 8 calls each at once: 50 effects, and all eight get the first answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 400 }, async (_, n) => {
      const key = `key ${n % 50}`;
      const answer = await transact({ app: t.app, viewer, call: keyed(key) }, async (tx) => {
        await tx.sql.run(insert, [`${key} by call ${n}`]);
        return { by: n, at: new Date(n) };
      });
      return `${key} → ${answer.by} at ${answer.at.getTime()}`;
    }),
  );
  expect(new Set(answers).size).toBe(50);
  expect((await t.app.sql.raw(`select 1 from effect where name like 'key %'`)).length).toBe(50);
});

test('the key with another body, or for another call, is a mismatch and changes nothing', async () => {
  const call = (info: CallInfo, name: string) =>
    transact({ app: t.app, viewer, call: info }, (tx) => tx.sql.run(insert, [name]));
  await call(keyed('mine'), 'first');
  await expect(call(keyed('mine', 'other body'), 'second')).rejects.toMatchObject({ reason: 'idempotency_mismatch' });
  await expect(call(keyed('mine', 'body', 'tests.other'), 'third')).rejects.toMatchObject({
    reason: 'idempotency_mismatch',
  });
  expect((await effects('second')) + (await effects('third'))).toBe(0);
});

test('the same key of another person is another key', async () => {
  const call = (id: string, name: string) =>
    transact({ app: t.app, viewer: { id }, call: keyed('shared') }, (tx) => tx.sql.run(insert, [name]));
  await call('0199e5b1-0000-7000-8000-00000000000a', 'of a');
  await call('0199e5b1-0000-7000-8000-00000000000b', 'of b');
  expect((await effects('of a')) + (await effects('of b'))).toBe(2);
});

test('a call that failed may be made again with its key', async () => {
  const call = (fail: boolean) =>
    transact({ app: t.app, viewer, call: keyed('again') }, async (tx) => {
      if (fail) throw new Error('first try');
      return tx.sql.run(insert, ['second try']);
    });
  await expect(call(true)).rejects.toThrow('first try');
  await call(false);
  expect(await effects('second try')).toBe(1);
});

test('a stored answer cannot be read without the key', async () => {
  await transact({ app: t.app, viewer, call: keyed('sealed') }, async () => ({ refreshToken: 'canary-of-a-token' }));
  const rows = await t.app.sql.raw(`select encode(answer, 'escape') as answer from idempotency_key`);
  expect(JSON.stringify(rows)).not.toContain('canary');
});

test('the victim of a deadlock is tried again and passes', async () => {
  await t.app.sql.raw(`create table pair (id int primary key, n int not null)`);
  await t.app.sql.raw(`insert into pair values (1, 0), (2, 0)`);
  const bump = statement('test.bump', 'update pair set n = n + 1 where id = $1');
  const both = Promise.withResolvers<void>();
  let waiting = 2;
  let runs = 0;
  const swap = (first: number, second: number) =>
    transact({ app: t.app }, async (tx) => {
      runs += 1;
      await tx.sql.run(bump, [first]);
      waiting -= 1;
      if (waiting === 0) both.resolve();
      await both.promise;
      await tx.sql.run(bump, [second]);
    });
  await Promise.all([swap(1, 2), swap(2, 1)]);
  expect(runs).toBe(3);
  expect(await t.app.sql.raw('select n from pair')).toEqual([{ n: 2 }, { n: 2 }]);
});
