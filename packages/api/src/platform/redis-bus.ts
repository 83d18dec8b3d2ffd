import { randomUUID } from 'node:crypto';
import type { Bus } from '../kernel/ports.ts';
import { memoryBus } from './memory-bus.ts';
import type { RedisPair } from './redis.ts';

const prefix = 'rookery:';

/** Hints between processes; those of this process do not go through Redis. */
export function redisBus({ commands, subscriber }: RedisPair): Bus {
  const local = memoryBus();
  const self = randomUUID();
  const listen = () => void subscriber.psubscribe(`${prefix}*`).catch(() => undefined);
  if (subscriber.status === 'ready') listen();
  subscriber.on('ready', listen);
  subscriber.on('pmessage', (_pattern: string, channel: string, message: string) => {
    if (message !== self) local.publish(channel.slice(prefix.length));
  });
  return {
    publish: (channel) => {
      local.publish(channel);
      void commands.publish(prefix + channel, self).catch(() => undefined);
    },
    subscribe: local.subscribe,
  };
}
