import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@rookery/server/postgres';
import { identity } from './access-token.ts';
import { startChild, untilReady } from './child.ts';
import type { Running } from './compare.ts';

const main = join(import.meta.dirname, '../../../apps/server/src/main.ts');

/** How one of the servers is started. */
export interface StartOptions {
  dataDir?: string;
  /** Settings besides those of every run. */
  env?: Record<string, string>;
  /** Of Node. */
  flags?: readonly string[];
}

/** Our server as `npm start` starts it; over its own database under `dataDir` when no URL is given. */
export async function startOurs(databaseUrl: string | null, options: StartOptions = {}): Promise<Running> {
  const { dataDir = mkdtempSync(join(tmpdir(), 'rookery-bench-data-')), env, flags = [] } = options;
  const port = await findFreePort();
  const server = startChild([...flags, '--max-semi-space-size=16', main, 'start'], {
    PORT: String(port),
    HOST: '127.0.0.1',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    DATA_DIR: dataDir,
    PUBLIC_URL: identity.issuer,
    JWT_KEYS: `${identity.keyId}:${identity.secret}`,
    RATE_LIMIT_FACTOR: '1000000',
    LIMIT_SOCKETS_PER_ACCOUNT: '100000',
    LOG_LEVEL: 'error',
    DEMO: '0',
    ...env,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/readyz`, server);
  return { url, server };
}

/** The bare limit over the same database. */
export async function startBare(databaseUrl: string, { flags = [] }: StartOptions = {}): Promise<Running> {
  const port = await findFreePort();
  const server = startChild([...flags, join(import.meta.dirname, 'bare-server.ts')], {
    PORT: String(port),
    DATABASE_URL: databaseUrl,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, server);
  return { url, server };
}
