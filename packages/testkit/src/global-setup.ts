import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@rookery/api';
import { startPostgres } from '@rookery/server/postgres';
import type { TestProject } from 'vitest/node';
import { administer } from './test-database.ts';

/** A PostgreSQL without a database name, and how it is left. */
interface Server {
  url: string;
  leave(): Promise<void>;
}

/**
 * One PostgreSQL for the whole run, with a migrated template that each test file clones. TEST_POSTGRES_URL names another
 * than the embedded one, of an older version for instance, by a superuser and without a database.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_POSTGRES_URL'];
  const server = given ? { url: given.replace(/\/$/, ''), leave: async () => undefined } : await startEmbedded();
  const template = `template_${randomBytes(6).toString('hex')}`;
  await administer(server.url, `create database ${template}`);
  await migrate(`${server.url}/${template}`);
  await administer(`${server.url}/${template}`, newTestId);
  await administer(server.url, `alter database ${template} with is_template true allow_connections false`);
  project.provide('postgresUrl', server.url);
  project.provide('postgresTemplate', template);
  return async () => {
    await administer(server.url, `alter database ${template} with is_template false`);
    await administer(server.url, `drop database ${template}`);
    await server.leave();
  };
}

async function startEmbedded(): Promise<Server> {
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rookery-test-'));
  const postgres = await startPostgres({ dataDir: root, durable: false });
  return {
    url: postgres.url('').replace(/\/$/, ''),
    leave: async () => {
      await postgres.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Ids for rows that tests insert by the thousand: UUIDv7 in the order of their making, which PostgreSQL has only from 18 on. */
const newTestId = `
create sequence test_id_order;
create function test_id() returns uuid language sql volatile as $$
  select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(nextval('test_id_order') % 4096), 3, '0')
    || 'a' || substr(md5(random()::text), 1, 15))::uuid
$$;
`;
