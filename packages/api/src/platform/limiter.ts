import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter, Rate, RateState } from '../kernel/ports.ts';
import type { RateStore } from './rate-store.ts';
import { Reserve } from './reserve.ts';

/** What counts, with the memory of this process standing in whenever it is away. */
export interface LimiterOptions {
  /** Multiplies the points of every rate. */
  factor: number;
  store: Redis | RateStore;
}

/** Counts points in Redis or in the database, and in this process where nobody else counts. */
export function createLimiter({ factor, store }: LimiterOptions): Limiter {
  const pointsOf = (rate: Rate) => Math.max(1, Math.floor(rate.points * factor));
  const redis = 'charge' in store ? null : store;
  const database = 'charge' in store ? store : null;
  const limiters = new Map<string, RateLimiterMemory | RateLimiterRedis>();
  const limiterOf = (rate: Rate) => {
    const known = limiters.get(rate.name);
    if (known) return known;
    const options = { keyPrefix: `rookery:${rate.name}`, points: pointsOf(rate), duration: rate.seconds };
    const memory = new RateLimiterMemory(options);
    const made = redis ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory }) : memory;
    limiters.set(rate.name, made);
    return made;
  };
  const count = async (rate: Rate, key: string, points: number): Promise<RateState> => {
    const used = database && (await database.charge(rate, key, points));
    if (used) return stateOf(pointsOf(rate) - used.points, used.resetMs);
    return consume(limiterOf(rate), key, points);
  };
  const reserve = new Reserve();
  return {
    charge: (rate, key, points) => {
      const isShared = redis !== null || database?.isShared(rate);
      if (rate.strict || !isShared) return count(rate, key, points);
      return reserve.charge(`${rate.name} ${key}`, points, (most) => count(rate, key, most));
    },
  };
}

async function consume(limiter: RateLimiterMemory | RateLimiterRedis, key: string, points: number): Promise<RateState> {
  try {
    const { remainingPoints, msBeforeNext } = await limiter.consume(key, points);
    return stateOf(remainingPoints, msBeforeNext);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { ...stateOf(refusal.remainingPoints, refusal.msBeforeNext), allowed: false };
  }
}

/** The state of a rate of which so much is left; less than nothing when it has been overdrawn. */
function stateOf(left: number, resetMs: number): RateState {
  return { allowed: left >= 0, remaining: Math.max(0, left), resetMs: Math.max(0, resetMs) };
}
