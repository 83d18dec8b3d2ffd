import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLimiter } from './limiter.ts';
import { openRedis, type RedisPair } from './redis.ts';
import { redisBus } from './redis-bus.ts';

const rate = { name: 'test', points: 3, seconds: 60, strict: true };

/** NOTE: where the machine promises a Redis, as in CI, its absence is a failure. */
function hasRedis(): boolean {
  if (process.env['CI'] || spawnSync('redis-server', ['--version']).status === 0) return true;
  console.warn('\n  NOT TESTED: no redis-server on the PATH. Install it.\n');
  return false;
}

async function freePort(): Promise<number> {
  await using server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return address instanceof Object ? address.port : 0;
}

async function startRedis(port: number): Promise<ChildProcess> {
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', words, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.includes('Ready to accept connections')) break;
  }
  child.stdout.resume();
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe.skipIf(!hasRedis())('two processes that share a Redis', () => {
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  let port: number;
  let server: ChildProcess;
  let pairs: [RedisPair, RedisPair];
  beforeAll(async () => {
    port = await freePort();
    server = await startRedis(port);
    const open = () => openRedis(`redis://127.0.0.1:${port}`, log);
    pairs = [open(), open()];
    await Promise.all(pairs.map(({ commands }) => once(commands, 'ready')));
  });
  afterAll(async () => {
    for (const pair of pairs) pair[Symbol.dispose]();
    await kill(server);
  });

  test('wake each other, go on alone without it, and find each other again', async () => {
    const [near, far] = [redisBus(pairs[0]), redisBus(pairs[1])];
    const heard = { near: 0, far: 0 };
    near.subscribe('journal', () => heard.near++);
    far.subscribe('journal', () => heard.far++);
    const farHears = async () => {
      const before = heard.far;
      await vi.waitFor(() => {
        near.publish('journal');
        expect(heard.far).toBeGreaterThan(before);
      }, 10_000);
    };
    await farHears();

    await kill(server);
    const before = heard.near;
    near.publish('journal');
    expect(heard.near).toBe(before + 1);
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledTimes(2), 10_000);

    server = await startRedis(port);
    await farHears();
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledTimes(2), 10_000);
    expect(log.warn).toHaveBeenCalledTimes(2);
  });

  test('count one rate together, and each by itself when it is gone', async () => {
    const limiters = pairs.map(({ commands }) => createLimiter({ factor: 1, store: commands }));
    const charge = async () => {
      let allowed = 0;
      for (const limiter of [...limiters, ...limiters, ...limiters])
        if ((await limiter.charge(rate, 'alice', 1)).allowed) allowed += 1;
      return allowed;
    };
    expect(await charge()).toBe(3);
    await kill(server);
    expect(await charge()).toBe(6);
    server = await startRedis(port);
  });
});
