const always = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  cluster_name: 'rookery',
  // NOTE: statements and the details of their errors hold people's data; the log tells only of the database itself.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

const durable = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  max_wal_size: '512MB',
  autovacuum: 'on',
  autovacuum_naptime: '30s',
};

const throwaway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  autovacuum: 'off',
};

/** PostgreSQL's command-line arguments for a cluster that keeps data, or for one that a test run throws away. */
export function serverArguments(isDurable: boolean, port: number, more: Record<string, string>): string[] {
  const settings = { ...always, ...(isDurable ? durable : throwaway), ...more, port: String(port) };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
