import { jitter } from '../timing.ts';

/** Runs a task a little after it was asked for, once for all who asked meanwhile; after failures again, with pauses that grow. */
export class Soon {
  readonly #task: () => Promise<unknown>;
  readonly #delayMs: number;
  readonly #report: (error: unknown) => void;
  #waiting = false;
  #running = false;
  #again = false;
  #failures = 0;

  constructor(task: () => Promise<unknown>, delayMs: number, report: (error: unknown) => void) {
    this.#task = task;
    this.#delayMs = delayMs;
    this.#report = report;
  }

  ask(): void {
    this.#again = true;
    if (this.#waiting || this.#running) return;
    this.#waiting = true;
    const pause = this.#failures > 0 ? jitter(this.#failures, 500, 15_000) : this.#delayMs;
    setTimeout(() => void this.#run(), pause);
  }

  async #run(): Promise<void> {
    this.#waiting = false;
    this.#running = true;
    this.#again = false;
    try {
      await this.#task();
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.#again = true;
      this.#report(error);
    }
    this.#running = false;
    if (this.#again) this.ask();
  }
}
