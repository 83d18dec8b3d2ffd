import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { AppOptions, Clock, FinishedCall, Logger, Mailer, RecountReports } from '@rookery/api';
import type { Config } from './config.ts';
import { keptJwtKeys } from './jwt-keys.ts';

/** What tests put in the place of the usual. */
export interface Substitutes {
  clock?: Clock;
  mailer?: Mailer;
  passwordCost?: number;
  observe?: (call: FinishedCall) => void;
  recounts?: RecountReports;
}

const passwordCost = 12;
/** Followers above which pushing a post to each of them would cost more than merging it at read. */
const pullFrom = 10_000;
/** Longer than a page takes to load anew. */
const graceMs = 5000;

/** What the app is opened with; the public address is told, since it may name the port that was bound. */
export function appOptions(
  config: Config,
  at: { databaseUrl: string; publicUrl: string; log: Logger },
  { clock, mailer, observe, recounts, ...substitutes }: Substitutes = {},
): AppOptions {
  return {
    settings: {
      version: config.version,
      publicUrl: at.publicUrl,
      rateLimitFactor: config.rateLimitFactor,
      jwtKeys: config.jwtKeys ?? keptJwtKeys(config.dataDir),
      limits: config.limits,
      feeds: { pullFrom },
      presence: { graceMs },
    },
    databaseUrl: at.databaseUrl,
    mediaFolder: join(config.dataDir, 'media'),
    exportsFolder: join(config.dataDir, 'exports'),
    redisUrl: config.redisUrl,
    smtp: config.smtp,
    passwordSecret: config.passwordSecret,
    log: at.log,
    poolSize: config.poolSize,
    passwordCost: substitutes.passwordCost ?? passwordCost,
    passwordThreads: Math.max(1, Math.min(4, Math.floor((availableParallelism() - 1) / config.processes))),
    ...(clock ? { clock } : {}),
    ...(mailer ? { mailer } : {}),
    ...(observe ? { observe } : {}),
    ...(recounts ? { recounts } : {}),
  };
}
