import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Bound, Database, OpenTransaction } from '../kernel/database.ts';
import type { Sql, Statement } from '../kernel/sql.ts';
import { connectionTerms } from './connection-terms.ts';
import { gather } from './prepared-client.ts';

/** Statements and transactions on the ORM's own pool. */
export async function openDatabase(orm: MikroORM): Promise<Database> {
  const pool = await orm.em.getConnection().getNativeClient();
  return {
    sql: sqlOn(pool, true),
    begin: async () => new PgTransaction(orm, await pool.connect()),
  };
}

/** Connections that serve one purpose, so that it neither waits for others nor lets them wait. */
export interface OwnConnections extends AsyncDisposable {
  readonly sql: Sql;
}

/** What such connections are opened with. */
export interface OwnConnectionsOptions {
  url: string;
  size: number;
  /** Settings of each connection, as SQL. */
  setting: string;
}

/** Opens connections that serve one purpose. NOTE: what is asked of one waits until its setting has been made. */
export function openConnections({ url, size, setting }: OwnConnectionsOptions): OwnConnections {
  const pool = new pg.Pool({ ...connectionTerms, connectionString: url, max: size });
  pool.on('connect', (client) => void client.query(setting).catch(() => undefined));
  pool.on('error', () => undefined);
  return { sql: sqlOn(pool, true), [Symbol.asyncDispose]: () => pool.end() };
}

class PgTransaction implements OpenTransaction {
  readonly sql: Sql;
  readonly #orm: MikroORM;
  readonly #client: pg.PoolClient;
  #em: EntityManager | null = null;

  constructor(orm: MikroORM, client: pg.PoolClient) {
    this.#orm = orm;
    this.#client = client;
    this.sql = sqlOn(client, false);
    // NOTE: travels with the first statement; when it fails, that one and the commit do too.
    gather(client);
    client.query('begin').catch(() => undefined);
  }

  em(): EntityManager {
    this.#em ??= this.#join();
    return this.#em;
  }

  async commit(last: readonly Bound[]): Promise<void> {
    await this.#em?.flush();
    gather(this.#client);
    const sent = [
      ...last.map(([{ text }, values]) => this.#client.query(text, [...values])),
      this.#client.query('commit'),
    ];
    const results = await Promise.allSettled(sent);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    const end = results.at(-1);
    if (end?.status !== 'fulfilled' || end.value.command !== 'COMMIT')
      throw new Error('the transaction was rolled back');
    this.#client.release();
  }

  async rollback(): Promise<void> {
    try {
      await this.#client.query('rollback');
      this.#client.release();
    } catch {
      this.#client.release(true);
    }
  }

  #join(): EntityManager {
    const client = this.#client;
    const lent: PostgresPoolClient = { query: client.query.bind(client), release: () => undefined };
    const pool = { connect: async () => lent, end: async () => undefined, options: {} };
    const em = this.#orm.em.fork();
    em.setTransactionContext(new Kysely({ dialect: new PostgresDialect({ pool }) }));
    return em;
  }
}

function sqlOn(connection: Pick<pg.Pool, 'query'> | pg.PoolClient, committed: boolean): Sql {
  const rows = async <Row>({ text }: Statement<Row>, values: readonly unknown[]): Promise<Row[]> =>
    rowsOf<Row>((await connection.query(text, [...values])).rows);
  return {
    committed,
    rows,
    first: async (statement, values) => (await rows(statement, values))[0] ?? null,
    run: async ({ text }, values) => (await connection.query(text, [...values])).rowCount ?? 0,
    raw: async (text, values) => (await connection.query(text, values && [...values])).rows,
  };
}

/** NOTE: a statement's row type is a promise of its author about its own SQL. */
function rowsOf<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}
