import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '@rookery/api';
import { startPostgres } from '@rookery/server/postgres';
import { type Delivery, measureDelivery } from './live/delivery.ts';
import { tooFewDescriptors } from './live/descriptors.ts';
import { type EndToEnd, measureEndToEnd } from './live/end-to-end.ts';
import { measureIdle } from './live/idle.ts';
import { measureReconnecting } from './live/reconnect.ts';
import { startRedis } from './live/redis.ts';
import type { Stage } from './live/stage.ts';
import { deliveryTable, endToEndTable, idleTable, reconnectTable } from './live/tables.ts';
import { measureThroughput } from './live/throughput.ts';
import { callTable, table } from './report.ts';
import { seed as seedPeople } from './seed.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    sockets: { type: 'string', default: '500,2000' },
    processes: { type: 'string', default: '1,2,4' },
    idle: { type: 'string', default: '5000' },
    reconnect: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
  },
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const numbers = (text: string) => text.split(',').map(Number);
const [seed, idle, reconnect] = [Number(values.seed), Number(values.idle), Number(values.reconnect)];
const results: Record<string, unknown> = {};
const checks: Record<'count of' | 'due' | 'came' | 'lost' | 'twice', string | number>[] = [];
const load = () => `load average ${loadavg()[0]?.toFixed(1)}`;

/** What can be measured alone, by name. */
const parts: Record<string, (stage: Stage) => Promise<void>> = {
  delivery: async (stage) => {
    const found: Delivery[] = [];
    for (const sockets of numbers(values.sockets)) found.push(await measureDelivery(stage, sockets));
    tell('delivery', found, deliveryTable(found));
  },
  messages: async (stage) => {
    const found = await measureThroughput(stage, { rounds: Number(values.rounds), seconds: Number(values.seconds) });
    tell('messages', found, callTable(found));
  },
  'end-to-end': async (stage) => {
    await using redis = await startRedis();
    if (!redis) say('no redis-server on the PATH: measured without Redis alone');
    const found: EndToEnd[] = [];
    for (const redisUrl of redis ? [null, redis.url] : [null]) {
      for (const processes of numbers(values.processes)) {
        found.push(await measureEndToEnd(stage, { processes, redisUrl }));
      }
    }
    tell('end-to-end', found, endToEndTable(found));
  },
  idle: async (stage) => {
    const found = await measureIdle(stage, idle);
    tell('idle', found, idleTable(found));
  },
  reconnecting: async (stage) => {
    const found = await measureReconnecting(stage, reconnect);
    tell('reconnecting', found, reconnectTable(found));
  },
};

function tell(name: string, found: unknown, text: string): void {
  results[name] = found;
  say(`\n${text}\n${load()}`);
}

const wanted = Object.entries(parts).filter(([name]) => name.includes(values.only));
const most: Record<string, number> = { delivery: Math.max(...numbers(values.sockets)), idle, reconnecting: reconnect };
const missing = tooFewDescriptors(Math.max(500, ...wanted.map(([name]) => most[name] ?? 0)));
const dataDir = mkdtempSync(join(tmpdir(), 'rookery-live-'));
try {
  if (missing) throw new Error(missing);
  say(`--seed ${seed}; ${load()}`);
  await using postgres = await startPostgres({ dataDir, databases: ['rookery'] });
  const databaseUrl = postgres.url();
  await migrate(databaseUrl);
  const people = Math.max(500, idle);
  const members = await seedPeople(databaseUrl, { people, follows: 5, posts: 1000 }, people);
  const check: Stage['check'] = (what, { got, lost, twice }, due) =>
    void checks.push({ 'count of': what, due, came: got, lost: Math.max(lost, due - got), twice });
  for (const [, measure] of wanted) await measure({ databaseUrl, dataDir, members, seed, say, check });
  say(`\n${table(checks)}`);
  const folder = join(import.meta.dirname, '../../../.bench');
  mkdirSync(folder, { recursive: true });
  const said = { at: new Date(), seed, load: loadavg(), ...results, checks };
  writeFileSync(join(folder, 'live.json'), `${JSON.stringify(said, null, 2)}\n`);
  const wrong = checks.filter(({ lost, twice }) => lost !== 0 || twice !== 0);
  if (wrong.length > 0)
    throw new Error(`events were lost or came twice: ${wrong.map((one) => one['count of']).join('; ')}`);
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
