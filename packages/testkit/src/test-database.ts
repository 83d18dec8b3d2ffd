import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the run's PostgreSQL without a database name. */
    postgresUrl: string;
    /** Name of the migrated database that each test file clones. */
    postgresTemplate: string;
  }
}

/** A database of a test's own, gone when it is disposed. */
export interface TestDatabase extends AsyncDisposable {
  url: string;
}

/** Clones the migrated template of the run. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(`template ${inject('postgresTemplate')} strategy file_copy`);
}

/** A copy of a database that nobody is connected to any more. */
export function copyTestDatabase({ url }: TestDatabase): Promise<TestDatabase> {
  return createDatabase(`template ${new URL(url).pathname.slice(1)} strategy file_copy`);
}

/** A database before its first migration. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('');
}

async function createDatabase(how: string): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name} ${how}`);
  return {
    url: `${server}/${name}`,
    [Symbol.asyncDispose]: () => drop(server, name),
  };
}

/** NOTE: a pool says that it has ended before its connections have; PostgreSQL waits five seconds for them before it needs force. */
async function drop(server: string, name: string): Promise<void> {
  await administer(server, `drop database ${name}`).catch(() =>
    administer(server, `drop database ${name} with (force)`),
  );
}

/** Runs statements on a database, the one called postgres unless the URL names another. */
export async function administer(url: string, sql: string): Promise<void> {
  const { pathname } = new URL(url);
  const client = new pg.Client({ connectionString: pathname.length > 1 ? url : `${url}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
