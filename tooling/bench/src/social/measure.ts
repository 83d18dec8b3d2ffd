import { median } from '../load.ts';

/** A call that is measured beside others. */
export interface Measured {
  name: string;
  call: (n: number) => Promise<unknown>;
}

/** Median milliseconds of each call, one after the other and in turn, so that all meet the same weather. */
export async function measureInTurn(calls: readonly Measured[], rounds: number): Promise<Map<string, number>> {
  const times = new Map(calls.map(({ name }) => [name, [] as number[]]));
  const warmUp = Math.min(10, rounds);
  for (let n = 0; n < rounds + warmUp; n += 1) {
    for (const { name, call } of calls) {
      const before = performance.now();
      await call(n);
      if (n >= warmUp) times.get(name)?.push(performance.now() - before);
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}
