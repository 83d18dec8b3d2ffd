import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter, Rate, RateState } from '../kernel/ports.ts';

/** Counts points in this process, or in Redis with this process standing in while Redis is away. */
export function createLimiter(factor: number, redis: Redis | null): Limiter {
  const limiters = new Map<string, RateLimiterMemory | RateLimiterRedis>();
  const limiterOf = (rate: Rate) => {
    const known = limiters.get(rate.name);
    if (known) return known;
    const options = {
      keyPrefix: `rookery:${rate.name}`,
      points: Math.max(1, Math.floor(rate.points * factor)),
      duration: rate.seconds,
    };
    const memory = new RateLimiterMemory(options);
    const made = redis ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory }) : memory;
    limiters.set(rate.name, made);
    return made;
  };
  return {
    charge: async (rate, key, points) => {
      try {
        return stateOf(await limiterOf(rate).consume(key, points), true);
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return stateOf(refusal, false);
        throw refusal;
      }
    },
  };
}

function stateOf(res: RateLimiterRes, allowed: boolean): RateState {
  return { allowed, remaining: res.remainingPoints, resetMs: Math.max(0, res.msBeforeNext) };
}
