import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identity } from './access-token.ts';
import { startChild, untilReady } from './child.ts';
import type { Running } from './compare.ts';

const main = join(import.meta.dirname, '../../../apps/server/src/main.ts');

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}

/** Our server; over its own database under `dataDir` when no URL is given. */
export async function startOurs(
  databaseUrl: string | null,
  dataDir = mkdtempSync(join(tmpdir(), 'rookery-bench-data-')),
): Promise<Running> {
  const port = await freePort();
  const server = startChild(main, ['start'], {
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
  const port = await freePort();
  const server = startChild(join(import.meta.dirname, 'bare-server.ts'), [], {
    PORT: String(port),
    DATABASE_URL: databaseUrl,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, server);
  return { url, server };
}
