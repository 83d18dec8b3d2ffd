/** Lets work through as long as what is under way weighs no more than the gate bears; the rest waits in order. */
export interface WeightedGate {
  /** Null when too many wait already. */
  pass<T>(weight: number, work: () => Promise<T>): Promise<T> | null;
}

/** Makes a gate; work that is heavier than the gate bears goes alone. */
export function createWeightedGate({ bears, mostWaiting }: { bears: number; mostWaiting: number }): WeightedGate {
  const waiting: { weight: number; start: () => void }[] = [];
  let load = 0;
  const admit = (): void => {
    for (let next = waiting[0]; next && (load === 0 || load + next.weight <= bears); next = waiting[0]) {
      waiting.shift();
      load += next.weight;
      next.start();
    }
  };
  const run = async <T>(weight: number, work: () => Promise<T>): Promise<T> => {
    const turn = Promise.withResolvers<void>();
    waiting.push({ weight, start: turn.resolve });
    admit();
    await turn.promise;
    try {
      return await work();
    } finally {
      load -= weight;
      admit();
    }
  };
  return { pass: (weight, work) => (waiting.length >= mostWaiting ? null : run(weight, work)) };
}
