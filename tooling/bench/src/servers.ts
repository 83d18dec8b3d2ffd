import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@rookery/server/postgres';
import { identity } from './access-token.ts';
import { startChild, untilReady } from './child.ts';
import type { Running } from './compare.ts';

const main = join(import.meta.dirname, '../../../apps/server/src/main.ts');

/** Our server as `npm start` starts it; over its own database under `dataDir` when no URL is given. */
export async function startOurs(
  databaseUrl: string | null,
  dataDir = mkdtempSync(join(tmpdir(), 'rookery-bench-data-')),
): Promise<Running> {
  const port = await findFreePort();
  const server = startChild(['--max-semi-space-size=16', main, 'start'], {
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
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/readyz`, server);
  return { url, server };
}

/** The bare limit over the same database. */
export async function startBare(databaseUrl: string): Promise<Running> {
  const port = await findFreePort();
  const server = startChild([join(import.meta.dirname, 'bare-server.ts')], {
    PORT: String(port),
    DATABASE_URL: databaseUrl,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, server);
  return { url, server };
}
