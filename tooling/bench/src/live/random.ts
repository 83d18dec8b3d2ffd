/** Random numbers from 0 up to, not with, 1, that a seed repeats. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words = 'the kettle is on and nobody knows whether we meet at the river or by the old mill tomorrow'.split(' ');

/** What people write to one another. */
export function textBy(next: () => number): string {
  const count = 3 + Math.floor(next() * 25);
  return Array.from({ length: count }, () => words[Math.floor(next() * words.length)]).join(' ');
}
