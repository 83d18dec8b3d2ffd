import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Transaction } from '../kernel/app.ts';
import { defineJob, runnable } from '../kernel/job.ts';
import { transact } from '../kernel/transaction.ts';
import { memoryBus } from './memory-bus.ts';
import { openQueue } from './queue.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const Name = z.object({ name: z.string() });
const runs: string[] = [];
const kept = defineJob({
  name: 'test.kept',
  data: Name,
  handle: async (_app, { name }) => void runs.push(name),
});
const doomed = defineJob({
  name: 'test.doomed',
  data: Name,
  handle: async () => {
    throw new Error('on purpose');
  },
});
const jobs = [runnable(kept), runnable(doomed)];

interface JobRow {
  state: string;
  retry_count: number;
  data: unknown;
}

const jobsOf = async (name: string) =>
  (await t.app.sql.raw('select state::text, retry_count, data from pgboss.job where name = $1', [name])) as JobRow[];

test('a job of a change that was undone does not exist, and one that was committed runs once', async () => {
  await using queue = await openQueue({ url: t.database.url, bus: memoryBus(), log: t.app.log, jobs });
  const app = { ...t.app, jobs: queue };
  const change = (name: string, end: (tx: Transaction) => Promise<void>) =>
    transact({ app }, async (tx) => {
      await tx.enqueue(kept, { name });
      await end(tx);
    });
  const undone = Array.from({ length: 20 }, (_, n) =>
    change(`undone ${n}`, () => Promise.reject(new Error('on purpose'))),
  );
  const failed = change('failed', async (tx) => void (await tx.sql.raw('select 1 / 0')));
  const done = Array.from({ length: 20 }, (_, n) => change(`done ${n}`, () => Promise.resolve()));
  const results = await Promise.allSettled([...undone, failed, ...done]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  expect(await jobsOf('test.kept')).toHaveLength(20);
  await queue.drain({ ...t.app, jobs: queue }, jobs);
  await queue.drain({ ...t.app, jobs: queue }, jobs);
  expect(runs.toSorted()).toEqual(Array.from({ length: 20 }, (_, n) => `done ${n}`).toSorted());
});

test('a job that fails is tried ten times more, and then lies among the dead letters', async () => {
  const bus = memoryBus();
  await using queue = await openQueue({ url: t.database.url, bus, log: t.app.log, jobs });
  const app = { ...t.app, jobs: queue };
  await queue.work(app, jobs);
  await transact({ app }, (tx) => tx.enqueue(doomed, { name: 'doomed' }));
  for (let tried = 1; tried <= 10; tried += 1) {
    const waiting = { state: 'retry', retry_count: tried - 1 };
    await expect.poll(() => jobsOf('test.doomed'), { timeout: 10_000 }).toMatchObject([waiting]);
    await t.app.sql.raw(`update pgboss.job set start_after = now() where name = 'test.doomed'`);
    bus.publish('job:test.doomed');
  }
  await expect.poll(() => jobsOf('dead-letters'), { timeout: 10_000 }).toMatchObject([{ data: { name: 'doomed' } }]);
  expect(await jobsOf('test.doomed')).toMatchObject([{ state: 'failed', retry_count: 10 }]);
});

test('trouble of the queue is heard, and over when the database is back', async () => {
  const heard: object[] = [];
  const log = { ...t.app.log, warn: (fields: object) => void heard.push(fields) };
  const bus = memoryBus();
  await using queue = await openQueue({ url: t.database.url, bus, log, jobs });
  const app = { ...t.app, jobs: queue };
  await queue.work(app, jobs);
  const others =
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  await expect
    .poll(
      () =>
        t.app.sql.raw(others).then(
          () => heard.length,
          () => 0,
        ),
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0);
  await transact({ app }, (tx) => tx.enqueue(kept, { name: 'afterwards' }));
  await expect.poll(() => runs.includes('afterwards'), { timeout: 20_000 }).toBe(true);
});
