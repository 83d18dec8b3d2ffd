import { endLeftovers } from './leftovers.ts';
import type { PostmasterExit } from './postmaster.ts';
import { type DatabasePlan, type RunningDatabase, startDatabase } from './start-database.ts';

/** A running embedded PostgreSQL. Disposing it stops it. */
export interface Postgres extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** The cluster was made by this start. */
  readonly fresh: boolean;
  /** Connection address of a database, password included. */
  url(database?: string): string;
  /** Stops the database, waits for it, and frees the data folder. */
  stop(): Promise<void>;
  /** Starts it again where it was, on the same port, after it ended by itself; `url()` stays valid. */
  restart(): Promise<void>;
  /** Called each time the main process ends without `stop()`. */
  onExit(listener: (exit: PostmasterExit) => void): void;
}

/** What a successful start hands over. */
export interface Start {
  plan: DatabasePlan;
  database: RunningDatabase;
  dataDir: string;
  fresh: boolean;
  url(name?: string): string;
  release: AsyncDisposableStack;
}

/** Watches the running database, starts it again on demand, and ends it in order. */
export function supervise({ plan, database, dataDir, fresh, url, release }: Start): Postgres {
  const listeners: ((exit: PostmasterExit) => void)[] = [];
  let current = database.postmaster;
  let stopped: Promise<void> | null = null;
  let restarting: Promise<void> = Promise.resolve();
  const watch = (): void => {
    void current.exited.then((exit) => {
      if (stopped === null) for (const listener of listeners) listener(exit);
    });
  };
  const startAgain = async (): Promise<void> => {
    await current.exited;
    if (stopped !== null) return;
    await endLeftovers(plan.home.cluster, plan.say);
    current = (await startDatabase(plan, database.port)).postmaster;
    watch();
  };
  const restart = (): Promise<void> => (restarting = startAgain());
  const end = async (): Promise<void> => {
    await restarting.catch(() => {});
    await current.stop();
    await release.disposeAsync();
  };
  const stop = (): Promise<void> => (stopped ??= end());
  watch();
  return {
    port: database.port,
    get pid() {
      return current.pid;
    },
    dataDir,
    fresh,
    url,
    stop,
    restart,
    onExit: (listener) => void listeners.push(listener),
    [Symbol.asyncDispose]: stop,
  };
}
