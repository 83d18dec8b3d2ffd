import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type EntityClass, type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { connectionTerms, statementMs } from './connection-terms.ts';

/** How to reach the database. */
export interface DatabaseOptions {
  url: string;
  /** Connections of this process at the most. */
  poolSize: number;
  /** For migrations, which may take longer than any call: statements and transactions are not cut off. */
  patient?: boolean;
  entities: readonly (EntitySchema | EntityClass)[];
}

/** The folder of the migrations. */
export const migrationsPath = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Opens the ORM; every connection prepares named statements and gives up on what hangs. */
export async function openOrm({ url, poolSize, entities, patient = false }: DatabaseOptions): Promise<MikroORM> {
  return MikroORM.init(
    defineConfig({
      entities: [...entities],
      clientUrl: url,
      ensureDatabase: false,
      extensions: [Migrator],
      pool: { min: 0, max: poolSize },
      driverOptions: {
        ...connectionTerms,
        statement_timeout: patient ? 0 : statementMs,
        idle_in_transaction_session_timeout: patient ? 0 : statementMs,
      },
      schemaGenerator: {
        skipTables: [
          /^journal/,
          'idempotency_key',
          'instance',
          'process',
          'rate_limit',
          'captured_mail',
          'timeline_entry',
          'mikro_orm_migrations',
        ],
      },
      migrations: { path: migrationsPath, snapshot: false, silent: true, transactional: true, allOrNothing: true },
    }),
  );
}

/** NOTE: the ORM ends its pool only when it has used it itself; statements of ours use it without the ORM's knowledge. */
export async function closeOrm(orm: MikroORM): Promise<void> {
  const pool = await orm.em.getConnection().getNativeClient();
  await orm.close(true);
  if (!pool.ended && !pool.ending) await pool.end();
}
