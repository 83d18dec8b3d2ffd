import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { jitter, sleep, within } from './timing.ts';

test('waits are spread, grow to a bound, and are never nothing', () => {
  const property = fc.property(
    fc.nat(2000),
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 60_000 }),
    (attempt, first, max) => {
      const wait = jitter(attempt, first, max);
      expect(wait).toBeGreaterThanOrEqual(50);
      expect(wait).toBeLessThanOrEqual(50 + Math.min(max, first * 2 ** attempt));
    },
  );
  fc.assert(property);
});

test('a wait ends with its signal', async () => {
  const stop = new AbortController();
  const waiting = sleep(100_000, stop.signal);
  stop.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  await expect(sleep(100_000, stop.signal)).rejects.toBe('enough');
});

test('a task that does not listen to its signal is left behind', async () => {
  vi.useFakeTimers();
  const signals: AbortSignal[] = [];
  const outcome = expect(
    within(1000, undefined, (signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    }),
  ).rejects.toMatchObject({ reason: 'network' });
  await vi.advanceTimersByTimeAsync(1000);
  await outcome;
  expect(signals[0]?.aborted).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('a task hands its outcome on and leaves no timer', async () => {
  vi.useFakeTimers();
  expect(await within(1000, undefined, async () => 'done')).toBe('done');
  await expect(within(1000, undefined, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(within(1000, AbortSignal.abort('off'), async () => 'done')).rejects.toBe('off');
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
