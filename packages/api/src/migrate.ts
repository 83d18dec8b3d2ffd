import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import { entities } from './entities.ts';
import { indexMissing } from './features/search/index.ts';
import { jobs } from './jobs.ts';
import { advisoryLocks } from './kernel/advisory-locks.ts';
import type { Sql } from './kernel/sql.ts';
import { openDatabase } from './platform/database.ts';
import { createLogger } from './platform/logger.ts';
import { memoryBus } from './platform/memory-bus.ts';
import { closeOrm, migrationsPath, openOrm } from './platform/orm.ts';
import { openQueue, type Queue } from './platform/queue.ts';

/** Brings the database to the shape that this version needs; safe to run at every start and by several at once. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const orm = await openOrm({ url: databaseUrl, poolSize: 2, entities, patient: true });
  try {
    const { applied, wasEmpty } = await migrateTables(orm);
    await using queue = await openQueue({ url: databaseUrl, bus: memoryBus(), log: createLogger('silent'), jobs });
    if (applied.length > 0 && !wasEmpty) await fillNewTables(queue, (await openDatabase(orm)).sql);
    return applied;
  } finally {
    await closeOrm(orm);
  }
}

/** NOTE: what fills itself by schedule need not wait for it; when this is lost, the schedule makes up for it. */
async function fillNewTables(queue: Queue, sql: Sql): Promise<void> {
  await queue.enqueue(sql, { job: indexMissing, data: {} });
}

async function migrateTables(orm: MikroORM): Promise<{ applied: string[]; wasEmpty: boolean }> {
  const em = orm.em.fork();
  return em.transactional(async (tx) => {
    await tx.execute('select pg_advisory_xact_lock(?)', [advisoryLocks.migrate]);
    await refuseNewer(orm);
    const wasEmpty = (await orm.migrator.getExecuted()).length === 0;
    const applied = await orm.migrator.up();
    await tx.execute('select journal_open_days(8)');
    return { applied: applied.map(({ name }) => name), wasEmpty };
  });
}

/** The database was brought to a shape that this version does not know. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

async function refuseNewer(orm: MikroORM): Promise<void> {
  const known = new Set(readdirSync(migrationsPath).map((file) => basename(file, extname(file))));
  const applied = await orm.migrator.getExecuted();
  const unknown = applied.find(({ name }) => !known.has(basename(name, extname(name))));
  if (unknown) throw new NewerDatabaseError(`the database has ${unknown.name}, which this version does not know`);
}

/** Names of the migrations that the database still lacks. */
export async function pendingMigrations(orm: MikroORM): Promise<string[]> {
  return (await orm.migrator.getPending()).map((migration) => migration.name);
}
