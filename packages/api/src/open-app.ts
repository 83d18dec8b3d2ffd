import { entities } from './entities.ts';
import { erasers } from './erasers.ts';
import { exported } from './exports.ts';
import { jobs } from './jobs.ts';
import type { ApiSettings, App, FinishedCall, RecountReports } from './kernel/app.ts';
import { reactionTable } from './kernel/event.ts';
import { liveEventTable } from './kernel/live.ts';
import type { Clock, Logger, Mailer } from './kernel/ports.ts';
import { statement } from './kernel/sql.ts';
import { liveEvents } from './live-events.ts';
import { isOpenFile } from './open-files.ts';
import { systemClock } from './platform/clock.ts';
import { openConnections, openDatabase } from './platform/database.ts';
import { diskExports } from './platform/disk-exports.ts';
import { diskStorage } from './platform/disk-storage.ts';
import { createImageProcessor } from './platform/image-processor.ts';
import { type OpenJournal, openJournal } from './platform/journal.ts';
import { createLimiter } from './platform/limiter.ts';
import { createLinks } from './platform/links.ts';
import { capturingMailer, smtpMailer } from './platform/mailer.ts';
import { closeOrm, openOrm } from './platform/orm.ts';
import { createPasswordHasher } from './platform/passwords.ts';
import { postgresBus } from './platform/postgres-bus.ts';
import { type OpenProcesses, openProcesses } from './platform/processes.ts';
import { openQueue, type Queue } from './platform/queue.ts';
import { rateStore } from './platform/rate-store.ts';
import { openRedis } from './platform/redis.ts';
import { redisBus } from './platform/redis-bus.ts';
import { reactions } from './reactions.ts';
import { services } from './services.ts';

/** What an app is opened with. */
export interface AppOptions {
  settings: ApiSettings;
  databaseUrl: string;
  /** The folder in which files lie that people upload. */
  mediaFolder: string;
  /** The folder in which lies what people take with them. */
  exportsFolder: string;
  redisUrl: string | null;
  smtp: { url: string; from: string } | null;
  /** Overrides the secret that the database keeps. */
  passwordSecret: Buffer | null;
  log: Logger;
  poolSize: number;
  passwordCost: number;
  /** Passwords that this process hashes at a time; as many as fit beside the main thread by default. */
  passwordThreads?: number;
  /** Milliseconds between renewals of this process's lease; it is held for three times as long. */
  renewMs?: number;
  clock?: Clock;
  mailer?: Mailer;
  /** Told of every call that has ended. */
  observe?: (call: FinishedCall) => void;
  /** Told of what recounts find. */
  recounts?: RecountReports;
}

/** An app with what only its owner may do. */
export interface OpenApp extends App, AsyncDisposable {
  readonly journal: OpenJournal;
  readonly jobs: Queue;
  /** Starts to take jobs. */
  work(): Promise<void>;
  /** Runs jobs and deliveries until none is left. */
  drain(): Promise<void>;
}

const readInstance = statement<{ secret: Buffer }>('instance.read', 'select secret from instance');

/** Connections on which the journal is read, so that a crowd which comes back does not keep calls waiting. */
const journalReaders = 4;

/** NOTE: a day of the journal is empty when its plans are made, and is never read in whole when it is not. */
const byIndex = 'set enable_seqscan = off';

/** Opens everything that the features stand on, over a migrated database. */
export async function openApp(options: AppOptions): Promise<OpenApp> {
  await using stack = new AsyncDisposableStack();
  const orm = await openOrm({ url: options.databaseUrl, poolSize: options.poolSize, entities });
  stack.defer(() => closeOrm(orm));
  const database = await openDatabase(orm);
  const { sql } = database;
  const instanceSecret = options.passwordSecret ?? (await sql.first(readInstance, []))?.secret;
  if (!instanceSecret) throw new Error('the database has not been migrated');

  const redis = options.redisUrl ? stack.use(openRedis(options.redisUrl, options.log)) : null;
  const bus = redis
    ? redisBus(redis)
    : stack.use(postgresBus({ url: options.databaseUrl, log: options.log, isAlone: () => processes.alone }));
  const processes: OpenProcesses = stack.use(openProcesses({ sql, bus, log: options.log, renewMs: options.renewMs }));
  const { passwordCost: cost, passwordThreads: threads } = options;
  const passwords = stack.use(await createPasswordHasher({ secret: instanceSecret, cost, threads }));
  const queue = stack.use(await openQueue({ url: options.databaseUrl, bus, log: options.log, jobs }));
  const clock = options.clock ?? systemClock;
  const readers = stack.use(openConnections({ url: options.databaseUrl, size: journalReaders, setting: byIndex }));
  const journal = stack.use(await openJournal({ sql: readers.sql, bus, log: options.log }));
  const owned = stack.move();

  const app: OpenApp = {
    settings: options.settings,
    instanceSecret,
    clock,
    log: options.log,
    orm,
    database,
    sql,
    links: createLinks({ publicUrl: options.settings.publicUrl, secret: instanceSecret, clock }),
    journal,
    jobs: queue,
    bus,
    processes,
    limiter: createLimiter({
      factor: options.settings.rateLimitFactor,
      store: redis
        ? redis.commands
        : rateStore({ sql, secret: instanceSecret, isAlone: () => processes.alone, log: options.log }),
    }),
    mailer: options.mailer ?? (options.smtp ? smtpMailer(options.smtp.url, options.smtp.from) : capturingMailer(sql)),
    passwords,
    storage: diskStorage(options.mediaFolder),
    images: createImageProcessor(),
    mayServeOpenly: async (mediaId, viewerId = null) => (await sql.first(isOpenFile, [mediaId, viewerId])) !== null,
    reactions: reactionTable(reactions),
    live: liveEventTable(liveEvents),
    erasers,
    exported,
    exports: diskExports(options.exportsFolder),
    observe: options.observe ?? (() => undefined),
    recounts: options.recounts ?? { drifted: () => undefined, finished: () => undefined },
    work: () => queue.work(app, jobs),
    drain: async () => {
      await queue.drain(app, jobs);
      await journal.settle();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
  journal.follow(app);
  for (const open of services) owned.use(open(app));
  return app;
}
