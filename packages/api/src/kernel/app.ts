import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Limits } from '@rookery/contract';
import type { z } from 'zod';
import type { Database } from './database.ts';
import type { Journal, JournalRow } from './journal.ts';
import type {
  Bus,
  Clock,
  ExportStore,
  ImageProcessor,
  Limiter,
  Links,
  Logger,
  Mailer,
  PasswordHasher,
  Processes,
  Storage,
} from './ports.ts';
import type { Sql, Statement } from './sql.ts';

/** Settings that features read; parsed by the server app. */
export interface ApiSettings {
  version: string;
  publicUrl: string;
  /** Multiplies every rate; for load tests. */
  rateLimitFactor: number;
  /** Keys that sign access tokens, the first for new ones. */
  jwtKeys: readonly { kid: string; secret: string }[];
  limits: Limits;
  /** Authors with more followers than `pullFrom` are merged into feeds at read, and not pushed to each of them. */
  feeds: { pullFrom: number };
  /** Milliseconds for which somebody stays online after the last stream has closed, so that a reload does not show. */
  presence: { graceMs: number };
}

/** A call that has ended, on whichever transport, for whoever counts. */
export interface FinishedCall {
  path: string;
  /** tRPC's error code, or OK. */
  code: string;
  seconds: number;
}

/** Where recounts tell what they found. */
export interface RecountReports {
  /** So many values of a counter, named by table and column, were wrong and have been repaired. */
  drifted(counter: string, wrong: number): void;
  /** A slice has gone through all of its counters. */
  finished(slice: string): void;
}

/** Deletes a part of what an account left, small enough for one transaction; false when there was nothing left. */
export type Eraser = (tx: Transaction, accountId: string) => Promise<boolean>;

/** A file of what somebody takes with him: rows as JSON, one a line, out of the tables that are named. */
export interface ExportPart {
  readonly file: string;
  readonly tables: readonly string[];
  rows(app: App, accountId: string): AsyncIterable<unknown>;
}

/** A file that somebody uploaded and takes with him. */
export interface ExportedFile {
  /** Its path among the other files. */
  path: string;
  /** The name under which the storage has it. */
  name: string;
}

/** All that somebody takes with him. */
export interface ExportContents {
  readonly parts: readonly ExportPart[];
  files(app: App, accountId: string): AsyncIterable<ExportedFile>;
}

/** Starts what a slice runs as long as the process does; it is ended before what it stands on. */
export type ServiceOpener = (app: App) => AsyncDisposable;

/** What is read through, inside a transaction or outside of any. */
export interface Reading {
  readonly sql: Sql;
  readonly links: Links;
}

/** Everything that lives as long as the process. */
export interface App extends Reading {
  readonly settings: ApiSettings;
  /** Secret of this instance, kept in its database unless set: behind password hashes and refresh tokens. */
  readonly instanceSecret: Buffer;
  readonly clock: Clock;
  readonly log: Logger;
  readonly orm: MikroORM;
  readonly database: Database;
  readonly journal: Journal;
  readonly jobs: JobQueue;
  readonly bus: Bus;
  readonly processes: Processes;
  readonly limiter: Limiter;
  readonly mailer: Mailer;
  readonly passwords: PasswordHasher;
  readonly storage: Storage;
  readonly images: ImageProcessor;
  /**
   * Whether everybody may read a file, because something that everybody may read shows it; where a viewer is named, whether
   * it is there for him too.
   */
  readonly mayServeOpenly: (mediaId: string, viewerId?: string | null) => Promise<boolean>;
  readonly reactions: ReactionTable;
  readonly live: LiveEventTable;
  readonly erasers: readonly Eraser[];
  readonly exported: ExportContents;
  readonly exports: ExportStore;
  readonly observe: (call: FinishedCall) => void;
  readonly recounts: RecountReports;
}

/** What a change stands on: everything done through it is committed together or not at all. */
export interface Transaction extends Reading {
  readonly app: App;
  readonly em: EntityManager;
  /** Runs the reactions to an event, here and now or as jobs. */
  emit<Payload>(event: EventDefinition<Payload>, payload: NoInfer<Payload>): Promise<void>;
  enqueue<Data extends object>(job: JobDefinition<Data>, data: NoInfer<Data>, startAfter?: Date): Promise<void>;
  /** Runs a statement whose result nobody needs together with the commit, which saves a round trip. */
  defer(statement: Statement<unknown>, values: readonly unknown[]): void;
  /** Writes to the journal; those who listen to the topic hear of it after the commit. */
  record(topic: string, type: string, ref: Record<string, unknown>): void;
}

/** A fact that one slice announces to those above it. */
export interface EventDefinition<Payload> {
  readonly name: string;
  /** Carries the payload type only; never set. */
  readonly payload?: Payload;
}

/** What is done about an event: at once in its transaction, or by a job enqueued in it. */
export interface Reaction {
  readonly event: string;
  readonly run: (tx: Transaction, payload: unknown) => Promise<void>;
}

/** Reactions by the name of their event. */
export type ReactionTable = ReadonlyMap<string, readonly Reaction[]>;

/** A kind of work that is done outside of the request. */
export interface JobDefinition<Data extends object> {
  readonly name: string;
  readonly data: z.ZodType<Data>;
  /** Runs at least once for each job; its effect must be one transaction that is safe to repeat. */
  readonly handle: (app: App, data: Data, jobId: string) => Promise<void>;
  /** Cron expression in UTC for work that starts by itself. */
  readonly schedule?: string | undefined;
  /** Jobs that one worker takes at a time. */
  readonly batch: number;
}

/** A job as lists hold it: it parses its own data. */
export interface RunnableJob {
  readonly name: string;
  readonly schedule?: string | undefined;
  readonly batch: number;
  readonly run: (app: App, data: unknown, jobId: string) => Promise<void>;
}

/** A job to be done, at once or later. */
export interface NewJob<Data extends object> {
  job: JobDefinition<Data>;
  data: NoInfer<Data>;
  startAfter?: Date | undefined;
}

/** Where jobs wait. */
export interface JobQueue {
  /** Enqueues inside the transaction that `sql` belongs to. */
  enqueue<Data extends object>(sql: Sql, job: NewJob<Data>): Promise<void>;
  /** Deletes jobs, done or not, whose data name one of these words; those that run now stay. */
  forget(sql: Sql, words: readonly string[]): Promise<void>;
}

/** A row of the journal, and for whom its data is read. */
export interface ShownRow {
  readonly row: JournalRow;
  readonly viewerId: string;
}

/** How rows of the journal of one type become events that clients see. */
export type LiveEventDefinition = {
  readonly type: string;
} & (
  | {
      /** The data of each row by its id, read in one go; a row whose thing is gone gets none and is not delivered. */
      readonly hydrate: (app: App, rows: readonly JournalRow[]) => Promise<ReadonlyMap<string, unknown>>;
    }
  | {
      /** The data of each row for its viewer, in their order, where it is another for each; undefined where there is none for him. */
      readonly hydrateEach: (app: App, shown: readonly ShownRow[]) => Promise<readonly unknown[]>;
    }
);

/** Live events by type. */
export type LiveEventTable = ReadonlyMap<string, LiveEventDefinition>;
