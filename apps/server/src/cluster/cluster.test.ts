import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const folder = realpathSync(mkdtempSync(join(memory, 'rookery-cluster-')));
chmodSync(folder, 0o755);
const dataDir = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server of several processes, as an operator starts it. */
interface Server extends AsyncDisposable {
  url: string;
  primary: ChildProcess;
  /** All that was said at the terminal. */
  said(): string;
  /** Process ids of the workers that answer, by what each has open. */
  sockets(): Promise<Map<number, number>>;
}

async function start(settings: Record<string, string> = {}): Promise<Server> {
  const own = { PROCESSES: '2', PORT: '0', DATA_DIR: dataDir, RATE_LIMIT_FACTOR: '1000' };
  const words = ['--max-semi-space-size=16', main, 'start'];
  const env = { ...own, ...settings };
  const primary = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const chunk = (bytes: Buffer) => {
    text += bytes;
  };
  primary.stdout.on('data', chunk);
  primary.stderr.on('data', chunk);
  await vi.waitFor(() => expect(text).toContain('Ctrl-C'), 25_000);
  const url = /http:\/\/localhost:\d+/.exec(text)?.[0] ?? '';
  return {
    url,
    primary,
    said: () => text,
    sockets: () => socketsOf(url),
    [Symbol.asyncDispose]: async () => {
      if (primary.exitCode === null && primary.signalCode === null) {
        const ended = once(primary, 'exit');
        primary.kill('SIGKILL');
        await ended;
      }
    },
  };
}

async function socketsOf(url: string): Promise<Map<number, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(/^rookery_ws_sockets\{process="(\d+)"\} (\d+)$/gm);
  return new Map(Array.from(lines, ([, pid, count]) => [Number(pid), Number(count)]));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function call(url: string, path: string, { input = {}, token = '' }: { input?: object; token?: string }) {
  const authorization = token === '' ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', connection: 'close', ...authorization };
  const answer = await fetch(`${url}/trpc/${path}`, { method: 'POST', headers, body: JSON.stringify({ json: input }) });
  return JSON.parse(await answer.text()).result.data.json;
}

async function register(url: string) {
  const username = `user_${randomBytes(4).toString('hex')}`;
  const input = { email: `${username}@rookery.test`, username, password: 'a long walk at noon' };
  return call(url, 'auth.register', { input });
}

/** A socket that listens to somebody's events, with what it has heard. */
async function listen(url: string, token: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc?connectionParams=1`);
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  await once(socket, 'open');
  socket.send(JSON.stringify({ method: 'connectionParams', data: { token } }));
  socket.send(
    JSON.stringify({ id: 1, method: 'subscription', params: { path: 'events.stream', input: { json: {} } } }),
  );
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0), 5000);
  return { heard, [Symbol.dispose]: () => socket.terminate() };
}

/** Sockets of one listener, at least one on each process. */
async function listenEverywhere(server: Server, token: string, stack: DisposableStack) {
  const listeners: Awaited<ReturnType<typeof listen>>[] = [];
  for (;;) {
    listeners.push(stack.use(await listen(server.url, token)));
    const counts = [...(await server.sockets()).values()];
    if (counts.length === 2 && counts.every((count) => count > 0)) return listeners;
    if (listeners.length === 8) throw new Error('eight sockets came to one process');
  }
}

async function expectSharedEvents(server: Server): Promise<void> {
  const [ann, ben] = [await register(server.url), await register(server.url)];
  using stack = new DisposableStack();
  const listeners = await listenEverywhere(server, ann.accessToken, stack);
  const { id } = await call(server.url, 'posts.create', { input: { text: 'Hello' }, token: ann.accessToken });
  for (let n = 0; n < 4; n += 1) {
    const input = { text: `Hello ${n}`, replyToId: id };
    await call(server.url, 'posts.create', { input, token: ben.accessToken });
  }
  const eventsOf = (heard: string[]) => new Set(heard.join('\n').match(/"notification\.created"/g)).size;
  await vi.waitFor(() => expect(listeners.map(({ heard }) => eventsOf(heard))).toEqual(listeners.map(() => 1)), 5000);
}

async function freePort(): Promise<number> {
  await using server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return address instanceof Object ? address.port : 0;
}

describe('two processes', () => {
  test('share what happens, are replaced when they die, and end in order', async () => {
    await using server = await start();
    expect(server.said().match(/Rookery \d/g)).toHaveLength(1);
    expect(server.said()).toContain('2 processes');
    await expectSharedEvents(server);

    const [victim = 0, survivor = 0] = [...(await server.sockets()).keys()];
    process.kill(victim, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(victim)).toBe(false), 2000);
    for (let n = 0; n < 20; n += 1) {
      expect((await fetch(`${server.url}/healthz`, { headers: { connection: 'close' } })).status).toBe(200);
    }
    await vi.waitFor(async () => {
      const pids = [...(await server.sockets()).keys()];
      expect(pids).toHaveLength(2);
      expect(pids).toContain(survivor);
      expect(pids).not.toContain(victim);
    }, 15_000);
    const pids = [...(await server.sockets()).keys()];

    const ended = once(server.primary, 'exit');
    server.primary.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(server.said()).not.toContain('"level":60');
  }, 60_000);

  test('leave nothing behind when the first of them is killed', async () => {
    await using server = await start();
    const pids = [...(await server.sockets()).keys()];
    expect(pids).toHaveLength(2);
    const database = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    server.primary.kill('SIGKILL');
    await vi.waitFor(() => expect([database, ...pids].filter(isAlive)).toEqual([]), 10_000);
  }, 60_000);

  const hasRedis = Boolean(process.env['CI']) || spawnSync('redis-server', ['--version']).status === 0;
  test.skipIf(!hasRedis)(
    'share what happens over Redis too, and go on without it',
    async () => {
      const port = await freePort();
      const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      const redis = spawn('redis-server', words, { cwd: '/', stdio: 'ignore' });
      try {
        await using server = await start({ REDIS_URL: `redis://127.0.0.1:${port}` });
        await expectSharedEvents(server);
      } finally {
        redis.kill('SIGKILL');
        await once(redis, 'exit');
      }
    },
    60_000,
  );
});

test('processes that die one after another at their start end the whole with one line', async () => {
  const script = fileURLToPath(new URL('../fixtures/dying-crew.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(text).toBe('SetupError: 5 processes ended before all of them served.\n');
});
