import { randomUUID } from 'node:crypto';
import type { Bus } from '../kernel/ports.ts';
import { unwrap } from './bus-envelope.ts';
import { memoryBus } from './memory-bus.ts';
import type { RedisPair } from './redis.ts';

const prefix = 'rookery:';

/** News between processes; those of this process do not go through Redis. */
export function redisBus({ commands, subscriber }: RedisPair): Bus {
  const local = memoryBus();
  const self = randomUUID();
  const listen = () => void subscriber.psubscribe(`${prefix}*`).catch(() => undefined);
  if (subscriber.status === 'ready') listen();
  subscriber.on('ready', listen);
  subscriber.on('pmessage', (_pattern: string, _channel: string, text: string) => {
    for (const [channel, message] of unwrap(self, text)) local.publish(channel, message);
  });
  return {
    publish: (channel, message = '') => {
      local.publish(channel, message);
      const envelope = JSON.stringify([self, [[channel, message]]]);
      void commands.publish(prefix + channel, envelope).catch(() => undefined);
    },
    subscribe: local.subscribe,
  };
}
