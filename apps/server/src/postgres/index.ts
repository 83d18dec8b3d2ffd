export { checkPostgres } from './check-postgres.ts';
export { findFreePort } from './free-port.ts';
export { hasCluster } from './home.ts';
export type { PostmasterExit } from './postmaster.ts';
export type { Postgres } from './running-postgres.ts';
export { type PostgresOptions, startPostgres } from './start-postgres.ts';
