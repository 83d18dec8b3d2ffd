import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@rookery/api';
import { startPostgres } from '@rookery/server/postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

/** One PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rookery-test-'));
  const postgres = await startPostgres({ dataDir: root, durable: false, databases: ['template_rookery'] });
  await migrate(postgres.url('template_rookery'));
  const admin = new pg.Client({ connectionString: postgres.url('postgres') });
  await admin.connect();
  await admin.query('alter database template_rookery with is_template true allow_connections false');
  await admin.end();
  project.provide('postgresUrl', postgres.url('postgres').replace(/\/postgres$/, ''));
  return async () => {
    await postgres.stop();
    rmSync(root, { recursive: true, force: true });
  };
}
