import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, type Logger, type OpenApp, openApp } from '@rookery/api';
import { appOptions, type Substitutes } from './app-options.ts';
import type { Member } from './cluster/member.ts';
import type { Config } from './config.ts';
import { bringUpToDate, givenDatabase, openDatabase } from './database.ts';
import { beginPainting } from './demo/paint-pictures.ts';
import { hasDemo, isEmpty, seedDemo } from './demo/seed-demo.ts';
import { startingListener } from './http/handler.ts';
import { bindHttpServer, type Listeners } from './http/http-server.ts';
import { createMetrics } from './metrics.ts';
import { leaveNote } from './running-note.ts';
import { openDoors } from './serve.ts';
import type { StreamLimits } from './sse/index.ts';
import { refuseUpgrade } from './ws.ts';

/** A server that answers. Disposing it ends everything at once; `drain` before that lets it end in peace. */
export interface RunningServer extends AsyncDisposable {
  readonly app: OpenApp;
  readonly port: number;
  /** Where this machine reaches it. */
  readonly url: string;
  /** Where the embedded database lies; null for a database of others. */
  readonly folder: string | null;
  /** Whether the demo account is there. */
  readonly hasDemo: boolean;
  /** Stops to take connections, tells sockets and streams to go elsewhere, and returns when the last answer is out. */
  drain(): Promise<void>;
}

/** What tests and commands put in the place of the usual. */
export interface StartOptions extends Substitutes {
  log?: Logger;
  /** A database that is known to be sound, in the place of the one that the settings name. */
  databaseUrl?: string;
  /** Milliseconds until a request must have come in whole. */
  requestMs?: number;
  /** Other limits of streams of Server-Sent Events than the usual. */
  streamLimits?: Partial<StreamLimits>;
  /** Tells the person at the terminal what takes time. */
  say?(line: string): void;
  /** Set where several processes serve together; another one has prepared the database then. */
  member?: Member;
}

/** Starts everything that the role asks for, and undoes it in reverse order when a part fails or the server is disposed. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack();
  const { member } = options;
  const metrics = createMetrics(member);
  const { log = createLogger(config.logLevel), say = () => undefined } = options;
  const place = {
    port: config.port,
    host: config.host,
    ...(options.requestMs ? { requestMs: options.requestMs } : {}),
  };
  const bind = async (listeners: Listeners) => stack.use(await bindHttpServer(place, listeners));
  // NOTE: one of several binds when it is ready; until then the others get its connections.
  const early = member ? null : await bind({ request: startingListener, upgrade: refuseUpgrade });
  const url = localUrl(config.host, early?.port ?? config.port);

  const database = stack.use(
    options.databaseUrl ? givenDatabase(options.databaseUrl) : await openDatabase(config, { log, say }),
  );
  if (!member) await bringUpToDate(database);
  const at = { databaseUrl: database.url, publicUrl: config.publicUrl ?? url, log };
  const app = stack.use(
    await openApp(appOptions(config, at, { ...options, observe: metrics.call, recounts: metrics.recounts })),
  );
  if (config.demo && !member) await fillIfEmpty(app, say);

  let isDraining = false;
  const { streamLimits } = options;
  const doors = stack.use(await openDoors({ config, app, log, metrics, isDraining: () => isDraining, streamLimits }));
  if (config.role !== 'web') await app.work();
  const http = early ?? (await bind(doors.listeners));
  http.listen(doors.listeners);
  if (!member) stack.use(leaveNote(config.dataDir, { pid: process.pid, url, databaseUrl: database.url }));

  const drain = async () => {
    isDraining = true;
    await sleep(config.shutdownDelayMs);
    const closed = http.close();
    await doors.drain();
    await closed;
  };
  const demo = await hasDemo(app);
  if (demo && (member?.isFirst ?? true)) stack.use(beginPainting(app));
  const owned = stack.move();
  return {
    app,
    port: http.port,
    url,
    folder: database.folder,
    hasDemo: demo,
    drain,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Fills a database in which nobody is yet. */
export async function fillIfEmpty(app: OpenApp, say: (line: string) => void): Promise<void> {
  if (!(await isEmpty(app.sql))) return;
  say('Filling the empty database with demo people and posts');
  await seedDemo(app);
}

/** The address that this machine reaches a listener by. */
export function localUrl(host: string, port: number): string {
  const isLocal = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host);
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${isLocal ? 'localhost' : name}:${port}`;
}
