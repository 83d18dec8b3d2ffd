import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Limits, limits } from '@rookery/contract';
import { z } from 'zod';
import { type JwtKey, parseJwtKeys, weaknessOf } from './jwt-keys.ts';
import { addressList, flag, fraction, list, oneOf, origin, processCount, unserved, url, whole } from './setting.ts';
import { SetupError } from './setup-error.ts';

/** What this process is told by its environment. */
export interface Config {
  version: string;
  production: boolean;
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Null: http://localhost with the port. */
  publicUrl: string | null;
  /** Null: the embedded PostgreSQL. */
  databaseUrl: string | null;
  /** Connections of each process at the most, besides a few for jobs and for waking up. */
  poolSize: number;
  /** How many processes serve together. */
  processes: number;
  /** Which of several processes this one is, from 1 on; null for the one that starts them, or the only one. */
  workerNumber: number | null;
  redisUrl: string | null;
  dataDir: string;
  smtp: { url: string; from: string } | null;
  /** Null: made once and kept in the data folder. */
  jwtKeys: readonly JwtKey[] | null;
  /** Null: the secret that the database keeps. */
  passwordSecret: Buffer | null;
  /** Origins of pages, besides our own, that may call. */
  corsOrigins: readonly string[];
  /** How many proxies stand before us, or their addresses; 0 when clients connect directly. */
  trustProxy: number | readonly string[];
  role: 'all' | 'web' | 'worker';
  logLevel: string;
  rateLimitFactor: number;
  limits: Limits;
  demo: boolean;
  /** Null: /metrics answers everybody. */
  metricsToken: string | null;
  /** How long a server that is told to stop goes on serving, so that balancers see it as not ready. */
  shutdownDelayMs: number;
}

/** Where data lie unless it is said. */
export const defaultDataDir = '.rookery';

const secret = z.string().superRefine((value, { addIssue }) => {
  const weakness = weaknessOf(value);
  if (weakness) addIssue(`${weakness}: take the output of: openssl rand -base64 48`);
});

const Settings = z.object({
  NODE_ENV: z.string().optional(),
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATABASE_POOL: whole(2, 500).optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  DATA_DIR: z.string().default(defaultDataDir),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .regex(/@/, 'is not an address of mail: write one such as "Rookery <mail@rookery.org>"')
    .optional(),
  JWT_KEYS: z
    .string()
    .transform((text, ctx): JwtKey[] => {
      const keys = parseJwtKeys(text);
      if (typeof keys !== 'string') return keys;
      ctx.addIssue(`${keys}: write JWT_KEYS="main:$(openssl rand -base64 48)"`);
      return z.NEVER;
    })
    .optional(),
  PASSWORD_SECRET: secret.optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'is shorter than 16 characters or has spaces: write another')
    .optional(),
  CORS_ORIGINS: list(origin).default([]),
  TRUST_PROXY: addressList.default(0),
  ROLE: oneOf('all', 'web', 'worker').default('all'),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  RATE_LIMIT_FACTOR: fraction.default(1),
  LIMIT_BATCH: whole(1, 1000).default(limits.batch),
  LIMIT_BODY_BYTES: whole(1024, 64 * 1024 * 1024).default(limits.bodyBytes),
  LIMIT_SOCKET_FRAME_BYTES: whole(1024, 16 * 1024 * 1024).default(limits.socketFrameBytes),
  LIMIT_SOCKET_SUBSCRIPTIONS: whole(1, 10_000).default(limits.socketSubscriptions),
  LIMIT_SOCKET_MESSAGES: whole(1, 1_000_000).default(limits.socketMessagesPerMinute),
  LIMIT_SOCKETS_PER_ACCOUNT: whole(1, 1_000_000).default(limits.socketsPerAccount),
  DEMO: flag.default(false),
  SHUTDOWN_DELAY: whole(0, 20).optional(),
  PROCESSES: processCount.default(1),
  ROOKERY_WORKER: whole(1, 64).nullable().default(null),
  DATABASE_REPLICA_URLS: unserved('reading from replicas'),
  S3_ENDPOINT: unserved('keeping media in S3'),
  S3_BUCKET: unserved('keeping media in S3'),
  S3_REGION: unserved('keeping media in S3'),
  S3_ACCESS_KEY_ID: unserved('keeping media in S3'),
  S3_SECRET_ACCESS_KEY: unserved('keeping media in S3'),
});

/** Parses the environment; throws a `SetupError` that names the first setting which does not parse. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) throw refusalOf(parsed.error);
  return configOf(parsed.data);
}

function refusalOf(error: z.ZodError): SetupError {
  const [issue] = error.issues;
  const message = issue?.message ?? 'does not parse';
  const [what = message, mend = 'correct it or leave it unset'] = message.split(/: (.*)/);
  return new SetupError(`The setting ${String(issue?.path[0])} ${what}.`, `Mend: ${mend}.`);
}

function configOf(set: z.infer<typeof Settings>): Config {
  const production = set.NODE_ENV === 'production';
  if (production && !set.JWT_KEYS) {
    throw new SetupError(
      'The setting JWT_KEYS is missing; with NODE_ENV=production the keys are yours to keep.',
      'Mend: JWT_KEYS="main:$(openssl rand -base64 48)".',
    );
  }
  if (set.SMTP_URL && !set.MAIL_FROM) {
    throw new SetupError(
      'The setting MAIL_FROM is missing; SMTP_URL needs it.',
      'Mend: MAIL_FROM="Rookery <mail@rookery.org>" with an address of yours.',
    );
  }
  return {
    version: packageVersion(),
    production,
    port: set.PORT,
    host: set.HOST,
    publicUrl: set.PUBLIC_URL ?? null,
    databaseUrl: set.DATABASE_URL ?? null,
    poolSize: set.DATABASE_POOL ?? usualPool(set.PROCESSES),
    processes: set.PROCESSES,
    workerNumber: set.ROOKERY_WORKER,
    redisUrl: set.REDIS_URL ?? null,
    dataDir: resolve(set.DATA_DIR),
    smtp: set.SMTP_URL && set.MAIL_FROM ? { url: set.SMTP_URL, from: set.MAIL_FROM } : null,
    jwtKeys: set.JWT_KEYS ?? null,
    passwordSecret: set.PASSWORD_SECRET ? Buffer.from(set.PASSWORD_SECRET) : null,
    corsOrigins: set.CORS_ORIGINS,
    trustProxy: set.TRUST_PROXY,
    role: set.ROLE,
    logLevel: set.LOG_LEVEL,
    rateLimitFactor: set.RATE_LIMIT_FACTOR,
    limits: {
      ...limits,
      batch: set.LIMIT_BATCH,
      bodyBytes: set.LIMIT_BODY_BYTES,
      socketFrameBytes: set.LIMIT_SOCKET_FRAME_BYTES,
      socketSubscriptions: set.LIMIT_SOCKET_SUBSCRIPTIONS,
      socketMessagesPerMinute: set.LIMIT_SOCKET_MESSAGES,
      socketsPerAccount: set.LIMIT_SOCKETS_PER_ACCOUNT,
    },
    demo: set.DEMO,
    metricsToken: set.METRICS_TOKEN ?? null,
    shutdownDelayMs: (set.SHUTDOWN_DELAY ?? (production ? 3 : 0)) * 1000,
  };
}

/** Ten for one process; many processes have fewer each, since they share the cores as well. */
function usualPool(processes: number): number {
  return Math.max(4, Math.min(10, Math.floor(160 / processes) - 9));
}

/** The version of this package. NOTE: the file is our own and always has one. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}
