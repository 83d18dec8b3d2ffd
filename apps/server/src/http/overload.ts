/** Turns new requests away while the process has more than it can do. */
export interface OverloadGuard extends Disposable {
  /** Counts a request in, or refuses it. */
  enter(): boolean;
  leave(): void;
  readonly inFlight: number;
  /** Milliseconds by which the event loop was late last. */
  readonly lagMs: number;
}

/** When it is too much. */
export interface OverloadLimits {
  inFlight: number;
  lagMs: number;
}

const sampleMs = 500;

/** Watches the number of requests in flight and how late the event loop is. */
export function createOverloadGuard(limits: OverloadLimits): OverloadGuard {
  let inFlight = 0;
  let lagMs = 0;
  let expected = performance.now() + sampleMs;
  const timer = setInterval(() => {
    const now = performance.now();
    lagMs = Math.max(0, now - expected);
    expected = now + sampleMs;
  }, sampleMs).unref();
  return {
    enter: () => {
      if (inFlight >= limits.inFlight || lagMs > limits.lagMs) return false;
      inFlight += 1;
      return true;
    },
    leave: () => {
      inFlight -= 1;
    },
    get inFlight() {
      return inFlight;
    },
    get lagMs() {
      return lagMs;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
