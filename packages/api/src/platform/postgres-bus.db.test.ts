import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '@rookery/testkit';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { type OpenBus, postgresBus } from './postgres-bus.ts';

const logger = () => ({ debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() });

function open(url: string, log = logger(), isAlone = () => false): OpenBus {
  return postgresBus({ url, log, isAlone });
}

async function administrator(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    /** How many connections of buses there were, which are cut. */
    cutBuses: async () => {
      const { rowCount } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'rookery bus'`,
      );
      return rowCount;
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** Publishes until it is heard: what is told before the other side listens is lost. */
async function untilHeard(bus: OpenBus, heard: string[]): Promise<void> {
  const mark = randomUUID();
  await vi.waitFor(() => {
    bus.publish('probe', mark);
    expect(heard).toContain(mark);
  }, 10_000);
}

test('two processes on one database hear each other and themselves once, in order and whole', async () => {
  await using database = await createTestDatabase();
  await using near = open(database.url);
  await using far = open(database.url);
  const probes: string[] = [];
  far.subscribe('probe', (message) => probes.push(message));
  await untilHeard(near, probes);

  const heard = { near: [] as string[], far: [] as string[] };
  near.subscribe('typing', (message) => heard.near.push(message));
  far.subscribe('typing', (message) => heard.far.push(message));
  const told = Array.from({ length: 300 }, (_, at) => `${at} "'\\é😀 ${'x'.repeat(at)}`);
  for (const message of told) near.publish('typing', message);
  expect(heard.near).toEqual(told);
  await vi.waitFor(() => expect(heard.far).toEqual(told), 5000);
  expect(heard.near).toEqual(told);
});

test('many hints arrive as few', async () => {
  await using database = await createTestDatabase();
  await using near = open(database.url);
  await using far = open(database.url);
  const probes: string[] = [];
  let hints = 0;
  far.subscribe('probe', (message) => probes.push(message));
  far.subscribe('journal', () => hints++);
  await untilHeard(near, probes);
  for (let at = 0; at < 1000; at += 1) near.publish('journal');
  near.publish('probe', 'last');
  await vi.waitFor(() => expect(probes).toContain('last'), 5000);
  expect(hints).toBe(1);
});

test('a connection that is cut comes back, and nothing throws meanwhile', async () => {
  await using database = await createTestDatabase();
  const log = logger();
  await using near = open(database.url, log);
  await using far = open(database.url, log);
  const probes: string[] = [];
  far.subscribe('probe', (message) => probes.push(message));
  await untilHeard(near, probes);
  await using admin = await administrator(database.url);
  expect(await admin.cutBuses()).toBe(2);
  near.publish('journal');
  await untilHeard(near, probes);
  expect(await admin.cutBuses()).toBe(2);
  await untilHeard(near, probes);
});

test('a message too large for PostgreSQL costs nothing but itself', async () => {
  await using database = await createTestDatabase();
  const log = logger();
  await using near = open(database.url, log);
  await using far = open(database.url);
  const probes: string[] = [];
  far.subscribe('probe', (message) => probes.push(message));
  await untilHeard(near, probes);
  near.publish('probe', 'x'.repeat(8000));
  near.publish('probe', 'after');
  await vi.waitFor(() => expect(probes).toContain('after'), 5000);
  expect(probes.every((message) => message.length < 50)).toBe(true);
  expect(log.debug).toHaveBeenCalledTimes(1);
});

test('who is alone asks nothing of the database, and is heard as soon as somebody is there', async () => {
  await using database = await createTestDatabase();
  let alone = true;
  await using near = open(database.url, logger(), () => alone);
  await using far = open(database.url);
  const heard = { near: [] as string[], far: [] as string[] };
  near.subscribe('probe', (message) => heard.near.push(message));
  far.subscribe('chat', (message) => heard.far.push(message));
  await untilHeard(far, heard.near);
  near.publish('chat', 'into the void');
  alone = false;
  await vi.waitFor(() => {
    near.publish('chat', 'hello');
    expect(heard.far).toContain('hello');
  }, 5000);
  expect(heard.far).not.toContain('into the void');
});

test('an absent database is told of once, and ends in peace', async () => {
  const log = logger();
  const bus = open('postgres://nobody@127.0.0.1:1/none', log);
  const heard: string[] = [];
  bus.subscribe('probe', (message) => heard.push(message));
  bus.publish('probe', 'to ourselves');
  await vi.waitFor(() => expect(log.warn).toHaveBeenCalledTimes(1), 5000);
  expect(heard).toEqual(['to ourselves']);
  await bus[Symbol.asyncDispose]();
  expect(log.warn).toHaveBeenCalledTimes(1);
});
