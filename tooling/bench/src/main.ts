import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '@rookery/api';
import { startPostgres } from '@rookery/server/postgres';
import pg from 'pg';
import { identity } from './access-token.ts';
import { callsOf, type Material } from './calls.ts';
import { type Child, startChild, untilReady } from './child.ts';
import { compare, type Comparison, type Running } from './compare.ts';
import { seed } from './seed.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    people: { type: 'string', default: '2000' },
    follows: { type: 'string', default: '50' },
    posts: { type: 'string', default: '20000' },
  },
});

const root = join(import.meta.dirname, '../../..');

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}

async function materialOf(url: string, members: Material['members']): Promise<Material> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const posts = await client.query<{ id: string }>('select id from post order by id desc limit 5000');
  const users = await client.query<{ id: string }>('select id from profile order by id limit 2000');
  await client.end();
  return { members, postIds: posts.rows.map(({ id }) => id), userIds: users.rows.map(({ id }) => id) };
}

async function startOurs(databaseUrl: string): Promise<Running> {
  const port = await freePort();
  const server = startChild(join(root, 'apps/server/src/main.ts'), ['start'], {
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    DATA_DIR: mkdtempSync(join(tmpdir(), 'rookery-bench-data-')),
    PUBLIC_URL: identity.issuer,
    JWT_KEYS: `${identity.keyId}:${identity.secret}`,
    RATE_LIMIT_FACTOR: '1000000',
    LOG_LEVEL: 'error',
    DEMO: '0',
    ROLE: 'all',
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/readyz`, server);
  return { url, server };
}

async function startBare(databaseUrl: string): Promise<Running> {
  const port = await freePort();
  const server: Child = startChild(join(import.meta.dirname, 'bare-server.ts'), [], { PORT: String(port), DATABASE_URL: databaseUrl });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, server);
  return { url, server };
}

function table(results: readonly Comparison[]): string {
  const rows = results.map((result) => ({
    call: result.name,
    'ours/s': Math.round(result.ours.perSecond),
    'bare/s': Math.round(result.bare.perSecond),
    share: `${(result.ratio * 100).toFixed(0)} %`,
    promised: result.target === null ? '' : `${result.target * 100} %`,
    'CPU ms ours': result.ours.cpuMsPerRequest.toFixed(3),
    'CPU ms bare': result.bare.cpuMsPerRequest.toFixed(3),
    'p50 ms': result.ours.p50,
    'p99 ms': result.ours.p99,
    failed: result.ours.failed + result.bare.failed,
  }));
  const columns = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[];
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => String(row[column]).length)));
  const line = (cells: readonly unknown[]) => cells.map((cell, n) => String(cell).padStart(widths[n] ?? 0)).join('  ');
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join('\n');
}

const dataDir = mkdtempSync(join(tmpdir(), 'rookery-bench-'));
const say = (text: string) => process.stdout.write(`${text}\n`);
try {
  await using postgres = await startPostgres({ dataDir, databases: ['rookery'] });
  await migrate(postgres.url());
  const size = { people: Number(values.people), follows: Number(values.follows), posts: Number(values.posts) };
  say(`${size.people} people × ${size.follows} follows, ${size.posts} posts; 32 connections, ${values.rounds} rounds of ${values.seconds} s each way`);
  const material = await materialOf(postgres.url(), await seed(postgres.url(), size));
  const ours = await startOurs(postgres.url());
  await using _ours = ours.server;
  const bare = await startBare(postgres.url());
  await using _bare = bare.server;
  const results: Comparison[] = [];
  for (const one of callsOf(material)) {
    if (values.only && !one.name.includes(values.only)) continue;
    results.push(await compare(one, ours, bare, Number(values.rounds), Number(values.seconds)));
  }
  say(table(results));
  say(`memory of the server after the load: ${ours.server.rssMib().toFixed(0)} MiB`);
  mkdirSync(join(root, '.bench'), { recursive: true });
  writeFileSync(join(root, '.bench/results.json'), `${JSON.stringify({ at: new Date(), size, results }, null, 2)}\n`);
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
