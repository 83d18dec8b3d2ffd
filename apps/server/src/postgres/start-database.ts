import { SetupError } from '../setup-error.ts';
import { diskFull } from './folder.ts';
import { findFreePort, isTaken } from './free-port.ts';
import type { ClusterPlan } from './open-cluster.ts';
import { launch, type Postmaster, readLog } from './postmaster.ts';
import { awaitReady } from './ready.ts';
import { serverArguments } from './server-settings.ts';

/** All that is needed to start the database's main process, once or again. */
export interface DatabasePlan extends ClusterPlan {
  settings: Record<string, string>;
  logFile: string;
}

/** A main process that accepts connections. */
export interface RunningDatabase {
  port: number;
  postmaster: Postmaster;
}

const attempts = 5;

/** Starts the database on the given port, or on a free one; a port that somebody takes meanwhile costs another try. */
export async function startDatabase(plan: DatabasePlan, fixedPort: number | undefined): Promise<RunningDatabase> {
  for (let attempt = 1; ; attempt += 1) {
    const port = fixedPort ?? (await findFreePort());
    const args = serverArguments(plan.isDurable, port, plan.settings);
    const postmaster = await launch({ program: plan.programs.postgres, args, home: plan.home, logFile: plan.logFile });
    if (await awaitReady(postmaster, plan.home.cluster, plan.say)) return { port, postmaster };
    const taken = await isTaken(port);
    if (taken && fixedPort !== undefined) throw portTaken(port);
    if (!taken || attempt === attempts) throw startFailed(plan);
  }
}

function portTaken(port: number): SetupError {
  return new SetupError(
    `Port ${port} on 127.0.0.1, meant for the database, is taken.`,
    'Free that port, or leave the choice to Rookery.',
  );
}

function startFailed(plan: DatabasePlan): SetupError {
  const log = readLog(plan.logFile);
  if (/No space left on device|quota exceeded/i.test(log)) return diskFull(plan.home.cluster);
  const reason = /(?:FATAL|PANIC): *(.+)/.exec(log)?.[1] ?? 'it ended without a word';
  return new SetupError(`PostgreSQL did not start: ${reason}`, `Mend what it names; the full log is ${plan.logFile}`);
}
