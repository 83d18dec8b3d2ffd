import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenApp } from '@rookery/api';
import type { Config, RunningServer, StartOptions } from '@rookery/server';
import { createTestClock, type TestClock } from './test-clock.ts';
import { createTestDatabase } from './test-database.ts';
import { createTestMailer, type TestMailer } from './test-mailer.ts';

/** A real server on a free port of 127.0.0.1, over a database of its own. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly app: OpenApp;
  readonly server: RunningServer;
  readonly clock: TestClock;
  readonly mailer: TestMailer;
  /** Where its data lie; removed with it. */
  readonly dataDir: string;
}

/** What a test wants otherwise: settings, and how the server is started. */
export interface TestServerOverrides {
  config?: Partial<Config>;
  start?: StartOptions;
}

/** Starts a server with cheap password hashes, kept mail, and rates that no test meets by chance. */
export async function startTestServer({ config, start }: TestServerOverrides = {}): Promise<TestServer> {
  const { readConfig, startServer } = await import('@rookery/server');
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'rookery-server-'));
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const clock = createTestClock();
  const mailer = createTestMailer();
  const settings: Config = {
    ...readConfig({ LOG_LEVEL: process.env.TEST_LOG ?? 'silent' }),
    port: 0,
    dataDir,
    poolSize: 8,
    rateLimitFactor: 1000,
    ...config,
  };
  const options: StartOptions = { clock, mailer, passwordCost: 4, databaseUrl: database.url, ...start };
  const server = stack.use(await startServer(settings, options));
  const owned = stack.move();
  return {
    url: `http://127.0.0.1:${server.port}`,
    app: server.app,
    server,
    clock,
    mailer,
    dataDir: settings.dataDir,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
