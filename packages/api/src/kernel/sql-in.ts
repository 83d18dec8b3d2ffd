import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Sql, Statement } from './sql.ts';

/** Statements on the connection of an EntityManager's transaction. */
export function sqlIn(em: EntityManager): Sql {
  let connection: Kysely<unknown> | undefined;
  const execute = (statement: Statement<unknown>, values: readonly unknown[]) => {
    connection ??= em.getKysely<unknown>();
    return connection.executeQuery(CompiledQuery.raw(statement.text, [...values]));
  };
  return {
    committed: false,
    rows: async <Row>(statement: Statement<Row>, values: readonly unknown[]) => rowsOf<Row>((await execute(statement, values)).rows),
    first: async <Row>(statement: Statement<Row>, values: readonly unknown[]) =>
      rowsOf<Row>((await execute(statement, values)).rows)[0] ?? null,
    run: async (statement, values) => Number((await execute(statement, values)).numAffectedRows ?? 0),
  };
}

/** NOTE: a statement's row type is a promise of its author about its own SQL. */
function rowsOf<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}
