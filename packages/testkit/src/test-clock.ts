import type { Clock } from '@rookery/api';

/** A clock that stands where it is put, and otherwise runs with the machine's. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** The machine's clock plus what it was advanced by. */
export function createTestClock(): TestClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    advance: (ms) => {
      offset += ms;
    },
  };
}
