import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '@rookery/api';
import { startPostgres } from '@rookery/server/postgres';
import pg from 'pg';
import { callsOf, type Material, readsOverRest } from './calls.ts';
import { type Comparison, compare, type Pair, type Running } from './compare.ts';
import { type FanOut, measureFanOut } from './fan-out.ts';
import { callTable, fanOutTable, restTable } from './report.ts';
import { seed } from './seed.ts';
import { startBare, startOurs } from './servers.ts';
import { measureColdStart, measureLogin, measureSdk } from './single-measures.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    people: { type: 'string', default: '2000' },
    follows: { type: 'string', default: '50' },
    posts: { type: 'string', default: '20000' },
  },
});

const say = (text: string) => void process.stdout.write(`${text}\n`);
const wanted = (name: string) => name.includes(values.only);
const size = { people: Number(values.people), follows: Number(values.follows), posts: Number(values.posts) };

async function materialOf(url: string, members: Material['members']): Promise<Material> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const posts = await client.query<{ id: string }>('select id from post order by id desc limit 5000');
  const users = await client.query<{ id: string }>('select id from profile order by id limit 2000');
  await client.end();
  return { members, postIds: posts.rows.map(({ id }) => id), userIds: users.rows.map(({ id }) => id) };
}

async function measureCalls(material: Material, pair: Pair): Promise<Comparison[]> {
  const results: Comparison[] = [];
  for (const one of callsOf(material).filter(({ name }) => wanted(name))) {
    results.push(await compare(one, pair, { rounds: Number(values.rounds), seconds: Number(values.seconds) }));
  }
  if (results.length > 0) say(callTable(results));
  return results;
}

async function measureRest(material: Material, { ours, databaseUrl }: Pair): Promise<Comparison[]> {
  const results: Comparison[] = [];
  const pace = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  for (const one of readsOverRest(material).filter(({ name }) => wanted(`rest ${name}`)))
    results.push(await compare(one, { ours, bare: ours, databaseUrl }, pace));
  if (results.length > 0) say(restTable(results));
  return results;
}

async function measureDeliveries(material: Material, pair: Pair): Promise<FanOut[]> {
  if (!wanted('delivery')) return [];
  const results: FanOut[] = [];
  for (const sockets of [500, 2000]) results.push(await measureFanOut(pair, material.members, sockets));
  say(fanOutTable(results));
  return results;
}

async function measureSingles(ours: Running): Promise<object> {
  const login = wanted('login') ? await measureLogin(ours) : null;
  if (login) {
    const { round, loopP99Ms, loopMaxMs } = login;
    say(
      `login: ${round.perSecond.toFixed(1)}/s, p99 ${round.p99} ms; event loop delay meanwhile p99 ${loopP99Ms.toFixed(1)} ms, max ${loopMaxMs.toFixed(1)} ms`,
    );
  }
  const sdk = wanted('sdk') ? await measureSdk(ours) : null;
  if (sdk)
    say(
      `sdk: ${sdk.sdkUs.toFixed(0)} µs CPU a call of posts.list, ${sdk.fetchUs.toFixed(0)} µs a bare fetch of it: ${sdk.ratio.toFixed(2)} ×`,
    );
  const cold = wanted('cold') ? await measureColdStart((dataDir) => startOurs(null, { dataDir })) : null;
  if (cold)
    say(
      `cold start: ${(cold.first / 1000).toFixed(1)} s with an empty data folder, ${(cold.second / 1000).toFixed(1)} s the next time`,
    );
  return { login, sdk, cold };
}

const dataDir = mkdtempSync(join(tmpdir(), 'rookery-bench-'));
try {
  await using postgres = await startPostgres({ dataDir, databases: ['rookery'] });
  const url = postgres.url();
  await migrate(url);
  say(
    `${size.people} people × ${size.follows} follows, ${size.posts} posts; 32 connections; medians of ${values.rounds} rounds of ${values.seconds} s, ours and bare in turn`,
  );
  const material = await materialOf(url, await seed(url, size));
  const ours = await startOurs(url);
  await using _ours = ours.server;
  const bare = await startBare(url);
  await using _bare = bare.server;
  const calls = await measureCalls(material, { ours, bare, databaseUrl: url });
  const rest = await measureRest(material, { ours, bare, databaseUrl: url });
  const afterCalls = ours.server.rssMib();
  const deliveries = await measureDeliveries(material, { ours, bare, databaseUrl: url });
  const singles = await measureSingles(ours);
  const memoryMib = { afterCalls, afterAll: ours.server.rssMib() };
  say(
    `memory of the server: ${afterCalls.toFixed(0)} MiB after the calls, ${memoryMib.afterAll.toFixed(0)} MiB after all of it`,
  );
  const folder = join(import.meta.dirname, '../../../.bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'results.json'),
    `${JSON.stringify({ at: new Date(), size, calls, rest, deliveries, singles, memoryMib }, null, 2)}\n`,
  );
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
