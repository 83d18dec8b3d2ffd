import { expect, test } from 'vitest';
import { createOverloadGuard } from './overload.ts';

test('so many at once and no more, until one is answered', () => {
  using guard = createOverloadGuard({ inFlight: 2, lagMs: Number.POSITIVE_INFINITY });
  expect([guard.enter(), guard.enter(), guard.enter()]).toEqual([true, true, false]);
  guard.leave();
  expect([guard.enter(), guard.enter()]).toEqual([true, false]);
  expect(guard.inFlight).toBe(2);
});

test('nobody while the event loop is late', () => {
  using guard = createOverloadGuard({ inFlight: 2, lagMs: -1 });
  expect(guard.enter()).toBe(false);
});
