import { Client } from 'pg';
import { SetupError } from '../setup-error.ts';
import { errorCode } from './folder.ts';

interface Findings {
  version: number;
  encoding: string;
  database: string;
  folds_case: boolean;
  read_only: boolean;
  unsafe: string[];
  missing: string[];
  locked: string[];
  may_build: boolean;
  make_owner: string;
}

const findings = `
  with wanted(name) as (values ('pg_trgm'), ('unaccent')),
       absent as (select name from wanted where name not in (select extname from pg_extension))
  select current_setting('server_version_num')::int / 10000 as version,
         current_setting('server_encoding') as encoding,
         current_database() as database,
         lower('É') = 'é' as folds_case,
         pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool as read_only,
         array(select name from pg_settings
               where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name) as unsafe,
         array(select name from absent where name not in (select name from pg_available_extensions) order by name) as missing,
         array(select name from absent where not has_database_privilege(current_database(), 'create') order by name) as locked,
         has_schema_privilege(coalesce(current_schema(), 'public'), 'create')
           and (to_regnamespace('pgboss') is not null or has_database_privilege(current_database(), 'create')) as may_build,
         format('alter database %I owner to %I', current_database(), current_user) as make_owner`;

/** Refuses, with a `SetupError`, a PostgreSQL on which Rookery could not keep its promises. */
export async function checkPostgres(url: string): Promise<void> {
  const client = connector(url);
  client.on('error', () => {});
  try {
    await client.connect();
    const problem = judge(await find(client));
    if (problem !== null) throw problem;
  } catch (error) {
    throw error instanceof SetupError ? error : unreachable(url, error);
  } finally {
    await client.end().catch(() => {});
  }
}

function connector(url: string): Client {
  if (!/^postgres(ql)?:\/\//.test(url) || nameOf(url).database === '') throw malformed(undefined);
  try {
    return new Client({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 10_000 });
  } catch (error) {
    throw malformed(error);
  }
}

function malformed(cause: unknown): SetupError {
  return new SetupError(
    'DATABASE_URL is not an address of a PostgreSQL database.',
    'Write it as postgres://user:password@host:5432/database',
    { cause },
  );
}

async function find(client: Client): Promise<Findings> {
  const { rows } = await client.query<Findings>(findings);
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL answered without a row');
  return row;
}

function judge(found: Findings): SetupError | null {
  if (found.version < 15) {
    return new SetupError(
      `The database is PostgreSQL ${found.version}; Rookery needs 15 or newer.`,
      'Upgrade it, or leave DATABASE_URL unset to use the PostgreSQL that comes with Rookery.',
    );
  }
  if (found.encoding !== 'UTF8') return wrongText(`is encoded in ${found.encoding}, not in UTF8`, found.database);
  if (!found.folds_case)
    return wrongText("has a locale that does not know letters beyond ASCII (lower('É') is not 'é')", found.database);
  if (found.read_only)
    return new SetupError('The database is read-only (a replica?).', 'Set DATABASE_URL to the primary server.');
  if (found.unsafe.length > 0) return unsafe(found.unsafe);
  return lacking(found);
}

function wrongText(what: string, database: string): SetupError {
  return new SetupError(
    `The database "${database}" ${what}.`,
    `Make it anew: create database "${database}" template template0 encoding 'UTF8' locale 'C.UTF-8' (or another UTF-8 locale of that server)`,
  );
}

function unsafe(names: string[]): SetupError {
  return new SetupError(
    `PostgreSQL runs with ${names.join(', ')} off: what people were told is saved could be lost.`,
    `${names.map((name) => `alter system set ${name} = on`).join('; ')}; select pg_reload_conf()`,
  );
}

function lacking({ missing, locked, database, may_build, make_owner }: Findings): SetupError | null {
  if (missing.length > 0) {
    return new SetupError(
      `PostgreSQL lacks the extension ${missing.join(' and ')}.`,
      'Install them on its machine (Debian: apt install postgresql-contrib).',
    );
  }
  if (!may_build) {
    return new SetupError(
      `The role of DATABASE_URL may not create tables and schemas in "${database}".`,
      `Make it the owner: ${make_owner}`,
    );
  }
  if (locked.length === 0) return null;
  return new SetupError(
    `The role of DATABASE_URL may not create the extension ${locked.join(' and ')} in "${database}".`,
    `As its owner: ${locked.map((name) => `create extension ${name}`).join('; ')}`,
  );
}

function unreachable(url: string, error: unknown): SetupError {
  const { host, database } = nameOf(url);
  switch (errorCode(error)) {
    case '28P01':
    case '28000':
      return new SetupError(
        `PostgreSQL at ${host} refuses the user or password of DATABASE_URL.`,
        'Correct them in DATABASE_URL.',
        { cause: error },
      );
    case '3D000':
      return new SetupError(
        `PostgreSQL at ${host} has no database "${database}".`,
        `Create it: create database "${database}" template template0 encoding 'UTF8' locale 'C.UTF-8'`,
        { cause: error },
      );
    case '42704':
      return new SetupError(`What answers at ${host} is not a PostgreSQL 15 or newer.`, 'Set DATABASE_URL to one.', {
        cause: error,
      });
    default:
      return new SetupError(
        `PostgreSQL at ${host} cannot be reached: ${reason(error)}.`,
        'Start it, or correct the host and port in DATABASE_URL.',
        { cause: error },
      );
  }
}

/** NOTE: the address holds a password; messages name the host and the database only. */
function nameOf(url: string): { host: string; database: string } {
  const { host, pathname } = URL.parse(url) ?? { host: '', pathname: '' };
  return { host: host === '' ? 'DATABASE_URL' : host, database: decodeURIComponent(pathname.slice(1)) };
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  return error instanceof Error && error.message !== '' ? error.message : String(errorCode(error) ?? error);
}
