import type { EntityManager } from '@mikro-orm/postgresql';
import type { Sql, Statement } from './sql.ts';

/** A statement with its values. */
export type Bound = readonly [statement: Statement<unknown>, values: readonly unknown[]];

/** A transaction on a connection of its own. */
export interface OpenTransaction {
  readonly sql: Sql;
  /** Joins the ORM to the transaction at its first use. */
  em(): EntityManager;
  /** Writes what the ORM has collected, runs the last statements, commits, and gives the connection back. */
  commit(last: readonly Bound[]): Promise<void>;
  /** Undoes everything and gives the connection back; never throws. */
  rollback(): Promise<void>;
}

/** The database behind the features. */
export interface Database {
  /** Statements outside of any transaction. */
  readonly sql: Sql;
  begin(): Promise<OpenTransaction>;
}
