import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AppOptions,
  type Authenticator,
  appRouter,
  createLogger,
  type Identity,
  newId,
  type OpenApp,
  openApp,
  openAuthenticator,
  type RequestContext,
} from '@rookery/api';
import { limits } from '@rookery/contract';
import { createTestClock, type TestClock } from './test-clock.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { createTestMailer, type TestMailer } from './test-mailer.ts';

/** Every procedure, called without a transport. */
export type Caller = ReturnType<typeof appRouter.createCaller>;

/** An app over a database of its own. */
export interface TestApp extends AsyncDisposable {
  readonly app: OpenApp;
  readonly database: TestDatabase;
  readonly clock: TestClock;
  readonly mailer: TestMailer;
  /** Where uploaded files lie; removed with the app. */
  readonly mediaFolder: string;
  /** Where what people take with them lies; removed with the app. */
  readonly exportsFolder: string;
  readonly authenticator: Authenticator;
  /** Calls procedures as somebody, or as nobody. */
  as(userId: string | null, request?: Partial<RequestContext>): Caller;
  /** Calls procedures with an access token, as a server would let it. */
  bearing(accessToken: string, request?: Partial<RequestContext>): Promise<Caller>;
  /** Runs jobs and deliveries to rest. */
  drain(): Promise<void>;
}

/** Settings of an app in tests: cheap password hashes, and rates that no test meets by chance. */
export function testAppOptions(databaseUrl: string): AppOptions {
  return {
    settings: {
      version: '0.0.0-test',
      publicUrl: 'http://rookery.test',
      rateLimitFactor: 1000,
      limits,
      feeds: { pullFrom: 10_000 },
      presence: { graceMs: 50 },
      jwtKeys: [{ kid: 'test', secret: 'a secret for tests that is long enough to be taken' }],
    },
    databaseUrl,
    mediaFolder: join(tmpdir(), `rookery-media-${randomUUID()}`),
    exportsFolder: join(tmpdir(), `rookery-exports-${randomUUID()}`),
    redisUrl: null,
    smtp: null,
    passwordSecret: null,
    log: createLogger(process.env['TEST_LOG'] ?? 'silent'),
    poolSize: 8,
    passwordCost: 4,
  };
}

/** Opens an app over a fresh database, or over one that is given, which goes with it. */
export async function createTestApp(overrides: Partial<AppOptions> = {}, given?: TestDatabase): Promise<TestApp> {
  const database = given ?? (await createTestDatabase());
  const clock = createTestClock();
  const mailer = createTestMailer();
  const options = { ...testAppOptions(database.url), clock, mailer, ...overrides };
  const app = await openApp(options);
  const authenticator = openAuthenticator(app);
  const callAs = (identity: Identity, request?: Partial<RequestContext>) =>
    appRouter.createCaller({ ...requestContext(app, identity), ...request });
  return {
    app,
    database,
    clock,
    mailer,
    mediaFolder: options.mediaFolder,
    exportsFolder: options.exportsFolder,
    authenticator,
    as: (userId, request) => callAs(userId === null ? { kind: 'anonymous' } : identityOf(userId), request),
    bearing: async (accessToken, request) => callAs(await authenticator.authenticate(accessToken), request),
    drain: () => app.drain(),
    [Symbol.asyncDispose]: async () => {
      authenticator[Symbol.dispose]();
      await app[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      await rm(options.mediaFolder, { recursive: true, force: true });
      await rm(options.exportsFolder, { recursive: true, force: true });
    },
  };
}

function requestContext(app: OpenApp, identity: Identity): RequestContext {
  return {
    app,
    requestId: newId(),
    ip: '127.0.0.1',
    userAgent: 'test',
    identity,
    idempotencyKey: null,
    cookies: null,
    setHeader: () => undefined,
  };
}

function identityOf(id: string): Identity {
  const expiresAt = new Date(Date.now() + 900_000);
  return { kind: 'viewer', viewer: { id, sessionId: null, tokenId: null, role: 'user', scopes: null, expiresAt } };
}
