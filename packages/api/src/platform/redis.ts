import { Redis } from 'ioredis';

/** A connection that fails fast: a dead or hanging Redis costs a command 250 ms at the most, and never queues. */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 250,
    connectTimeout: 1000,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => 100 + Math.random() * 400,
  });
  // NOTE: an unheard 'error' would end the process; losing Redis costs latency only.
  redis.on('error', () => undefined);
  return redis;
}
