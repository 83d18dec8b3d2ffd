import type { Logger } from '@rookery/api';
import type { RunningServer } from './compose.ts';

const patienceMs = 25_000;

/** How this process ends; tests put their own in the place of the process. */
export interface Ending {
  log: Logger;
  /** Tells the person at the terminal. */
  say(line: string): void;
  exit(code: number): void;
  /** Which signals end it; others leave it alone. */
  signals?: readonly ('SIGTERM' | 'SIGINT')[];
  /** Whether one that is told twice ends at once. */
  hurries?: boolean;
}

/**
 * Ends the process in peace on SIGTERM and SIGINT, and on errors that nobody caught; at once when it is told twice or when peace takes
 * too long. PostgreSQL is stopped in either case. Returns what begins the same end.
 */
export function endInPeace(
  server: Pick<RunningServer, 'drain' | typeof Symbol.asyncDispose>,
  { log, say, exit, signals = ['SIGTERM', 'SIGINT'], hurries = true }: Ending,
): () => void {
  let isEnding = false;
  const end = async (code: number) => {
    if (isEnding) {
      if (hurries) exit(code || 1);
      return;
    }
    isEnding = true;
    const late = setTimeout(() => {
      log.error({}, 'the server did not come to rest in time');
      exit(1);
    }, patienceMs + 4000);
    try {
      await within(patienceMs, server.drain());
      await server[Symbol.asyncDispose]();
    } catch (error) {
      log.error({ err: error }, 'the server did not end in order');
      exit(1);
    }
    clearTimeout(late);
    exit(code);
  };
  for (const signal of signals) {
    process.on(signal, () => {
      say('Stopping');
      void end(0);
    });
  }
  for (const kind of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(kind, (error: unknown) => {
      log.error({ err: error }, kind);
      void end(1);
    });
  }
  return () => void (isEnding || end(0));
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, ms);
  await Promise.race([work, late.promise]);
  clearTimeout(timer);
}
