import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Bus } from '../kernel/ports.ts';
import { memoryBus } from './memory-bus.ts';

const prefix = 'rookery:';

/** Hints between processes; those of this process do not go through Redis. */
export function redisBus(publisher: Redis, subscriber: Redis): Bus {
  const local = memoryBus();
  const self = randomUUID();
  subscriber.on('ready', () => void subscriber.psubscribe(`${prefix}*`).catch(() => undefined));
  subscriber.on('pmessage', (_pattern: string, channel: string, message: string) => {
    if (message !== self) local.publish(channel.slice(prefix.length));
  });
  return {
    publish: (channel) => {
      local.publish(channel);
      void publisher.publish(prefix + channel, self).catch(() => undefined);
    },
    subscribe: local.subscribe,
  };
}
