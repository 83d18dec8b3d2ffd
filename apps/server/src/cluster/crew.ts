import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from '@rookery/api';
import { SetupError } from '../setup-error.ts';
import { metricsOfAll } from './cluster-metrics.ts';
import { type FromPrimary, FromWorker } from './messages.ts';

/** Which processes serve. */
export interface CrewOptions {
  size: number;
  /** Settings that differ from those of this process. */
  environment: Record<string, string>;
  log: Logger;
  /** Milliseconds until the first that died is replaced; doubled with each death. */
  firstPauseMs?: number;
}

/** The processes that serve, each of which is replaced when it dies. Disposing it ends all that are left at once. */
export interface Crew extends AsyncDisposable {
  /** Tells all to end in peace, and returns when all have. */
  drain(): Promise<void>;
}

const longestPauseMs = 30_000;
/** A process that lived for so long did not die of its start. */
const soundMs = 10_000;
const mostDeaths = 5;

/** Starts the processes and returns when all serve. Throws a `SetupError` when they die one after another. */
export async function startCrew(options: CrewOptions): Promise<Crew> {
  const crew = new Workers(options);
  try {
    await crew.start();
  } catch (error) {
    await crew.kill();
    throw error;
  }
  return { drain: () => crew.drain(), [Symbol.asyncDispose]: () => crew.kill() };
}

class Workers {
  readonly #options: CrewOptions;
  readonly #serving = new Set<number>();
  readonly #alive = new Set<Worker>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  readonly #stood = Promise.withResolvers<void>();
  readonly #metrics = metricsOfAll();
  #hasStood = false;
  #deaths = 0;
  #isEnding = false;

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    for (let number = 1; number <= this.#options.size; number += 1) this.#fork(number);
    return this.#stood.promise;
  }

  async drain(): Promise<void> {
    this.#end();
    for (const worker of this.#alive) tell(worker, { rookery: 'end' });
    await this.#allGone();
  }

  async kill(): Promise<void> {
    this.#end();
    for (const worker of this.#alive) worker.process.kill('SIGKILL');
    await this.#allGone();
  }

  #end(): void {
    this.#isEnding = true;
    for (const pause of this.#pauses) clearTimeout(pause);
  }

  async #allGone(): Promise<void> {
    await Promise.all(Array.from(this.#alive, (worker) => once(worker, 'exit')));
  }

  #fork(number: number): void {
    const worker = cluster.fork({ ...this.#options.environment, ROOKERY_WORKER: String(number) });
    const startedAt = performance.now();
    this.#alive.add(worker);
    worker.on('error', (err) => this.#options.log.warn({ err }, 'a process could not be told something'));
    worker.on('message', (raw: unknown) => void this.#hear(worker, number, raw));
    worker.once('exit', (code: number | null, signal: string | null) => {
      this.#alive.delete(worker);
      if (this.#isEnding) return;
      this.#options.log.error({ pid: worker.process.pid, code, signal }, 'a process ended by itself');
      this.#replace(number, performance.now() - startedAt);
    });
  }

  async #hear(worker: Worker, number: number, raw: unknown): Promise<void> {
    const { data: message } = FromWorker.safeParse(raw);
    if (message?.rookery === 'metrics-wanted') {
      const text = await this.#metrics().catch(() => null);
      tell(worker, { rookery: 'metrics', id: message.id, text });
    }
    if (message?.rookery !== 'ready') return;
    this.#serving.add(number);
    if (this.#serving.size < this.#options.size) return;
    this.#hasStood = true;
    this.#stood.resolve();
  }

  #replace(number: number, livedMs: number): void {
    if (livedMs > soundMs) this.#deaths = 0;
    this.#deaths += 1;
    if (!this.#hasStood && this.#deaths >= mostDeaths) {
      this.#stood.reject(
        new SetupError(
          `${mostDeaths} processes ended before all of them served.`,
          'What each of them said stands above; with PROCESSES=1 there is only one to look at.',
        ),
      );
      return;
    }
    const { firstPauseMs = 1000 } = this.#options;
    const pause = setTimeout(
      () => {
        this.#pauses.delete(pause);
        this.#fork(number);
      },
      Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#deaths - 1)),
    );
    this.#pauses.add(pause);
  }
}

/** NOTE: a process that dies right now cannot be told, and its end is noticed anyway. */
function tell(worker: Worker, message: FromPrimary): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}
