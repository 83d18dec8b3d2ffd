import type pg from 'pg';
import type { QueryConfig } from 'pg';
import { preparedName } from '../kernel/sql.ts';
import { EnduringClient } from './enduring-client.ts';

/**
 * A connection that prepares every named statement once. Text and values are turned into a prepared query whoever
 * sends them: the pool, a transaction of the ORM or the job queue.
 */
export class PreparedClient extends EnduringClient {
  // NOTE: pg declares twelve overloads of `query`; only the call of text with values is changed here.
  override query(...args: never[]): never {
    const [text, values, ...rest] = args as unknown[];
    const name = typeof text === 'string' && Array.isArray(values) ? preparedName(text) : null;
    const given = name === null ? args : [{ name, text, values } as QueryConfig, ...rest];
    return super.query(...(given as Parameters<pg.Client['query']>)) as never;
  }
}

/** Sends all that is asked of a connection in this tick in one piece: a system call costs more than a statement. */
export function gather(client: pg.ClientBase): void {
  if (!(client instanceof PreparedClient)) return;
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
