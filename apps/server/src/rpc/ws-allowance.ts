const minute = 60_000;

/** Counts what happens within a minute, and says no beyond its limit. */
export class Allowance {
  readonly #perMinute: number;
  #since = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  take(now: number): boolean {
    if (now - this.#since >= minute) {
      this.#since = now;
      this.#taken = 0;
    }
    this.#taken++;
    return this.#taken <= this.#perMinute;
  }

  /** Seconds until there is a new minute, at least one. */
  secondsLeft(now: number): number {
    return Math.max(1, Math.ceil((this.#since + minute - now) / 1000));
  }
}
