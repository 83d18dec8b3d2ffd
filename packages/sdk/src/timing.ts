import { networkError } from './errors.ts';

/** Runs `task` with a signal that aborts when the outer one does or time is up; settles then even if `task` does not. */
export function within<T>(
  ms: number,
  outer: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = (reason: unknown): void => {
      reject(reason);
      inner.abort(reason);
    };
    const onAbort = (): void => end(outer?.reason);
    const timer = setTimeout(() => end(networkError(`No answer within ${ms / 1000} s`)), ms);
    const done = (): void => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', onAbort);
    };
    if (outer?.aborted) onAbort();
    outer?.addEventListener('abort', onAbort);
    task(inner.signal).then(resolve, reject).finally(done);
    inner.signal.addEventListener('abort', done);
  });
}

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Full jitter: somewhere below a bound that doubles with each attempt, and never at once. */
export function jitter(attempt: number, firstMs: number, maxMs: number): number {
  return 50 + Math.random() * Math.min(maxMs, firstMs * 2 ** attempt);
}
