import { Redis } from 'ioredis';
import type { Logger } from '../kernel/ports.ts';

/** Two connections to Redis: a connection that listens can do nothing else. */
export interface RedisPair extends Disposable {
  readonly commands: Redis;
  readonly subscriber: Redis;
}

/** Connects, now or whenever Redis comes. NOTE: an unheard 'error' would end the process; losing Redis costs latency only. */
export function openRedis(url: string, log: Logger): RedisPair {
  const commands = connect(url);
  const subscriber = connect(url).on('error', () => undefined);
  let isLost = false;
  commands.on('error', (err: Error) => {
    if (!isLost)
      log.warn({ err }, 'Redis cannot be reached; every process goes on by itself, and wakes up by its poll');
    isLost = true;
  });
  commands.on('ready', () => {
    if (isLost) log.info({}, 'Redis is back');
    isLost = false;
  });
  return {
    commands,
    subscriber,
    [Symbol.dispose]: () => {
      commands.disconnect();
      subscriber.disconnect();
    },
  };
}

/** Fails fast: a dead or hanging Redis costs a command 250 ms at the most, and never queues. */
function connect(url: string): Redis {
  return new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 250,
    connectTimeout: 1000,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => 100 + Math.random() * 400,
  });
}
