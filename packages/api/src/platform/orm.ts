import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type EntityClass, type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import type { Sql, Statement } from '../kernel/sql.ts';
import { PreparedClient } from './prepared-client.ts';

/** How to reach the database. */
export interface DatabaseOptions {
  url: string;
  /** Connections of this process at the most. */
  poolSize: number;
  entities: readonly (EntitySchema | EntityClass)[];
}

const migrationsPath = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Opens the ORM; every connection prepares named statements and gives up on what hangs. */
export async function openOrm({ url, poolSize, entities }: DatabaseOptions): Promise<MikroORM> {
  return MikroORM.init(
    defineConfig({
      entities: [...entities],
      clientUrl: url,
      ensureDatabase: false,
      extensions: [Migrator],
      pool: { min: 0, max: poolSize },
      driverOptions: {
        Client: PreparedClient,
        application_name: 'rookery',
        statement_timeout: 10_000,
        idle_in_transaction_session_timeout: 10_000,
        connectionTimeoutMillis: 10_000,
        keepAlive: true,
      },
      schemaGenerator: { skipTables: [/^journal/, 'idempotency_key', 'instance', 'captured_mail', 'timeline_entry', 'mikro_orm_migrations'] },
      migrations: { path: migrationsPath, snapshot: false, silent: true, transactional: true, allOrNothing: true },
    }),
  );
}

/** Statements on the ORM's own pool. */
export async function sqlOnPool(orm: MikroORM): Promise<Sql> {
  const pool = (await orm.em.getConnection().getNativeClient()) as pg.Pool;
  const rows = async <Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]> =>
    (await pool.query(statement.text, [...values])).rows as Row[];
  return {
    committed: true,
    rows,
    first: async (statement, values) => (await rows(statement, values))[0] ?? null,
    run: async (statement, values) => (await pool.query(statement.text, [...values])).rowCount ?? 0,
  };
}
