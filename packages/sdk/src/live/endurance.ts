import { browser } from '../browser.ts';
import { jitter } from '../timing.ts';

/** What is kept going. */
export interface Endeavour {
  /** Opens what is needed, calls back once it works, and waits until it has to be opened again; rejects when it broke. */
  flow(signal: AbortSignal, opened: () => void): Promise<void>;
  /** Puts right what can be, before it is tried again. */
  recover(error: unknown): Promise<void>;
  onTry(): void;
  onPause(): void;
}

const steadyMs = 10_000;

/** Keeps something going until it is closed, with pauses that grow while it fails. */
export class Endurance {
  readonly #endeavour: Endeavour;
  readonly #closing = new AbortController();
  #failures = 0;
  #wake: () => void = () => undefined;

  constructor(endeavour: Endeavour) {
    this.#endeavour = endeavour;
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  start(): void {
    browser.addEventListener?.('online', this.#onOnline);
    void this.#run();
  }

  close(): void {
    this.#closing.abort();
    browser.removeEventListener?.('online', this.#onOnline);
    this.#wake();
  }

  readonly #onOnline = (): void => this.#wake();

  async #run(): Promise<void> {
    for (; !this.isClosed; this.#failures += 1) {
      const began = Date.now();
      this.#endeavour.onTry();
      await this.#endeavour.flow(this.#closing.signal, this.#opened).catch((error: unknown) => this.#recover(error));
      if (Date.now() - began > steadyMs) this.#failures = 0;
      this.#endeavour.onPause();
      await this.#pause(jitter(this.#failures, 400, 15_000));
    }
  }

  // NOTE: where connections begin well and break soon, they are opened again soon, though not at once.
  readonly #opened = (): void => {
    this.#failures = Math.min(this.#failures, 1);
  };

  async #recover(error: unknown): Promise<void> {
    if (!this.isClosed) await this.#endeavour.recover(error);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.isClosed ? 0 : ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
