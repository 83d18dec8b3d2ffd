import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findFreePort, type Postgres, startPostgres } from '@rookery/server/postgres';
import { openFolder } from './folder.ts';
import { createRedis, type Redis } from './redis.ts';
import { createServer, type Server } from './server.ts';
import { openWatch, type Watch } from './watch.ts';

/** A PostgreSQL, servers over it and a Redis, all of our own and on this machine alone. Disposing it leaves nothing behind. */
export interface House extends AsyncDisposable {
  readonly watch: Watch;
  readonly database: Postgres;
  readonly redis: Redis;
  /** Starts servers over the one database, with Redis or without. */
  open(count: number, options?: { redis: boolean }): Promise<Server[]>;
  /** Kills the postmaster, and starts the database again. */
  killDatabase(): Promise<void>;
}

/** Prepares a house; servers come when they are asked for. */
export async function openHouse(): Promise<House> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(openFolder()).path;
  const database = stack.use(await startPostgres({ dataDir: folder }));
  const watch = stack.use(openWatch());
  const redis = createRedis(watch, await findFreePort());
  // NOTE: tokens are good where the public address is the one that they were issued for.
  const shared = {
    PUBLIC_URL: 'http://rookery.test',
    JWT_KEYS: `chaos:${randomSecret()}`,
    PASSWORD_SECRET: randomSecret(),
  };
  let opened = 0;
  const owned = stack.move();
  return {
    watch,
    database,
    redis,
    open: async (count, options = { redis: false }) => {
      const servers: Server[] = [];
      for (let index = 0; index < count; index += 1) {
        opened += 1;
        const env = {
          ...shared,
          DATABASE_URL: database.url(),
          REDIS_URL: options.redis ? redis.url : '',
          DATA_DIR: join(folder, `server-${opened}`),
        };
        const server = createServer(watch, { name: `server ${opened}`, port: await findFreePort(), env });
        await server.up();
        servers.push(server);
      }
      return servers;
    },
    killDatabase: async () => {
      process.kill(database.pid, 'SIGKILL');
      await database.restart();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function randomSecret(): string {
  return randomBytes(48).toString('base64');
}
