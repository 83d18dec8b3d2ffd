import type { MikroORM } from '@mikro-orm/postgresql';
import { entities } from './entities.ts';
import { jobs } from './jobs.ts';
import { memoryBus } from './platform/memory-bus.ts';
import { openOrm } from './platform/orm.ts';
import { openQueue } from './platform/queue.ts';

/** Brings the database to the shape that this version needs; safe to run at every start and by several at once. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const orm = await openOrm({ url: databaseUrl, poolSize: 2, entities, patient: true });
  try {
    const applied = await migrateTables(orm);
    const queue = await openQueue(databaseUrl, memoryBus(), jobs);
    await queue[Symbol.asyncDispose]();
    return applied;
  } finally {
    await orm.close(true);
  }
}

async function migrateTables(orm: MikroORM): Promise<string[]> {
  const lock = 7_216_301;
  const em = orm.em.fork();
  return em.transactional(async (tx) => {
    await tx.execute('select pg_advisory_xact_lock(?)', [lock]);
    const applied = await orm.migrator.up();
    await tx.execute('select journal_open_days(8)');
    return applied.map((migration) => migration.name);
  });
}

/** Names of the migrations that the database still lacks. */
export async function pendingMigrations(orm: MikroORM): Promise<string[]> {
  return (await orm.migrator.getPending()).map((migration) => migration.name);
}
