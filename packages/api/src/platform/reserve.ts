import { LRUCache } from 'lru-cache';
import type { RateState } from '../kernel/ports.ts';

/** Counts points of a key with all processes. */
export type SharedCount = (points: number) => Promise<RateState>;

interface Held {
  /** Reserved and not yet used. */
  points: number;
  /** What was left for everybody at the last count. */
  left: number;
  /** By the clock of `performance.now`. */
  until: number;
  counting: Promise<unknown> | null;
}

const reserved = 16;
/** While so many points are left, a few may lie with each process. */
const plenty = 200;
const mostKeys = 50_000;

/**
 * Counts together with other processes and asks them seldom: as long as plenty is left, points are taken a few at a time. Nobody is
 * ever let through beyond the limit; near it each point is counted by itself.
 */
export class Reserve {
  readonly #held = new LRUCache<string, Held>({ max: mostKeys });

  async charge(key: string, points: number, count: SharedCount): Promise<RateState> {
    const held = this.#held.get(key) ?? { points: 0, left: 0, until: 0, counting: null };
    this.#held.set(key, held);
    while (held.counting) await held.counting;
    return take(held, points) ?? this.#count(held, points, count);
  }

  async #count(held: Held, points: number, count: SharedCount): Promise<RateState> {
    const extra = held.left > plenty ? reserved : 0;
    const counting = count(points + extra);
    held.counting = counting.catch(() => undefined);
    try {
      const state = await counting;
      if (held.until <= performance.now()) held.points = 0;
      if (state.allowed) held.points += extra;
      held.left = state.allowed ? state.remaining : 0;
      held.until = performance.now() + state.resetMs;
      return state.allowed ? { ...state, remaining: state.remaining + held.points } : state;
    } finally {
      held.counting = null;
    }
  }
}

function take(held: Held, points: number): RateState | null {
  const resetMs = held.until - performance.now();
  if (resetMs <= 0 || held.points < points) return null;
  held.points -= points;
  return { allowed: true, remaining: held.left + held.points, resetMs };
}
