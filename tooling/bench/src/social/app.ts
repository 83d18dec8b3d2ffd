import { appRouter, createLogger, newId, type OpenApp, openApp, type RequestContext, type Sql } from '@rookery/api';
import { limits } from '@rookery/contract';

/** Every procedure, called without a transport. */
export type Caller = ReturnType<typeof appRouter.createCaller>;

/** Opens an app over a database without a server around it; authors with more than `pullFrom` followers are merged at read. */
export function openBenchApp(databaseUrl: string, mediaFolder: string, pullFrom = 10_000): Promise<OpenApp> {
  return openApp({
    settings: {
      version: 'bench',
      publicUrl: 'http://rookery.test',
      rateLimitFactor: 1_000_000,
      limits,
      feeds: { pullFrom },
      presence: { graceMs: 5000 },
      jwtKeys: [{ kid: 'bench', secret: 'a secret for measuring that is long enough to be taken' }],
    },
    databaseUrl,
    mediaFolder,
    exportsFolder: mediaFolder,
    redisUrl: null,
    smtp: null,
    passwordSecret: null,
    log: createLogger('error'),
    poolSize: 4,
    passwordCost: 4,
  });
}

/** Calls as somebody; `sql` may stand in for that of the app. */
export function callerOf(app: OpenApp, id: string | null, sql: Sql = app.sql): Caller {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const viewer = { id: id ?? '', sessionId: null, tokenId: null, role: 'user', scopes: null, expiresAt } as const;
  const ctx: RequestContext = {
    app: sql === app.sql ? app : { ...app, sql },
    requestId: newId(),
    ip: '127.0.0.1',
    userAgent: null,
    identity: id === null ? { kind: 'anonymous' } : { kind: 'viewer', viewer },
    idempotencyKey: null,
    cookies: null,
    setHeader: () => undefined,
  };
  return appRouter.createCaller(ctx);
}
