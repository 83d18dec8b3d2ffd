import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const binary = fileURLToPath(new URL('../../bin/rookery.mjs', import.meta.url));
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const folder = realpathSync(mkdtempSync(join(memory, 'rookery-cli-')));
chmodSync(folder, 0o755);
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
const dataDir = join(folder, 'data');

interface Outcome {
  code: number | null;
  out: string;
  error: string;
}

interface Run {
  child: ChildProcess;
  /** Resolves to what was printed up to the text. */
  until(text: string): Promise<string>;
  ended: Promise<Outcome>;
}

function rookery(words: string[], settings: Record<string, string> = {}, script = main): Run {
  const env = { PORT: '0', DATA_DIR: dataDir, ...settings };
  const child = spawn(process.execPath, [script, ...words], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.error += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]): Outcome => ({ code, ...said }));
  const until = async (text: string): Promise<string> => {
    while (!said.out.includes(text)) {
      const next = await Promise.race([once(child.stdout, 'data').then(() => null), ended]);
      if (next && !said.out.includes(text)) throw new Error(`it ended without "${text}": ${JSON.stringify(next)}`);
    }
    return said.out;
  };
  return { child, until, ended };
}

const run = (...words: string[]) => rookery(words).ended;
const addressIn = (screen: string) => /http:\/\/localhost:\d+/.exec(screen)?.[0] ?? '';
const lines = (text: string) => text.trimEnd().split('\n');

async function feedOf(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ json: { login: 'demo', password: 'rookery-demo' } });
  const login = await fetch(`${url}/trpc/auth.login`, { method: 'POST', headers, body });
  const { result } = JSON.parse(await login.text());
  const authorization = `Bearer ${result.data.json.accessToken}`;
  const feed = await fetch(`${url}/trpc/feed.home?input=${encodeURIComponent('{"json":{}}')}`, {
    headers: { authorization },
  });
  const { result: page } = JSON.parse(await feed.text());
  // NOTE: the address changes with the port, and pictures are painted while the server runs.
  return JSON.stringify(page.data.json.items, (key, value) => (key === 'avatar' || key === 'media' ? null : value));
}

describe('over one data folder', { timeout: 60_000 }, () => {
  test('start fills it, says on one screen how to go on, serves, and stops when told to', async () => {
    const server = rookery(['start'], { DEMO: '1' });
    const screen = await server.until('Ctrl-C');
    expect(screen).toContain('demo / rookery-demo');
    expect(screen).toContain(`DATA_DIR=${dataDir} node`);
    expect(lines(screen).length).toBeLessThan(16);
    expect((await fetch(`${addressIn(screen)}/readyz`)).status).toBe(200);
    expect(await feedOf(addressIn(screen))).toContain('displayName');
    expect(statSync(join(dataDir, 'jwt-keys')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'running.json')).mode & 0o777).toBe(0o600);
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, error: '' });
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false);
  });

  test('a second server is refused in one line, commands work beside the first, and kill -9 loses nothing', async () => {
    const first = rookery([], {}, binary);
    const screen = await first.until('Ctrl-C');
    const second = await run('start');
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(lines(second.error)).toEqual([expect.stringMatching(/in use by another Rookery.*DATA_DIR=/)]);

    const doctor = await run('doctor');
    expect(doctor).toMatchObject({ code: 0, error: '' });
    expect(doctor.out).toContain(`running at ${addressIn(screen)}`);
    expect(lines(doctor.out).every((line) => line.startsWith('ok '))).toBe(true);
    const [mail, seed, promoted, unknown] = await Promise.all([
      run('mail'),
      run('seed'),
      run('admin', 'create', 'wilma'),
      run('admin', 'create', 'nobody'),
    ]);
    expect(mail).toMatchObject({ code: 0, out: 'No letters.\n' });
    expect(seed).toMatchObject({ code: 1, error: expect.stringMatching(/^The database already has people\..*\n$/) });
    expect(promoted).toMatchObject({ code: 0, out: 'wilma is an admin now.\n' });
    expect(unknown).toMatchObject({ code: 1, error: expect.stringMatching(/^There is no account nobody\..*\n$/) });
    const opened = await run('admin', 'create', 'chief@rookery.test', '--username', 'chief');
    expect(opened.out).toMatch(/^chief is an admin now\. The password, shown this once: \S{24}\n$/);
    expect(await run('seed', '--people', '30', '--follows', '5', '--posts', '60')).toMatchObject({
      code: 0,
      error: '',
    });

    const before = await feedOf(addressIn(screen));
    first.child.kill('SIGKILL');
    await first.ended;
    const again = rookery(['start']);
    expect(await feedOf(addressIn(await again.until('Ctrl-C')))).toBe(before);
    again.child.kill('SIGINT');
    expect((await again.ended).code).toBe(0);
  });

  test('without a server, doctor brings the database up to look at it', async () => {
    const doctor = await run('doctor');
    expect(doctor).toMatchObject({ code: 0, out: expect.stringContaining('not running over this folder') });
  });
});

