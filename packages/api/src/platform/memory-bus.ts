import { EventEmitter } from 'node:events';
import type { Bus } from '../kernel/ports.ts';

/** News within one process. */
export function memoryBus(): Bus {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    publish: (channel, message = '') => void emitter.emit(channel, message),
    subscribe: (channel, listener) => {
      emitter.on(channel, listener);
      return () => void emitter.off(channel, listener);
    },
  };
}
