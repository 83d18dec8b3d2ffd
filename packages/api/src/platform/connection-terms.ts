import { PreparedClient } from './prepared-client.ts';

/** Milliseconds after which a statement or an idle transaction is given up. */
export const statementMs = 10_000;

/** How every connection of a process is made: it prepares named statements and gives up on what hangs. */
export const connectionTerms = {
  Client: PreparedClient,
  application_name: 'rookery',
  statement_timeout: statementMs,
  idle_in_transaction_session_timeout: statementMs,
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
  pipeline: true,
};
