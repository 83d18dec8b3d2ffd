import { createServer } from 'node:http';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from './fixtures/temporary-folder.ts';
import { findFreePort } from './free-port.ts';
import { checkPostgres, type Postgres, startPostgres } from './index.ts';

const folder = temporaryFolder();
let postgres: Postgres;

beforeAll(async () => {
  const safe = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };
  postgres = await startPostgres({ dataDir: join(folder.path, 'data'), durable: false, settings: safe });
});

afterAll(async () => {
  await postgres.stop();
  folder[Symbol.dispose]();
});

async function run(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: postgres.url() });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

function urlWith(change: (url: URL) => void): string {
  const url = new URL(postgres.url());
  change(url);
  return url.href;
}

const refusal = (message: string): object => ({
  name: 'SetupError',
  message: expect.stringContaining(message),
  mend: expect.stringMatching(/^[^\n]+$/),
});

test('a sound database passes', async () => {
  await expect(checkPostgres(postgres.url())).resolves.toBeUndefined();
});

test('another encoding is refused', async () => {
  await run(`create database ascii template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`);
  await expect(checkPostgres(postgres.url('ascii'))).rejects.toMatchObject(refusal('SQL_ASCII'));
});

test('UTF-8 with a locale that knows no letters beyond ASCII is refused', async () => {
  await run(`create database deaf template template0 encoding 'UTF8' locale_provider libc locale 'C'`);
  await expect(checkPostgres(postgres.url('deaf'))).rejects.toMatchObject(refusal("lower('É')"));
});

test.each(['fsync', 'full_page_writes', 'synchronous_commit'])('%s = off is refused', async (name) => {
  await using unsafe = await startPostgres({
    dataDir: join(folder.path, 'unsafe'),
    durable: false,
    settings: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', [name]: 'off' },
  });
  await expect(checkPostgres(unsafe.url())).rejects.toMatchObject(refusal(`${name} off`));
});

test('a read-only database is refused', async () => {
  await run('create database museum', 'alter database museum set default_transaction_read_only = on');
  await expect(checkPostgres(postgres.url('museum'))).rejects.toMatchObject(refusal('read-only'));
});

test('a role that may not create the extensions is refused until they are there', async () => {
  await run(`create role guest login password 'guest'`);
  const url = urlWith((it) => Object.assign(it, { username: 'guest', password: 'guest' }));
  await run('grant create on schema public to guest', 'create schema pgboss authorization guest');
  await expect(checkPostgres(url)).rejects.toMatchObject(refusal('pg_trgm and unaccent'));
  await run('create extension pg_trgm', 'create extension unaccent');
  await expect(checkPostgres(url)).resolves.toBeUndefined();
});

test('a role that may not create tables is refused until the database is its own', async () => {
  await run(`create role lodger login password 'lodger'`, 'create database house');
  const url = urlWith((it) => Object.assign(it, { username: 'lodger', password: 'lodger', pathname: '/house' }));
  const error = await checkPostgres(url).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ ...refusal('may not create tables'), mend: expect.stringContaining('alter database') });
  await run('alter database house owner to lodger');
  await expect(checkPostgres(url)).resolves.toBeUndefined();
});

test('a wrong password is refused without repeating it', async () => {
  const url = urlWith((it) => Object.assign(it, { password: 'hunter2' }));
  const error = await checkPostgres(url).catch((caught: unknown) => caught);
  expect(error).toMatchObject(refusal('refuses the user or password'));
  expect(String(error)).not.toContain('hunter2');
});

test('a database that is not there is named', async () => {
  await expect(checkPostgres(postgres.url('nowhere'))).rejects.toMatchObject(refusal('no database "nowhere"'));
});

test('a port where nobody listens is refused', async () => {
  const port = String(await findFreePort());
  await expect(checkPostgres(urlWith((it) => Object.assign(it, { port })))).rejects.toMatchObject(
    refusal(`127.0.0.1:${port} cannot be reached`),
  );
});

test('a server that is not PostgreSQL is refused', async () => {
  const port = await findFreePort();
  await using server = createServer().listen(port, '127.0.0.1');
  expect(server.listening).toBeDefined();
  await expect(checkPostgres(`postgres://a:b@127.0.0.1:${port}/c`)).rejects.toMatchObject(refusal('cannot be reached'));
});

test.each(['', 'not a url', 'mysql://host/db', 'postgres://host', 'postgres://host/'])(
  'an address like %j is refused',
  async (url) => {
    await expect(checkPostgres(url)).rejects.toMatchObject(refusal('DATABASE_URL is not an address'));
  },
);
