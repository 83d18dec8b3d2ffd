/** Random numbers that a seed repeats. */
export interface Random {
  /** From 0 up to, not with, 1. */
  next(): number;
  /** A whole number of a range, both ends with it. */
  whole(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** Another row of numbers, which stays the same however many of this one are taken. */
  branch(name: string): Random;
}

/** Begins the row of numbers of a seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    pick: (from) => elementOf(from, whole(0, from.length - 1)),
    branch: (name) => seeded([...name].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), seed)),
  };
}

function elementOf<T>(from: readonly T[], index: number): T {
  if (index >= from.length) throw new Error('There is nothing to pick from');
  // NOTE: the index is within the bounds, and T may hold undefined by itself.
  return from[index] as T;
}
