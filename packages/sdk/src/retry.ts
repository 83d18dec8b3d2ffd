import { networkError, RookeryError } from './errors.ts';
import { jitter } from './timing.ts';

const maxAttempts = 4;
const longestWaitMs = 30_000;

/** Milliseconds until a failed attempt is worth repeating, or null when it is not. */
export function waitBefore({ reason, retryAfter }: RookeryError, attempt: number): number | null {
  const passing = reason === 'network' || reason === 'rate_limited' || reason === 'unavailable';
  if (!passing || attempt + 1 >= maxAttempts) return null;
  const wait = (retryAfter ?? 0) * 1000 + jitter(attempt, 300, 5000);
  return wait > longestWaitMs ? null : wait;
}

/** The error as callers know it; anything else than Rookery's is trouble on the way. */
export function asRookeryError(error: unknown): RookeryError {
  return error instanceof RookeryError ? error : networkError('The session could not be renewed', error);
}
