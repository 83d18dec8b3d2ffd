import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bus } from '../kernel/ports.ts';
import { type Sql, statement } from '../kernel/sql.ts';
import { memoryBus } from './memory-bus.ts';
import { type OpenProcesses, openProcesses } from './processes.ts';

const letDie = statement('test.let-die', "update process set lease_until = now() - interval '1 second' where id = $1");
const crash = statement('test.crash', 'truncate process');
const registered = statement<{ id: string }>('test.registered', 'select id from process order by id');

/** Longer than a test takes: these renew when they are told to. */
const renewMs = 60_000;

let t: TestApp;
beforeEach(async () => {
  t = await createTestApp();
  await t.app.sql.run(crash, []);
});
afterEach(() => t[Symbol.asyncDispose]());

const logger = () => ({ debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() });

async function join(parts: { sql?: Sql; bus?: Bus; log?: ReturnType<typeof logger> } = {}): Promise<OpenProcesses> {
  const processes = openProcesses({ sql: t.app.sql, bus: memoryBus(), log: t.app.log, renewMs, ...parts });
  await processes.renew();
  return processes;
}

const ids = async () => (await t.app.sql.rows(registered, [])).map(({ id }) => id);

test('a process is alone until another comes and after it has gone', async () => {
  const bus = memoryBus();
  await using near = await join({ bus });
  expect(near.alone).toBe(true);
  const far = await join({ bus });
  expect(far.alone).toBe(false);
  await vi.waitFor(() => expect(near.alone).toBe(false));
  expect(await ids()).toEqual([near.id, far.id].toSorted());
  await far[Symbol.asyncDispose]();
  await vi.waitFor(() => expect(near.alone).toBe(true));
  expect(await ids()).toEqual([near.id]);
});

test('of a process that died exactly one other hears, once', async () => {
  await using dead = await join();
  await using one = await join();
  await using two = await join();
  await using three = await join();
  const heard: string[] = [];
  const others = [one, two, three];
  for (const process of others) process.onExpired((expired) => void heard.push(...expired.map(({ id }) => id)));
  await t.app.sql.run(letDie, [dead.id]);
  for (let round = 0; round < 3; round += 1) await Promise.all(others.map((process) => process.renew()));
  expect(heard).toEqual([dead.id]);
});

test('a process that was taken for dead comes back under its id, and puts back what it kept', async () => {
  await using stalled = await join();
  await using other = await join();
  const restored = vi.fn();
  stalled.onRestored(restored);
  await stalled.renew();
  await t.app.sql.run(letDie, [stalled.id]);
  await other.renew();
  expect(await ids()).toEqual([other.id]);
  expect(restored).not.toHaveBeenCalled();
  await stalled.renew();
  expect(restored).toHaveBeenCalledTimes(1);
  expect(await ids()).toEqual([other.id, stalled.id].toSorted());
});

test('a lease that ran out is renewed where nobody took it, and its keeper is told that others took him for gone', async () => {
  await using late = await join();
  const restored = vi.fn();
  const expired = vi.fn();
  late.onRestored(restored);
  late.onExpired(expired);
  await t.app.sql.run(letDie, [late.id]);
  await late.renew();
  expect(restored).toHaveBeenCalledOnce();
  expect(expired).not.toHaveBeenCalled();
  await late.renew();
  expect(restored).toHaveBeenCalledOnce();
});

test('all processes come back after PostgreSQL has lost the table', async () => {
  await using one = await join();
  await using two = await join();
  const restored: string[] = [];
  for (const process of [one, two]) process.onRestored(() => void restored.push(process.id));
  await t.app.sql.run(crash, []);
  await Promise.all([one.renew(), two.renew()]);
  await Promise.all([one.renew(), two.renew()]);
  expect(restored.toSorted()).toEqual([one.id, two.id].toSorted());
  expect([one.alone, two.alone]).toEqual([false, false]);
});

test('a database that is away is told of once, and a listener that fails keeps nobody from hearing', async () => {
  const log = logger();
  let isAway = false;
  const sql: Sql = {
    ...t.app.sql,
    first: (text, values) => (isAway ? Promise.reject(new Error('away')) : t.app.sql.first(text, values)),
  };
  await using process = await join({ sql, log });
  const restored = vi.fn();
  process.onRestored(() => Promise.reject(new Error('on purpose')));
  process.onRestored(restored);
  isAway = true;
  await process.renew();
  await process.renew();
  expect(log.warn).toHaveBeenCalledTimes(1);
  isAway = false;
  await t.app.sql.run(crash, []);
  await process.renew();
  expect(log.info).toHaveBeenCalledTimes(1);
  expect(log.error).toHaveBeenCalledTimes(1);
  expect(restored).toHaveBeenCalledTimes(1);
});
