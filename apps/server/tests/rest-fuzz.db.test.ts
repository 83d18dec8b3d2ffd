import { limits } from '@rookery/contract';
import { findDrift, startTestServer, type TestServer } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HeardLog, hearLog } from './hostile/heard-log.ts';
import { openDocument, readCommitted } from './rest-fuzz/api-document.ts';
import { Cast } from './rest-fuzz/cast.ts';
import { fuzz } from './rest-fuzz/fuzz.ts';
import { Pool } from './rest-fuzz/known.ts';
import { told } from './rest-fuzz/told.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 800);
const collect = process.env['FUZZ_ALL'] === '1';
const document = openDocument(readCommitted());
/** NOTE: caches of the server and the pool of the client fill up to their bounds. */
const mostGrowthMb = 80;
/** What a machine that is busy otherwise may make of it. */
const mostOverloads = 20;
const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);

beforeAll(() => {
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
});

afterAll(() => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
});

test(`${requests} requests made from the document are answered as it says, by seed ${seed}`, {
  timeout: 120_000 + requests * 60,
}, async () => {
  const heard = hearLog('warn');
  const roomy = { rateLimitFactor: 1_000_000, limits };
  await using t = await startTestServer({ config: roomy, start: { log: heard.log, requestMs: 2_000 } });
  const { pool, cast } = await assemble(t);
  const report = await fuzz({ port: t.server.port, document, pool, cast, seed, requests, collect });
  if (process.env.FUZZ_REQUESTS) console.log(told(report, { seed, document }));
  expect({ failures: report.failures, errors: heard.errors().slice(0, 3) }).toEqual({ failures: [], errors: [] });
  expect(report.grownMb).toBeLessThan(mostGrowthMb);
  expect(report.overloads).toBeLessThan(mostOverloads);
  await expectSound(t, heard);
});

test(`requests meet limits as the document says, by seed ${seed}`, { timeout: 120_000 }, async () => {
  const heard = hearLog('warn');
  await using t = await startTestServer({
    config: { rateLimitFactor: 1 },
    start: { log: heard.log, requestMs: 2_000 },
  });
  const { pool, cast } = await assemble(t);
  await useUp(t);
  const report = await fuzz({ port: t.server.port, document, pool, cast, seed, requests: 300, collect });
  expect({ failures: report.failures, errors: heard.errors().slice(0, 3) }).toEqual({ failures: [], errors: [] });
  expect(report.outcomes['429 rate_limited']).toBeGreaterThan(0);
  await expectSound(t, heard);
});

test('an answer with a field that the document does not know is found, and told of with a seed', {
  timeout: 120_000,
}, async () => {
  await using t = await startTestServer({ config: { rateLimitFactor: 1_000_000 } });
  const raw = structuredClone(readCommitted());
  Reflect.deleteProperty(
    Reflect.get(Reflect.get(Reflect.get(raw, 'components'), 'schemas'), 'SystemInfo').properties,
    'version',
  );
  const poorer = openDocument(raw);
  const { pool, cast } = await assemble(t);
  const { failures } = await fuzz({ port: t.server.port, document: poorer, pool, cast, seed: 1, requests: 3_000 });
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatch(
    /^system\.info by \w+: off its schema at the top: must NOT have additional properties version\ncurl .*system\/info'/,
  );
});

async function assemble(t: TestServer): Promise<{ pool: Pool; cast: Cast }> {
  const pool = new Pool(document, t.clock.now);
  const cast = new Cast(t, pool);
  await cast.open();
  return { pool, cast };
}

/** Leaves nothing of what somebody without a token may ask. */
async function useUp({ url }: TestServer): Promise<void> {
  const { headers } = await fetch(`${url}/api/v1/posts`);
  const left = Number(/;r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
  for (let n = 0; n <= left; n += 1) await (await fetch(`${url}/api/v1/posts?limit=1`)).text();
}

async function expectSound(t: TestServer, heard: HeardLog): Promise<void> {
  expect(heard.errors()).toEqual([]);
  expect(uncaught).toEqual([]);
  expect((await fetch(`${t.url}/readyz`)).status).toBe(200);
  await expect.poll(() => findDrift(t.app.sql), { timeout: 20_000 }).toEqual({});
}