test('a port that is taken is one line, before anything is started', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const port = address instanceof Object ? String(address.port) : '';
  const refused = await rookery(['start'], { PORT: port, DATA_DIR: join(folder, 'unused') }).ended;
  squatter.close();
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(lines(refused.error)).toEqual([expect.stringMatching(new RegExp(`^Port ${port} is taken.*PORT=`))]);
  expect(existsSync(join(folder, 'unused'))).toBe(false);
});

test.each([
  ['a setting that does not parse', { PORT: 'http' }, /^The setting PORT /],
  [
    'a database that nobody runs',
    { DATABASE_URL: 'postgres://rookery@127.0.0.1:1/rookery' },
    /^PostgreSQL at .*cannot be reached/,
  ],
  ['production without keys', { NODE_ENV: 'production' }, /^The setting JWT_KEYS is missing/],
])('%s is one line', async (_name, settings, line) => {
  const refused = await rookery(['start'], { DATA_DIR: join(folder, 'refused'), ...settings }).ended;
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(lines(refused.error)).toEqual([expect.stringMatching(line)]);
});

test('a data folder of another version is one line', async () => {
  const old = join(folder, 'old');
  mkdirSync(join(old, 'postgres'), { recursive: true });
  writeFileSync(join(old, 'postgres', 'PG_VERSION'), '14\n');
  const refused = await rookery(['start'], { DATA_DIR: old }).ended;
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(lines(refused.error)).toEqual([expect.stringContaining('PostgreSQL 14')]);
});

test('doctor says what is wrong', async () => {
  const doctor = await rookery(['doctor'], { DATABASE_URL: 'postgres://rookery@127.0.0.1:1/rookery' }).ended;
  expect(doctor).toMatchObject({ code: 1, out: expect.stringMatching(/^wrong database .*cannot be reached/m) });
});

test('where no server has run, mail says so and doctor finds nothing wrong, and neither makes a database', async () => {
  const settings = { DATA_DIR: join(folder, 'empty') };
  const [mail, doctor] = await Promise.all([rookery(['mail'], settings).ended, rookery(['doctor'], settings).ended]);
  expect(mail).toMatchObject({
    code: 1,
    out: '',
    error: expect.stringMatching(/^No server has run over .*DATA_DIR.*\n$/),
  });
  expect(doctor).toMatchObject({ code: 0, out: expect.stringMatching(/^ok +database +none yet/m) });
  expect(existsSync(settings.DATA_DIR)).toBe(false);
});

test('help names the commands, and a word that is none is refused', async () => {
  const help = await run('--help');
  for (const command of ['start', 'migrate', 'seed', 'admin', 'doctor', 'mail']) expect(help.out).toContain(command);
  expect(help.code).toBe(0);
  expect(await run('strat')).toMatchObject({
    code: 1,
    error: expect.stringMatching(/^There is no command "strat"\..*\n$/),
  });
});
